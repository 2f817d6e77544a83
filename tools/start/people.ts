import { Refusal } from "../shared/client";
import { Failure } from "../shared/failure";
import { toOneLine } from "../shared/safe-line";
import type { Workspace } from "./open-workspace";
import { type Answer, type Directory, runFunction, toAnswer } from "./run-function";
import type { Display } from "./terminal";

/** So many people are looked up at once. */
const AT_ONCE = 10;

/**
 * Looks up each person once whom the function asks for. Who cannot be looked up is named in a
 * warning, with the reason.
 */
export async function lookUpPeople(
  events: unknown[],
  { send, settings }: Workspace,
  { warn, showProgress }: Display,
): Promise<Directory> {
  const { askedFor } = await runFunction(events, () => toAnswer(), settings);
  const waiting = askedFor.values();
  const answers = new Map<string, Answer>();

  function explain(error: unknown): Answer {
    if (!(error instanceof Failure)) throw error;
    warn(toOneLine(error.message));
    return { status: error instanceof Refusal ? error.status : 503, body: { errors: [] } };
  }

  async function lookUpWaiting(): Promise<void> {
    for (const id of waiting) {
      const found = send(`GET /users/${id}`).then((data) => ({ status: 200, body: { data } }));
      answers.set(id, await found.catch(explain));
      showProgress(`${answers.size} of ${askedFor.size} people looked up`);
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, lookUpWaiting));
  return (id) => answers.get(id) ?? toAnswer();
}
