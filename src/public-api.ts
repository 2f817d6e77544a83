import { type Email, UNAVAILABLE } from "./email";
import { asObject, asText } from "./json";
import type { Settings } from "./settings";

/** Where the Public API answers (Segment docs: Public API). */
const HOST = {
  us: "https://api.segmentapis.com",
  eu: "https://eu1.api.segmentapis.com",
};

/** How long a look-up may take. The runtime stops a call after 5,000 ms; this leaves room. */
const TIMEOUT_MS = 3_000;

/**
 * Asks the Public API for a user's email, for at most 3 s. An answer counts only if it is the user
 * that was asked for. Never throws: whatever goes wrong is the reason in `email_missing`.
 * @param id a plain user id: it becomes part of the URL.
 */
export function fetchEmail(id: string, settings: Settings): Promise<Email> {
  let timer: unknown;
  // Node's own fetch knows no `timeout`, and node-fetch counts headers and body apart.
  const timeout = new Promise<Email>((resolve) => {
    timer = setTimeout(() => resolve(UNAVAILABLE), TIMEOUT_MS);
  });
  return Promise.race([requestEmail(id, settings), timeout])
    .catch(() => UNAVAILABLE)
    .finally(() => clearTimeout(timer));
}

async function requestEmail(id: string, settings: Settings): Promise<Email> {
  // A redirect is refused: node-fetch before 2.6.7 takes the token along (CVE-2022-0235).
  const response = await fetch(`${HOST[settings.region]}/users/${id}`, {
    headers: { Authorization: `Bearer ${settings.workspaceToken}`, Accept: "application/json" },
    redirect: "error",
    timeout: TIMEOUT_MS,
  });
  const { status } = response;
  if (status === 200) {
    const user = asObject(asObject(asObject(await response.json()).data).user);
    const email = asText(user.email, /\S/);
    return email && user.id === id ? { email } : UNAVAILABLE;
  }
  if (status === 404) return { email_missing: "user not found" };
  if (status === 401 || status === 403) return { email_missing: `token rejected (${status})` };
  if (status === 408 || status === 429 || status < 400 || status >= 500) return UNAVAILABLE;
  return { email_missing: `request refused (${status})` };
}
