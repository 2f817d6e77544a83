import { type Category, categorize } from "./category";
import { asObject, asText, isObject, type JsonObject } from "./json";

/** One event of the audit trail, as Audit Forwarding sends it. */
export interface AuditEvent {
  /** What happened, such as `Audience Created`. */
  name: string;
  category: Category;
  /** What was changed, and mostly who did it. */
  details: JsonObject;
  /** All properties, `details` among them. */
  properties: JsonObject;
  /** The id of who sent it: mostly who did it. */
  userId: unknown;
  anonymousId: string | undefined;
  messageId: string | undefined;
  /** When it happened, in ISO 8601. */
  timestamp: string | undefined;
  /** When Segment got it: a replayed event has its old one. */
  receivedAt: string | undefined;
  context: JsonObject | undefined;
}

/**
 * The audit events in a body: one, or a JSON array of them. Anything else among them is skipped.
 * @throws EventNotSupported or InvalidEventPayload when there is no audit event.
 */
export function parseAuditEvents(body: unknown): AuditEvent[] {
  const parsed = [body].flat().map(parseAuditEvent);
  const events = parsed.filter((one) => typeof one === "object");
  if (events.length > 0) return events;
  if (parsed.includes("another event")) throw new EventNotSupported("Expected events named Audit.");
  throw new InvalidEventPayload("No audit event: expected one that has a name, properties.type.");
}

/** Reads an audit event. It must have a name. Any other field that is wrong is left out. */
function parseAuditEvent(raw: unknown): AuditEvent | "no event" | "another event" {
  if (!isObject(raw)) return "no event";
  const isTrack = !raw.type || raw.type === "track";
  const isAudit = !raw.event || asText(raw.event)?.toLowerCase() === "audit";
  if (!isTrack || !isAudit) return "another event";
  const properties = asObject(raw.properties);
  const { type, details = {} } = properties;
  const name = asText(type);
  if (!name) return "no event";
  return {
    name,
    category: categorize(name),
    details: isObject(details) ? details : { details },
    properties,
    userId: raw.userId,
    anonymousId: asText(raw.anonymousId),
    messageId: asText(raw.messageId),
    timestamp: asTime(raw.timestamp) ?? asTime(raw.originalTimestamp) ?? asTime(raw.receivedAt),
    receivedAt: asText(raw.receivedAt),
    context: isObject(raw.context) ? raw.context : undefined,
  };
}

/** From the year 2000 on: an older time is a mistake. */
const ISO_TIME = /^2\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/** The value if it is an ISO 8601 time with a zone. */
function asTime(value: unknown): string | undefined {
  const text = asText(value);
  if (!text || !ISO_TIME.test(text)) return undefined;
  // A 30th of February would become a day in March.
  const day = new Date(text.slice(0, 10)).getUTCDate();
  return day === +text.slice(8, 10) && Date.parse(text) > 0 ? text : undefined;
}
