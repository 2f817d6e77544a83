import { type Actor, findActor } from "./actor";
import type { AuditEvent } from "./audit-event";
import type { Email } from "./email";
import { lookUpEmail } from "./look-up";
import type { Settings } from "./settings";

/** An audit event with who did it. */
export type AttributedEvent = Awaited<ReturnType<typeof attribute>>[number];

/** Most look-ups in one call: a batch, or a stranger, must not spend the whole rate limit. */
const MAX_LOOK_UPS = 100;

/**
 * Finds the actor of each event, and their email: one look-up a user, all at once. An email that
 * the event brings along is taken as it is, without a look-up. Never throws.
 */
export function attribute(events: AuditEvent[], settings: Settings) {
  const lookUps = new Map<string, Promise<Email>>();

  function findEmail(event: AuditEvent, actor: Actor): Email | Promise<Email> {
    if (event.email) return { kind: "known", address: event.email };
    if (actor.kind !== "user") return { kind: actor.kind };
    if (actor.email) return { kind: "known", address: actor.email };
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
