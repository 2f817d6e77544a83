import { asText, toJson } from "./json";
import type { ServerRequest } from "./request";

/**
 * Checks the request's `X-Signature`: the hex HMAC-SHA1 of the body under the Shared Secret.
 * A batch is signed over its first element alone (Segment docs: Webhooks (Actions) destination).
 * The body is tried as received and as written anew, since the runtime may have parsed it first.
 * @throws ValidationError when the signature is absent or wrong.
 */
export async function verifySignature(
  request: ServerRequest,
  body: unknown,
  sharedSecret: string,
): Promise<void> {
  const given = Buffer.from(request.headers.get("X-Signature") ?? "");
  const candidates = Array.isArray(body)
    ? [toJson(body[0])]
    : [toJson(body), await textAsReceived(request)];
  if (!candidates.some((signed) => signed && isSignature(given, signed, sharedSecret))) {
    throw new ValidationError(
      "X-Signature is absent or wrong. Expected one made with sharedSecret.",
    );
  }
}

function isSignature(given: Bytes, signed: string, sharedSecret: string): boolean {
  const hmac = crypto.createHmac("sha1", sharedSecret).update(signed);
  const expected = Buffer.from(hmac.digest("hex"));
  return given.length === expected.length && crypto.timingSafeEqual(given, expected);
}

async function textAsReceived(request: ServerRequest): Promise<string | undefined> {
  try {
    return asText(await request.text());
  } catch {
    return undefined; // A runtime that reads a body only once has none left after json().
  }
}
