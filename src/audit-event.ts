import { categorize } from "./category";
import { asObject, asText, isObject, toId } from "./json";
import { deriveMessageId } from "./message-id";
import { toOneLine } from "./plain-text";

/** One event of the audit trail, as Audit Forwarding sends it. */
export type AuditEvent = Exclude<ReturnType<typeof parseAuditEvent>, Error>;

/** What a `timestamp` is (Segment docs: Common fields). */
const ISO_DATE = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * The audit events in a request's body: one, or a JSON array of them. Anything else is logged and
 * skipped.
 * @throws EventNotSupported or InvalidEventPayload, the first one, when there is no audit event.
 */
export function parseAuditEvents(body: unknown): AuditEvent[] {
  const parsed = (Array.isArray(body) ? body : [body]).map(parseAuditEvent);
  const events = parsed.filter((one) => "name" in one && "details" in one);
  const errors = parsed.filter((one) => "message" in one);
  if (events.length === 0) {
    throw errors[0] ?? new InvalidEventPayload("The batch is empty: expected audit events.");
  }
  if (errors.length > 0) {
    const reasons = new Set(errors.map(({ message }) => message));
    console.warn(`Skipped ${errors.length} of ${parsed.length} events. ${[...reasons].join(" ")}`);
  }
  return events;
}

/**
 * Reads one audit event. It needs a name and nothing more: whatever else is odd or missing is left
 * out, so that it never costs the event.
 * @returns the event, or the error that says why it is not one.
 */
export function parseAuditEvent(raw: unknown) {
  if (!isObject(raw)) return new InvalidEventPayload("Not an event: expected a JSON object.");
  const isTrack = !raw.type || raw.type === "track";
  const isAudit = !raw.event || asText(raw.event)?.toLowerCase() === "audit";
  if (!isTrack || !isAudit) {
    return new EventNotSupported("Not an audit event: expected a track call named Audit.");
  }
  const properties = asObject(raw.properties);
  const name = asText(properties.type);
  if (!name) {
    return new InvalidEventPayload("The audit event has no name: expected it in properties.type.");
  }
  const email = asText(properties.email);
  const timestamp = asText(raw.timestamp);
  return {
    name,
    category: categorize(name),
    // What it happened to, and who did it.
    details: asObject(properties.details),
    // All that the event brings, the details among them.
    properties,
    // The actor's, where the event brings it: a text that shows as something.
    email: email && toOneLine(email) ? email : undefined,
    workspaceId: toId(properties.workspace_id),
    userId: toId(raw.userId),
    anonymousId: toId(raw.anonymousId),
    messageId: deriveMessageId(raw),
    timestamp: timestamp && ISO_DATE.test(timestamp) ? timestamp : undefined,
    context: isObject(raw.context) ? raw.context : undefined,
    receivedAt: asText(raw.receivedAt),
  };
}
