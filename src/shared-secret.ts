import { asText, toJson } from "./json";
import type { ServerRequest } from "./request";

/**
 * Lets a request in that proves to know the setting `sharedSecret`, in either of two ways:
 * - `X-Shared-Secret` is the secret. It covers the whole request, whatever its body.
 * - `X-Signature` is the hex HMAC-SHA1 of the body under the secret, as Webhooks destinations send
 *   it (github.com/segmentio/action-destinations: webhook/index.ts). It fails where the runtime
 *   sorted the body's keys, and of a batch it covers the first event alone.
 * The Webhooks destination signs with its secret as entered, and a header loses white space on the
 * way. So the secret counts as entered, and without the white space around it.
 * @throws ValidationError when the request proves neither.
 */
export async function verifySender(
  request: ServerRequest,
  body: unknown,
  sharedSecret: string,
): Promise<void> {
  const secrets = [sharedSecret, sharedSecret.trim()];
  const secret = request.headers.get("X-Shared-Secret") ?? "";
  if (secrets.some((one) => isSame(secret, one))) return;

  const signature = request.headers.get("X-Signature") ?? "";
  // The text as received counts too, since json() may sort the keys. It can be gone after json().
  const received = Promise.resolve().then(() => request.text());
  const original = asText(await received.catch(() => undefined));
  const signed = Array.isArray(body) ? [toJson(body[0])] : [toJson(body), original];
  const isSigned = signed.some((text) =>
    secrets.some((one) => text && isSame(signature, sign(text, one))),
  );
  if (isSigned) return;
  throw new ValidationError(
    "The shared secret is missing or wrong. Send sharedSecret in the header X-Shared-Secret.",
  );
}

function sign(text: string, secret: string): string {
  return crypto.createHmac("sha1", secret).update(text).digest("hex");
}

/** Compares in a time that tells nothing of where the texts differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => crypto.createHash("sha256").update(text).digest();
  return crypto.timingSafeEqual(digest(given), digest(expected));
}
