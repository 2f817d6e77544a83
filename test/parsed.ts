import { type AuditEvent, parseAuditEvents } from "../src/audit-event";

/** The one audit event that the function reads from a body. */
export function parsed(body: unknown): AuditEvent {
  const [event, ...more] = parseAuditEvents(body);
  if (!event || more.length > 0) throw new Error("Expected one audit event.");
  return event;
}
