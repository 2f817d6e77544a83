import type { Message } from "../../src/message";
import { createRuntime } from "../segment/runtime";
import { SETTINGS } from "../segment/samples";

/** What the Public API answers about a person. */
export interface Answer {
  status: number;
  body: object;
}

/** Finds the answer about the person of an id. */
export type Directory = (id: string) => Answer;

/** The answer about a user, or about somebody whom the Public API does not know. */
export function toAnswer(user?: object): Answer {
  return user ? { status: 200, body: { data: { user } } } : { status: 404, body: { errors: [] } };
}

/** What the function makes of events. */
export interface Outcomes {
  messages: Message[];
  /** Why an event has no message. */
  faults: string[];
  /** The ids of the people whom it looks up. */
  askedFor: Set<string>;
}

/**
 * Runs the function, dist/handler.js, on each event by itself.
 * @param directory what it asks in place of the Public API.
 * @param settings by default, those of the samples.
 */
export async function runFunction(
  events: unknown[],
  directory: Directory,
  settings: object = SETTINGS,
): Promise<Outcomes> {
  const outcomes: Outcomes = { messages: [], faults: [], askedFor: new Set() };
  async function fetch(url: string) {
    const id = url.slice(url.lastIndexOf("/") + 1);
    outcomes.askedFor.add(id);
    const { status, body } = directory(id);
    return { status, json: () => Promise.resolve(body) };
  }
  const { call } = createRuntime({ fetch });
  for (const event of events) {
    let outcome = await call(event, settings);
    // An event that waits for its email goes out without it in the end.
    const isWaiting = outcome.error?.name === "RetryError";
    if (isWaiting) outcome = await call({ ...Object(event), receivedAt: "" }, settings);
    outcomes.messages.push(...outcome.messages);
    if (outcome.error) outcomes.faults.push(outcome.error.message);
  }
  return outcomes;
}
