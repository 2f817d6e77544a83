import { toUserId } from "./actor";
import type { AttributedEvent } from "./attribution";
import { categorize } from "./category";
import { type JsonObject, toJson } from "./json";
import type { Settings } from "./settings";
import { toSlackText } from "./slack-text";
import { toSummary } from "./summary";
import { explainMissing } from "./who";

/** What goes to `Segment.track`. */
export interface Message {
  event: string;
  userId?: string;
  anonymousId?: string;
  properties: JsonObject;
  messageId?: string;
  timestamp?: string;
  context?: JsonObject;
}

/**
 * Segment takes 32 KB of JSON a message (Segment docs: Tracking API). That is 32,768 bytes at most:
 * the rest is left for what Segment adds, such as the time of receipt.
 */
const MAX_MESSAGE_BYTES = 32_000;

/** What the function says. Where an event brings one of these along, an outsider may have said it. */
const ADDED = ["email", "email_missing", "summary", "slack_text"];

/**
 * The message for an audit event: named for what happened, with who did it, and with the texts that
 * people read. A message that is large already goes without the texts rather than be lost.
 */
export function toMessage(attributed: AttributedEvent, settings: Settings): Message {
  const { event, actor, email } = attributed;
  const own = Object.entries(event.properties).filter(([name]) => !ADDED.includes(name));
  const userId = toUserId(actor);
  const message: Message = {
    event: event.name,
    ...(userId ? { userId } : { anonymousId: event.anonymousId ?? "unknown" }),
    properties: {
      ...Object.fromEntries(own),
      workspace_slug: settings.workspaceSlug,
      ...(email.kind === "known"
        ? { email: email.address }
        : { email_missing: explainMissing(email) }),
      category: categorize(event.name),
    },
    ...(event.messageId && { messageId: event.messageId }),
    ...(event.timestamp && { timestamp: event.timestamp }),
    ...(event.context && { context: event.context }),
  };
  const { name, rest } = toSummary(attributed);
  const summary = name + rest;
  const slack_text = toSlackText(attributed, settings);
  const withTexts = [{ summary, slack_text }, { summary }].map((texts) => ({
    ...message,
    properties: { ...message.properties, ...texts },
  }));
  return withTexts.find(fits) ?? message;
}

/** Whether Segment takes a message of this size. What cannot be written as JSON is left to it. */
function fits(message: Message): boolean {
  return Buffer.byteLength(toJson(message) ?? "") <= MAX_MESSAGE_BYTES;
}
