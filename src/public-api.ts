import { asEmailAddress, type Email } from "./email";
import { asObject } from "./json";
import { REGIONS } from "./region";
import type { Settings } from "./settings";

/** How long a look-up may take. The runtime stops a call after 5,000 ms: this leaves room. */
export const LOOK_UP_MS = 3_000;

/** The largest answer that is read. One about a user with many permissions has a few KB. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Asks the Public API for a user's email. `GET /users/<id>` answers `{"data":{"user":{"id",
 * "email",…}}}`, which counts only if it is about that user. Never throws.
 * @param id a plain user id: it becomes part of the URL.
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
    if (status === 404) return { kind: "not found" };
    if (status === 401 || status === 403) return { kind: "token rejected", status };
    // 408, 429 and 5xx say that a retry can help.
    const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
    if (isFinal) return { kind: "request refused", status };
    const answer = status === 200 ? asObject(await response.json()) : {};
    const user = asObject(asObject(answer.data).user);
    const address = asEmailAddress(user.email);
    return address && user.id === id ? { kind: "known", address } : { kind: "unavailable" };
  } catch {
    return { kind: "unavailable" };
  }
}
