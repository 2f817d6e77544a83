/** The longest `messageId` that Segment takes, in characters (Segment docs: Common fields). */
const MAX_MESSAGE_ID_LENGTH = 100;

/**
 * The `messageId` of a message: the same for the same event, so that a retry makes no duplicate.
 * Never the event's own: Segment drops an id that it saw in the last 24 hours, in any source
 * (Segment docs: Handling duplicate data). No readable id equals a hashed one.
 * @param original the event's own id, if it has one.
 * @param json the whole event.
 */
export function deriveMessageId(original: string | undefined, json: string): string {
  const readable = `audit:${original}`;
  if (original && readable.length <= MAX_MESSAGE_ID_LENGTH) return readable;
  const hashed = original ?? json;
  return `audit-sha256:${crypto.createHash("sha256").update(hashed).digest("hex")}`;
}
