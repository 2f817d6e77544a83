import { parseSettings } from "./settings";
import { readBody } from "./request";
import { verifySender } from "./shared-secret";
import { parseAuditEvents } from "./audit-event";
import { isBlocked } from "./blocked-events";
import { attribute } from "./attribution";
import { isWorthRetrying } from "./retry";
import { toMessage } from "./message";

/**
 * Segment calls this for each request to the function's endpoint.
 * @throws ValidationError, EventNotSupported, InvalidEventPayload: Segment drops the request.
 * @throws RetryError: Segment calls again with the same request.
 */
export async function onRequest(request: ServerRequest, rawSettings: unknown): Promise<void> {
  const settings = parseSettings(rawSettings);
  const { sharedSecret, blockedEvents } = settings;
  const body = await readBody(request);
  if (sharedSecret) verifySender(request, sharedSecret);
  const wanted = parseAuditEvents(body).filter(({ name }) => !isBlocked(name, blockedEvents));
  const events = await attribute(wanted, settings);

  if (events.some(({ email }) => email.kind === "token rejected")) {
    console.error("workspaceToken was rejected. Set one of a Workspace Owner, or check region.");
  }
  if (events.some(isWorthRetrying)) {
    throw new RetryError("The Public API is unavailable. Segment tries again, up to six times.");
  }

  // Segment collects messages when this function returns: nothing may throw once one is sent.
  let sent = 0;
  for (const event of events) {
    try {
      Segment.track(toMessage(event, settings));
      sent += 1;
    } catch {
      console.error("Segment refused one of the messages.");
    }
  }
  if (events.length > 0 && sent === 0) {
    throw new InvalidEventPayload("Segment.track accepted none of the messages.");
  }
}
