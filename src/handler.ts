import { parseSettings } from "./settings";
import { readBody, type ServerRequest } from "./request";
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
  if (sharedSecret) await verifySender(request, body, sharedSecret);
  const wanted = parseAuditEvents(body).filter(({ name }) => !isBlocked(name, blockedEvents));
  const events = await attribute(wanted, settings);

  if (events.some(({ email }) => email.kind === "token rejected")) {
    console.error(
      "workspaceToken was rejected. Set one with Workspace Owner access, or check region.",
    );
  }
  if (events.some(isWorthRetrying)) {
    throw new RetryError("The Public API is unavailable. Segment tries again, up to six times.");
  }

  // Segment collects messages only when this function returns: from here on nothing may throw.
  for (const event of events) {
    try {
      Segment.track(toMessage(event, settings));
    } catch {
      console.error("Segment refused one of the messages.");
    }
  }
}
