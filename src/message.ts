import type { AttributedEvent } from "./attribution";
import type { AuditEvent } from "./audit-event";
import { explainMissing } from "./email";
import type { Settings } from "./settings";
import { toTexts } from "./texts";

/** What goes to `Segment.track`. */
export type Message = Parameters<typeof Segment.track>[0];

/**
 * Segment takes 32 KB a message, with what it adds
 * (https://www.twilio.com/docs/segment/connections/sources/catalog/libraries/server/http-api).
 */
const MAX_MESSAGE_BYTES = 32_000;

/**
 * The longest `messageId` that Segment takes, in characters
 * (https://www.twilio.com/docs/segment/connections/spec/common).
 */
const MAX_MESSAGE_ID_LENGTH = 100;

/**
 * The message for an audit event. Where it is too large, `slack_text` is short, or left out.
 * @throws RangeError when the event is nested too deeply to be written as JSON.
 */
export function toMessage(attributed: AttributedEvent, settings: Settings): Message {
  const { event, actor, email } = attributed;
  const { summary, slackText, shortSlackText } = toTexts(attributed, settings);
  // The event's own values under these two names could be forged. The others are written over.
  const { email: _, email_missing: __, ...properties } = event.properties;
  if (email.kind === "known") properties.email = email.address;
  else properties.email_missing = explainMissing(email);
  properties.workspace_slug = settings.workspaceSlug;
  Object.assign(properties, { category: event.category, summary });
  const message: Message = {
    event: event.name,
    ...(actor.id ? { userId: actor.id } : { anonymousId: event.anonymousId ?? "unknown" }),
    properties,
    messageId: deriveMessageId(event),
    ...(event.timestamp && { timestamp: event.timestamp }),
    ...(event.context && { context: event.context }),
  };
  for (const text of [slackText, shortSlackText]) {
    properties.slack_text = text;
    if (Buffer.byteLength(JSON.stringify(message)) <= MAX_MESSAGE_BYTES) return message;
  }
  delete properties.slack_text;
  return message;
}

/**
 * The same for the same event, so that a retry makes no duplicate. Never the event's own: Segment
 * drops an id that it saw in the last 24 hours, in any source
 * (https://www.twilio.com/docs/segment/guides/duplicate-data).
 */
function deriveMessageId(event: AuditEvent): string {
  const { messageId = JSON.stringify(event) } = event;
  const readable = `audit:${messageId}`;
  if (event.messageId && readable.length <= MAX_MESSAGE_ID_LENGTH) return readable;
  return `audit-sha256:${crypto.createHash("sha256").update(messageId).digest("hex")}`;
}
