import { type AuditEvent, parseAuditEvent } from "./audit-event";

/**
 * The audit events in a body: one, or a JSON array of them. What is none is logged and left out.
 * @throws EventNotSupported or InvalidEventPayload, the first one, when there is no audit event.
 */
export function parseBatch(body: unknown): AuditEvent[] {
  const parsed = (Array.isArray(body) ? body : [body]).map(parseAuditEvent);
  const events = parsed.filter((one) => "properties" in one);
  const errors = parsed.filter((one) => "message" in one);
  if (!events.length) {
    throw errors[0] ?? new InvalidEventPayload("An empty batch. Expected audit events.");
  }
  if (errors.length) {
    const reasons = new Set(errors.map((error) => error.message));
    console.warn(`Left out ${errors.length} of ${parsed.length} events: ${[...reasons].join(" ")}`);
  }
  return events;
}
