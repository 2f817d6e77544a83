import { categorize } from "./category";
import { toEmail } from "./email";
import { asObject, asText, isObject, toId, toJson } from "./json";
import { deriveMessageId } from "./message-id";
import { asTime } from "./time";

/** One event of the audit trail, as Audit Forwarding sends it. */
export type AuditEvent = Extract<Parsed, { event: unknown }>["event"];
type Parsed = ReturnType<typeof parseAuditEvent>;

/** The most events in a batch of Webhooks (Actions) (Segment docs). */
const MAX_EVENTS = 4_000;

/** Why a request, or an element of it, is refused. */
const FAULTS = {
  "no event": "The batch is empty: expected audit events.",
  "too many": `Too many events in one request: expected ${MAX_EVENTS} at most.`,
  "no object": "Not an event: expected a JSON object.",
  "another event": "Not an audit event: expected a track call named Audit.",
  "no name": "The audit event has no name: expected it in properties.type.",
  "too deep": "The audit event is nested too deeply to be sent on: expected fewer levels.",
};
type Fault = keyof typeof FAULTS;

/**
 * The audit events in a body: one, or a JSON array of them. Anything else is logged and skipped.
 * @throws EventNotSupported or InvalidEventPayload, the first one, when there is no audit event.
 */
export function parseAuditEvents(body: unknown): AuditEvent[] {
  const all: unknown[] = Array.isArray(body) ? body : [body];
  if (all.filter(isObject).length > MAX_EVENTS) throw toError("too many");
  const parsed = all.map(parseAuditEvent);
  const events = parsed.flatMap((one) => ("event" in one ? one.event : []));
  const faults = parsed.flatMap((one) => ("error" in one ? one.error : []));
  if (events.length === 0) throw toError(faults[0] ?? "no event");
  if (faults.length > 0) {
    const reasons = [...new Set(faults)].map((fault) => FAULTS[fault]);
    console.warn(`Skipped ${faults.length} of ${parsed.length} events. ${reasons.join(" ")}`);
  }
  return events;
}

function toError(fault: Fault): Error {
  const FaultError = fault === "another event" ? EventNotSupported : InvalidEventPayload;
  return new FaultError(FAULTS[fault]);
}

/** Reads an audit event, which needs a name. What else is odd is left out. */
export function parseAuditEvent(raw: unknown) {
  const refuse = (error: Fault) => ({ error });
  if (!isObject(raw)) return refuse("no object");
  const isTrack = !raw.type || raw.type === "track";
  const isAudit = !raw.event || asText(raw.event)?.toLowerCase() === "audit";
  if (!isTrack || !isAudit) return refuse("another event");
  const properties = asObject(raw.properties);
  const name = asText(properties.type);
  if (!name) return refuse("no name");
  const json = toJson(raw);
  if (!json) return refuse("too deep");
  const event = {
    name,
    category: categorize(name),
    details: asObject(properties.details),
    properties,
    // The actor's, if it is there.
    email: toEmail(properties.email),
    workspaceId: toId(properties.workspace_id),
    // Unread: what cannot be read may be somebody.
    userId: raw.userId,
    anonymousId: toId(raw.anonymousId),
    messageId: deriveMessageId(asText(raw.messageId), json),
    timestamp: asTime(raw.timestamp),
    context: isObject(raw.context) ? raw.context : undefined,
    receivedAt: asTime(raw.receivedAt),
  };
  return { event };
}
