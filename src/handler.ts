import { attribute } from "./attribution";
import { parseBatch } from "./batch";
import { isBlocked } from "./blocked-events";
import { toMessage } from "./message";
import { readBody, type ServerRequest } from "./request";
import { isWorthRetrying } from "./retry";
import { parseSettings } from "./settings";
import { verifySignature } from "./signature";

/**
 * Segment calls this for each request to the function's endpoint.
 * @throws ValidationError, EventNotSupported, InvalidEventPayload: Segment drops the request.
 * @throws RetryError: Segment calls again with the same request.
 */
export async function onRequest(request: ServerRequest, rawSettings: unknown): Promise<void> {
  const settings = parseSettings(rawSettings);
  const body = await readBody(request);
  if (settings.sharedSecret) await verifySignature(request, body, settings.sharedSecret);
  const wanted = parseBatch(body).filter(({ name }) => !isBlocked(name, settings.blockedEvents));
  const events = await attribute(wanted, settings);

  if (events.some(({ email }) => email.email_missing?.startsWith("token rejected"))) {
    console.error(
      "The Public API rejected workspaceToken. Set a new token (Settings → Workspace settings " +
        "→ Access Management → Tokens), or the right region.",
    );
  }
  if (events.some(isWorthRetrying)) {
    throw new RetryError("The Public API is unavailable. Segment will try again.");
  }

  // Segment collects messages only when this function returns: from here on nothing may throw.
  for (const event of events) {
    try {
      Segment.track(toMessage(event, settings.workspaceSlug));
    } catch {
      console.error("Segment refused one of the messages.");
    }
  }
}
