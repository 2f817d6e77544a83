import { findActor, SEGMENT_ITSELF } from "./actor";
import type { AuditEvent } from "./audit-event";
import { BY_SEGMENT, type Email } from "./email";
import { asText } from "./json";
import { lookUpEmail } from "./look-up";
import type { Settings } from "./settings";

/** An audit event with who did it. */
export interface AttributedEvent {
  event: AuditEvent;
  actor: string | undefined;
  email: Email;
}

/**
 * Finds the actor of each event and their email: one look-up an actor, all at once. An email that
 * the event brings along is kept, and Segment itself has none: neither is looked up. Never throws.
 */
export function attribute(events: AuditEvent[], settings: Settings): Promise<AttributedEvent[]> {
  const lookUps = new Map<string, Promise<Email>>();
  return Promise.all(
    events.map(async (event) => {
      const actor = findActor(event);
      const email = asText(event.properties.email, /\S/);
      if (email) return { event, actor, email: { email } };
      if (!actor || actor === SEGMENT_ITSELF) {
        return { event, actor, email: { email_missing: BY_SEGMENT } };
      }
      const lookUp = lookUps.get(actor) ?? lookUpEmail(actor, settings);
      lookUps.set(actor, lookUp);
      return { event, actor, email: await lookUp };
    }),
  );
}
