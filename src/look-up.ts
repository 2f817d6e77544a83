import type { Email } from "./email";
import { fetchEmail, LOOK_UP_MS } from "./public-api";
import type { Settings } from "./settings";

/** How long an answer is kept. */
const CACHE_MS = 10 * 60_000;

/** The ids seen so far have 10 to 27 of these characters. Anything else could steer the URL. */
const PLAIN_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A user's email, from the cache or else from the Public API, within `LOOK_UP_MS`. "Not found" is
 * kept like an email. A failure leaves nothing behind. Never throws.
 */
export async function lookUpEmail(id: string, settings: Settings): Promise<Email> {
  if (!PLAIN_ID.test(id)) return { kind: "malformed id" };
  const key = `${settings.region}/${settings.workspaceSlug}/${id}`;
  let timer: unknown;
  const timeout = new Promise<Email>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "unavailable" }), LOOK_UP_MS);
  });
  try {
    const load = cache.load(key, CACHE_MS, () => fetchEmail(id, settings));
    const email = await Promise.race([load, timeout]);
    if (email.kind !== "known" && email.kind !== "not found") {
      await Promise.race([cache.delete(key), timeout]);
    }
    return email;
  } catch {
    // Nothing says that the cache cannot fail.
    return { kind: "unavailable" };
  } finally {
    clearTimeout(timer);
  }
}
