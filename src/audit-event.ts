import { asObject, asText, isObject, type JsonObject } from "./json";
import { deriveMessageId } from "./message-id";

/** One event of the audit trail, as Audit Forwarding sends it. */
export interface AuditEvent {
  /** What happened, such as `Audience Created`. */
  name: string;
  properties: JsonObject;
  userId: string | undefined;
  anonymousId: string | undefined;
  messageId: string | undefined;
  timestamp: string | undefined;
  context: JsonObject | undefined;
  receivedAt: string | undefined;
}

/** How a `timestamp` starts (Segment docs: Common fields). */
const ISO_DATE = /^\d{4}-\d\d-\d\dT/;

/**
 * Reads one audit event. Only its name is needed: whatever else is odd or missing is left out, so
 * that it never costs the event.
 * @returns the event, or the EventNotSupported or InvalidEventPayload that says why it is none.
 */
export function parseAuditEvent(raw: unknown): AuditEvent | Error {
  if (!isObject(raw)) {
    return new InvalidEventPayload("This is no event. Expected a JSON object.");
  }
  const isTrack = !raw.type || raw.type === "track";
  const isAudit = !raw.event || asText(raw.event)?.toLowerCase() === "audit";
  if (!isTrack || !isAudit) {
    return new EventNotSupported("This is no audit event. Expected a track call named Audit.");
  }
  const properties = asObject(raw.properties);
  const name = asText(properties.type);
  if (!name) {
    return new InvalidEventPayload("The audit event has no name. Expected properties.type.");
  }
  return {
    name,
    properties,
    userId: asText(raw.userId),
    anonymousId: asText(raw.anonymousId),
    messageId: deriveMessageId(raw),
    timestamp: asText(raw.timestamp, ISO_DATE),
    context: isObject(raw.context) ? raw.context : undefined,
    receivedAt: asText(raw.receivedAt),
  };
}
