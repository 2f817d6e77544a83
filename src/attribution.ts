import { type Actor, findActor } from "./actor";
import type { AuditEvent } from "./audit-event";
import { type Email, MAX_LOOK_UPS } from "./email";
import { lookUpEmail } from "./look-up";
import { PLAIN_ID } from "./public-api";
import type { Settings } from "./settings";

/** An audit event with who did it. */
export type AttributedEvent = Awaited<ReturnType<typeof attribute>>[number];

/**
 * Finds the actor of each event, and their email: the one that the event brings along, or one
 * look-up a user, all at once. Never throws.
 */
export function attribute(events: AuditEvent[], settings: Settings) {
  const lookUps = new Map<string, Promise<Email>>();

  function findEmail(event: AuditEvent, actor: Actor): Email | Promise<Email> {
    if (event.email) return { kind: "known", address: event.email };
    if (actor.kind !== "user") return { kind: actor.kind };
    if (actor.email) return { kind: "known", address: actor.email };
    if (!PLAIN_ID.test(actor.id)) return { kind: "malformed id" };
    const started = lookUps.get(actor.id);
    if (started) return started;
    if (lookUps.size === MAX_LOOK_UPS) return { kind: "too many people" };
    const lookUp = lookUpEmail(actor.id, settings);
    lookUps.set(actor.id, lookUp);
    return lookUp;
  }

  return Promise.all(
    events.map(async (event) => {
      const actor = findActor(event);
      return { event, actor, email: await findEmail(event, actor) };
    }),
  );
}
