import { SEGMENT_ITSELF } from "./actor";
import type { AttributedEvent } from "./attribution";
import type { JsonObject } from "./json";
import { fits } from "./message-size";
import { toSlackText } from "./slack-text";
import { toSummary } from "./summary";

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
 * The message for an audit event: named for what happened, with who did it and where, and with the
 * texts that people read. A message that is large already goes without these rather than be lost.
 */
export function toMessage(
  { event, actor, email }: AttributedEvent,
  workspaceSlug: string,
): Message {
  const { name, anonymousId, messageId, timestamp, context } = event;
  // Added one by one, since to spread them into a new object costs several times as much.
  const { email: _, email_missing: __, ...properties } = event.properties;
  properties.workspace_slug = workspaceSlug;
  if (email.email) properties.email = email.email;
  else properties.email_missing = email.email_missing;
  const message: Message = {
    event: name,
    ...(actor || !anonymousId ? { userId: actor ?? SEGMENT_ITSELF } : { anonymousId }),
    properties,
    ...(messageId && { messageId }),
    ...(timestamp && { timestamp }),
    ...(context && { context }),
  };
  properties.summary = toSummary(message);
  properties.slack_text = toSlackText(message);
  if (!fits(message)) delete properties.slack_text;
  if (!fits(message)) delete properties.summary;
  return message;
}
