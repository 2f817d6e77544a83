import { asText, type JsonObject, toJson } from "./json";

/** The longest `messageId` that Segment takes, in characters (Segment docs: Common fields). */
const MAX_MESSAGE_ID_LENGTH = 100;

/**
 * The `messageId` of the message for an audit event. It is the same for the same event, so that a
 * retry makes no duplicate. It is never the event's own: Segment drops an id that it saw in the
 * last 24 hours, in whichever source (Segment docs: Handling duplicate data).
 * The two prefixes keep a readable id from ever being equal to a hashed one. The JSON is hashed and
 * not the text, because it tells lone surrogates apart.
 * @returns undefined for an event without an id that is nested too deeply to be hashed.
 */
export function deriveMessageId(auditEvent: JsonObject): string | undefined {
  const original = asText(auditEvent.messageId);
  const readable = `audit:${original}`;
  if (original && readable.length <= MAX_MESSAGE_ID_LENGTH) return readable;
  const json = toJson(original ?? auditEvent);
  return json && `audit-sha256:${crypto.createHash("sha256").update(json).digest("hex")}`;
}
