import type { AttributedEvent } from "./attribution";
import { explainMissing } from "./email";
import { toJson } from "./json";
import type { Settings } from "./settings";
import { toSlackText } from "./slack-text";
import { toSummary } from "./summary";

/** What goes to `Segment.track`. */
export type Message = Parameters<typeof Segment.track>[0];

/**
 * Segment takes 32 KB of JSON a message (Segment docs: Tracking API). That is 32,768 bytes at most:
 * the rest is left for what Segment adds, such as the time of receipt.
 */
const MAX_MESSAGE_BYTES = 32_000;

/**
 * The message for an audit event: named for what happened, with who did it, and with the texts that
 * people read. A message that is large already goes without the texts rather than be lost.
 */
export function toMessage(attributed: AttributedEvent, settings: Settings): Message {
  const { event, actor, email } = attributed;
  const line = toSummary(attributed);
  // Set anew, so that a message has exactly one of the two.
  const { email: _, email_missing: __, ...properties } = event.properties;
  properties.workspace_slug = settings.workspaceSlug;
  if (email.kind === "known") properties.email = email.address;
  else properties.email_missing = explainMissing(email);
  properties.category = event.category;
  properties.summary = line.name + line.rest;
  properties.slack_text = toSlackText(attributed, line, settings);

  const message: Message = {
    event: event.name,
    ...(actor.id ? { userId: actor.id } : { anonymousId: event.anonymousId ?? "unknown" }),
    properties,
    ...(event.messageId && { messageId: event.messageId }),
    ...(event.timestamp && { timestamp: event.timestamp }),
    ...(event.context && { context: event.context }),
  };
  for (const text of ["slack_text", "summary"]) {
    // What cannot be written as JSON is left to Segment.
    if (Buffer.byteLength(toJson(message) ?? "") <= MAX_MESSAGE_BYTES) break;
    delete properties[text];
  }
  return message;
}
