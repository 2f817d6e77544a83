import type { Email } from "./email";
import { fetchEmail, LOOK_UP_MS } from "./public-api";
import type { Settings } from "./settings";

/** What is kept, and for how long. */
const KEPT: Email["kind"][] = ["known", "not found", "no email"];
const CACHE_MS = 10 * 60_000;

/** How long the cache may take, too. */
const CACHE_WAIT_MS = 1_000;

/** A user's email, from the cache or else from the Public API. No failure is kept. Never throws. */
export async function lookUpEmail(id: string, settings: Settings): Promise<Email> {
  const key = `${settings.region}/${settings.workspaceSlug}/${id}`;
  // A cache may store a load when that ends: it has to end before a failure is deleted.
  const load = () => within(LOOK_UP_MS, () => fetchEmail(id, settings));
  return within(LOOK_UP_MS + CACHE_WAIT_MS, async () => {
    const email = await cache.load(key, CACHE_MS, load);
    if (!KEPT.includes(email.kind)) await cache.delete(key);
    return email;
  });
}

/** What the work comes to: "unavailable" where it fails or takes longer. */
async function within(limitMs: number, work: () => Promise<Email>): Promise<Email> {
  let timer: unknown;
  const timeout = new Promise<Email>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "unavailable" }), limitMs);
  });
  try {
    return await Promise.race([work(), timeout]);
  } catch {
    return { kind: "unavailable" };
  } finally {
    clearTimeout(timer);
  }
}
