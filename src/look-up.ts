import { type Email, toEmail } from "./email";
import { asObject } from "./json";
import { REGIONS, type Settings } from "./settings";

/** What is kept, and for how long. */
const KEPT: Email["kind"][] = ["known", "not found", "no email"];
const CACHE_MS = 10 * 60_000;

/**
 * How long a look-up may take. The runtime stops a call after 5,000 ms
 * (https://www.twilio.com/docs/segment/connections/functions/source-functions).
 */
const LOOK_UP_MS = 3_000;

/** The ids seen so far have 10 to 27 of these. Others, such as `/`, could change which URL is asked. */
export const PLAIN_ID = /^[A-Za-z0-9_-]{1,64}$/;

const UNAVAILABLE: Email = { kind: "unavailable" };

/**
 * A user's email, from the cache or else from the Public API. No failure is kept. Never throws.
 * @param id a plain one: it becomes part of the URL.
 */
export async function lookUpEmail(id: string, settings: Settings): Promise<Email> {
  // The runtime's cache may serve several sources of a workspace.
  const key = `${settings.region}/${settings.workspaceSlug}/${id}`;
  try {
    const email = await cache.load(key, CACHE_MS, () => fetchInTime(id, settings));
    if (!KEPT.includes(email.kind)) await cache.delete(key);
    return email;
  } catch {
    return UNAVAILABLE;
  }
}

/** `fetch` limits the headers and the body one by one. This limit is for both together. */
function fetchInTime(id: string, settings: Settings): Promise<Email> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(UNAVAILABLE), LOOK_UP_MS);
    const fetched = fetchEmail(id, settings).catch(() => UNAVAILABLE);
    fetched.then(resolve).finally(() => clearTimeout(timer));
  });
}

/** Asks the Public API. An answer that is not in its own form, such as a firewall's, counts as none. */
async function fetchEmail(id: string, { region, workspaceToken }: Settings): Promise<Email> {
  // A redirect is refused: node-fetch before 2.6.7 takes the token along (CVE-2022-0235).
  const response = await fetch(`${REGIONS[region].api}/users/${id}`, {
    headers: { Authorization: `Bearer ${workspaceToken}`, Accept: "application/json" },
    redirect: "error",
    timeout: LOOK_UP_MS,
  });
  const { data, errors } = asObject(await response.json());
  const user = asObject(asObject(data).user);
  const address = toEmail(user.email);
  const { status } = response;
  if (status === 200 && user.id === id) {
    return address ? { kind: "known", address } : { kind: "no email" };
  }
  // 408, 429 and 5xx say that a retry can help.
  const isFinal = status >= 400 && status < 500 && ![408, 429].includes(status);
  if (!isFinal || !Array.isArray(errors)) return UNAVAILABLE;
  if (status === 404) return { kind: "not found" };
  return { kind: [401, 403].includes(status) ? "token rejected" : "request refused", status };
}
