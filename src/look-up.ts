import { type Email, UNAVAILABLE } from "./email";
import { fetchEmail } from "./public-api";
import type { Settings } from "./settings";

const USER_TTL_MS = 15 * 60_000;
const NOT_FOUND_TTL_MS = 60_000;

/** The ids seen so far have 10 to 27 of these characters. Anything else could steer the URL. */
const PLAIN_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A user's email, from the cache or else from the Public API. A user stays cached for 15 minutes
 * and "user not found" for one; a failure leaves nothing behind. Never throws.
 *
 * The cache wants to know how long to keep a value before the value is there. So the answer is
 * loaded into two entries, one for each time. What is no user leaves the longer one, and a failure
 * both.
 */
export async function lookUpEmail(id: string, settings: Settings): Promise<Email> {
  if (!PLAIN_ID.test(id)) return { email_missing: "malformed user id" };
  const userKey = `${settings.region}/${settings.workspaceSlug}/${id}`;
  const notFoundKey = `not-found/${userKey}`;
  try {
    const answer = await cache.load(userKey, USER_TTL_MS, () =>
      cache.load(notFoundKey, NOT_FOUND_TTL_MS, () => fetchEmail(id, settings)),
    );
    if (!answer.email) await cache.delete(userKey);
    if (!answer.email && answer.email_missing !== "user not found") await cache.delete(notFoundKey);
    return answer;
  } catch {
    return UNAVAILABLE; // No document says that the cache cannot fail.
  }
}
