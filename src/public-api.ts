import { asEmailAddress, type Email } from "./email";
import { asObject } from "./json";
import { API_URL } from "./region";
import type { Settings } from "./settings";

/** How long to wait for the headers, and then for the body. */
const FETCH_MS = 3_000;

/** The largest answer that is read. One about a user with many permissions has a few KB. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Asks the Public API for a user's email, with `GET /users/<id>`. An answer counts only if it is
 * about that user. Never throws: whatever goes wrong is the reason why there is no email.
 * @param id a plain user id: it becomes part of the URL.
 */
export async function fetchEmail(id: string, settings: Settings): Promise<Email> {
  try {
    // A redirect is refused: node-fetch before 2.6.7 takes the token along (CVE-2022-0235).
    const response = await fetch(`${API_URL[settings.region]}/users/${id}`, {
      headers: { Authorization: `Bearer ${settings.workspaceToken}`, Accept: "application/json" },
      redirect: "error",
      timeout: FETCH_MS,
      size: MAX_ANSWER_BYTES,
    });
    return response.status === 200
      ? readEmail(id, await response.json())
      : explainStatus(response.status);
  } catch {
    return { kind: "unavailable" };
  }
}

/** The email in an answer of the form `{"data":{"user":{"id","email",…}}}`. */
function readEmail(id: string, answer: unknown): Email {
  const user = asObject(asObject(asObject(answer).data).user);
  const address = asEmailAddress(user.email);
  return address && user.id === id ? { kind: "known", address } : { kind: "unavailable" };
}

/** What a status says. 408, 429 and 5xx say that a retry can help. */
function explainStatus(status: number): Email {
  if (status === 404) return { kind: "not found" };
  if (status === 401 || status === 403) return { kind: "token rejected", status };
  const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return isFinal ? { kind: "request refused", status } : { kind: "unavailable" };
}
