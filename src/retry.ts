import type { AttributedEvent } from "./attribution";

/**
 * How long an event waits for its email. Segment calls again up to six times, after 1 to 20 minutes
 * each (Segment docs: Source Functions FAQ). After 10 minutes several of those calls are left.
 */
const RETRY_WINDOW_MS = 10 * 60_000;

/** Whether a retry can still bring the email: only where the event is known to be new. */
export function isWorthRetrying({ event, email }: AttributedEvent): boolean {
  if (email.kind !== "unavailable") return false;
  const ageMs = Date.now() - Date.parse(event.receivedAt ?? "");
  return Math.abs(ageMs) < RETRY_WINDOW_MS;
}
