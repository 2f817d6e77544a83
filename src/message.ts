import { SEGMENT_ITSELF } from "./actor";
import type { AttributedEvent } from "./attribution";
import type { JsonObject } from "./json";

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

/** The message for an audit event: named for what happened, with who did it and where. */
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
  return {
    event: name,
    ...(actor || !anonymousId ? { userId: actor ?? SEGMENT_ITSELF } : { anonymousId }),
    properties,
    ...(messageId && { messageId }),
    ...(timestamp && { timestamp }),
    ...(context && { context }),
  };
}
