import type { AttributedEvent } from "./attribution";
import { UNAVAILABLE } from "./email";

/**
 * How long an event waits for its email. Segment calls again after 1 to 3 minutes, then at growing
 * intervals of at most 20, six times in all, and then drops the request (Segment docs: Source
 * Functions FAQ). After 10 minutes several of those calls are left to deliver the event.
 */
const RETRY_WINDOW_MS = 10 * 60_000;

/**
 * Whether a retry can still bring the event its email: the look-up failed in a way that passes,
 * and the event came in just now. An unusable `receivedAt`, or one far in the future, is not now:
 * the event would wait until Segment drops it.
 */
export function isWorthRetrying({ event, email }: AttributedEvent): boolean {
  return (
    email.email_missing === UNAVAILABLE.email_missing &&
    Math.abs(Date.now() - Date.parse(event.receivedAt ?? "")) < RETRY_WINDOW_MS
  );
}
