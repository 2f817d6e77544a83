import { type Actor, findActor } from "./actor";
import type { AuditEvent } from "./audit-event";
import { type Email, MAX_LOOK_UPS } from "./email";
import { lookUpEmail, PLAIN_ID } from "./look-up";
import type { Settings } from "./settings";

/** An audit event with who did it. */
export interface AttributedEvent {
  event: AuditEvent;
  actor: Actor;
  email: Email;
}

/**
 * Finds the actor of each event, and their email: the one that the event says, or one look-up a
 * user, all at once. Never throws.
 */
export function attribute(events: AuditEvent[], settings: Settings): Promise<AttributedEvent[]> {
  const lookUps = new Map<string, Promise<Email>>();

  async function findEmail(actor: Actor): Promise<Email> {
    if (actor.kind === "segment" || actor.kind === "nobody") return { kind: actor.kind };
    if (actor.email) return { kind: "known", address: actor.email };
    if (actor.kind === "other") return { kind: "other" };
    if (!PLAIN_ID.test(actor.id)) return { kind: "malformed id" };
    if (!lookUps.has(actor.id) && lookUps.size === MAX_LOOK_UPS) return { kind: "too many people" };
    const lookUp = lookUps.get(actor.id) ?? lookUpEmail(actor.id, settings);
    lookUps.set(actor.id, lookUp);
    return lookUp;
  }

  return Promise.all(
    events.map(async (event) => {
      const actor = findActor(event);
      return { event, actor, email: await findEmail(actor) };
    }),
  );
}
