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
export function toMessage(event: AttributedEvent, workspaceSlug: string): Message {
  const { email: _, email_missing: __, ...properties } = event.properties;
  const { name, actor, anonymousId, messageId, timestamp, context } = event;
  return {
    event: name,
    ...(actor || !anonymousId ? { userId: actor ?? SEGMENT_ITSELF } : { anonymousId }),
    properties: { ...properties, workspace_slug: workspaceSlug, ...event.email },
    ...(messageId && { messageId }),
    ...(timestamp && { timestamp }),
    ...(context && { context }),
  };
}
