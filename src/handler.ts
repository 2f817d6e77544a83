import { parseSettings, isBlocked, type Settings } from "./settings";
import { parseAuditEvents } from "./audit-event";
import { type AttributedEvent, attribute } from "./attribution";
import { toMessage } from "./message";

/** @throws ValidationError for a request without the shared secret in its header. */
function verifySender({ headers }: ServerRequest, { sharedSecret }: Settings): void {
  if (!sharedSecret) return;
  const digest = (text: string) => crypto.createHash("sha256").update(text).digest();
  const sent = digest((headers.get("X-Shared-Secret") ?? "").trim());
  // It takes the same time wherever the texts differ, so that nobody can guess the secret by it.
  if (crypto.timingSafeEqual(sent, digest(sharedSecret))) return;
  throw new ValidationError("The header X-Shared-Secret is missing, or not the shared secret.");
}

/** @throws InvalidEventPayload when the body is not JSON. */
async function readBody(request: ServerRequest): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new InvalidEventPayload("The body is not JSON: expected an audit event, or an array.");
  }
}

/**
 * How long an event waits for its email. Segment calls again up to six times, after 1 to 20 minutes
 * each (https://www.twilio.com/docs/segment/connections/functions/source-functions).
 * After 10 minutes several of those calls are left.
 */
const RETRY_WINDOW_MS = 10 * 60_000;

/** Whether a retry may still bring the email. An event without a `receivedAt` is not tried again. */
function isWorthRetrying({ event, email }: AttributedEvent): boolean {
  const isPassing = email.kind === "unavailable";
  return isPassing && Math.abs(Date.now() - Date.parse(event.receivedAt ?? "")) < RETRY_WINDOW_MS;
}

/** Whether Segment took the event's message. */
function send(event: AttributedEvent, settings: Settings): boolean {
  try {
    Segment.track(toMessage(event, settings));
    return true;
  } catch {
    return false;
  }
}

/**
 * Segment calls this for each request to the function's endpoint.
 * @throws ValidationError, EventNotSupported, InvalidEventPayload: Segment drops the request.
 * @throws RetryError: Segment calls again with the same request.
 */
export async function onRequest(request: ServerRequest, rawSettings: unknown): Promise<void> {
  const settings = parseSettings(rawSettings);
  verifySender(request, settings);
  const all = parseAuditEvents(await readBody(request));
  const wanted = all.filter(({ name }) => !isBlocked(name, settings.blockedEvents));
  const events = await attribute(wanted, settings);
  if (events.some(isWorthRetrying)) throw new RetryError("The Public API is unavailable.");
  // Segment collects messages when this function returns: once one is sent, nothing may throw.
  const sent = events.filter((event) => send(event, settings));
  if (events.length > 0 && sent.length === 0) throw new RetryError("Segment.track took nothing.");
}
