import { type Email, toEmail } from "./email";
import { asObject } from "./json";
import { REGIONS } from "./region";
import type { Settings } from "./settings";

/** How long a look-up may take. The runtime stops a call after 5,000 ms. */
export const LOOK_UP_MS = 3_000;

/** The largest answer that is read. A user's has a few KB. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** The ids seen so far have 10 to 27 of these characters. Anything else could steer the URL. */
export const PLAIN_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Asks the Public API for a user's email. Never throws.
 * @param id a plain one: it becomes part of the URL.
 */
export async function fetchEmail(id: string, settings: Settings): Promise<Email> {
  try {
    // A redirect is refused: node-fetch before 2.6.7 takes the token along (CVE-2022-0235).
    const response = await fetch(`${REGIONS[settings.region].api}/users/${id}`, {
      headers: { Authorization: `Bearer ${settings.workspaceToken}`, Accept: "application/json" },
      redirect: "error",
      timeout: LOOK_UP_MS,
      size: MAX_ANSWER_BYTES,
    });
    const { status } = response;
    if (status === 401 || status === 403) return { kind: "token rejected", status };
    // 408, 429 and 5xx say that a retry can help.
    const isFinal = status >= 400 && status < 500 && ![404, 408, 429].includes(status);
    if (isFinal) return { kind: "request refused", status };
    if (status !== 200 && status !== 404) return { kind: "unavailable" };
    const { data, errors } = asObject(await response.json());
    // A gateway's 404 is about no user.
    if (status === 404) return { kind: Array.isArray(errors) ? "not found" : "unavailable" };
    const user = asObject(asObject(data).user);
    if (user.id !== id) return { kind: "unavailable" };
    const address = toEmail(user.email);
    return address ? { kind: "known", address } : { kind: "no email" };
  } catch {
    return { kind: "unavailable" };
  }
}
