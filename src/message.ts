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
  // Object.assign, since a spread into a new object costs several times as much.
  const { email: _, email_missing: __, ...properties } = event.properties;
  return {
    event: name,
    ...(actor || !anonymousId ? { userId: actor ?? SEGMENT_ITSELF } : { anonymousId }),
    properties: Object.assign(properties, { workspace_slug: workspaceSlug }, email),
    ...(messageId && { messageId }),
    ...(timestamp && { timestamp }),
    ...(context && { context }),
  };
}
