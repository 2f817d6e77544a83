import type { AttributedEvent } from "./attribution";
import { explainMissing } from "./email";
import type { Settings } from "./settings";
import { toSlackText } from "./slack-text";
import { toSummary } from "./summary";

/** What goes to `Segment.track`. */
export type Message = Parameters<typeof Segment.track>[0];

/** Segment takes 32 KB a message (Segment docs: Tracking API), with what it adds. */
const MAX_MESSAGE_BYTES = 32_000;

/** The message for an audit event. Where it is too large, its texts are shorter, or left out. */
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
  const text = toSlackText(attributed, line, settings);

  const message: Message = {
    event: event.name,
    ...(actor.id ? { userId: actor.id } : { anonymousId: event.anonymousId ?? "unknown" }),
    properties,
    messageId: event.messageId,
    ...(event.timestamp && { timestamp: event.timestamp }),
    ...(event.context && { context: event.context }),
  };
  for (const one of [text.full, text.short]) {
    properties.slack_text = one;
    if (Buffer.byteLength(JSON.stringify(message)) <= MAX_MESSAGE_BYTES) return message;
  }
  delete properties.slack_text;
  delete properties.summary;
  return message;
}
