import type { AttributedEvent } from "./attribution";

/**
 * How long an event waits for its email. Segment calls again after 1 to 3 minutes, then at growing
 * intervals of at most 20, six times in all, and then drops the request (Segment docs: Source
 * Functions FAQ). After 10 minutes several of those calls are left to deliver the event.
 */
const RETRY_WINDOW_MS = 10 * 60_000;

/**
 * Whether a retry can still bring the event its email: the look-up failed in a way that passes,
 * and the event came in just now. A `receivedAt` that is missing or far in the future does not
 * count as now: such an event would wait until Segment drops it.
 */
export function isWorthRetrying({ event, email }: AttributedEvent): boolean {
  if (email.kind !== "unavailable") return false;
  const ageMs = Date.now() - Date.parse(event.receivedAt ?? "");
  return Math.abs(ageMs) < RETRY_WINDOW_MS;
}
