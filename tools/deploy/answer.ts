// What an answer of the Public API means.
import { asObject, asText, type JsonObject } from "../../src/json";
import { toPlainText } from "../../src/plain-text";
import { Failure, OpenFailure } from "./failure";

export interface Request {
  method: string;
  path: string;
}

export interface Answer {
  status: number;
  body: JsonObject;
}

/** A rate limit's answer says how long to wait; when it does not, this long. */
const RATE_LIMIT_MS = 15_000;

/**
 * The `data` of the answer to a request.
 * @param answer undefined when there was none, or none in time.
 * @param hide takes secrets out of what Segment says.
 * @throws Failure in words for the person who has to act: an OpenFailure when it is not known
 *   whether a change was made.
 */
export function toData(
  requested: Request,
  answer: Answer | undefined,
  hide: (text: string) => string,
): JsonObject {
  const request = nameRequest(requested);
  if (!answer || isFault(answer)) {
    const fault = `${request}: ${describeFault(answer)}.`;
    throw requested.method === "GET"
      ? new Failure(`${fault} Check the network, and run the command again later.`)
      : new OpenFailure(`${fault} It may have been done or not.`);
  }
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    if (typeof body.data !== "object") throw new OpenFailure(unexpected(requested));
    return asObject(body.data);
  }
  const { message, type, field } = asObject(Object(body.errors)[0]);
  const said = asText(message) ?? asText(type);
  const where = asText(field) ? ` (field ${toPlainText(field)})` : "";
  const end = said ? ` Segment says: ${toPlainText(hide(said))}${where}` : "";
  switch (status) {
    case 401:
      throw new Failure(
        `${request}: TOKEN is not accepted (401). Make a new one (Settings → Workspace settings → ` +
          `Access Management → Tokens). For a workspace in the EU set REGION=eu.${end}`,
      );
    case 403:
      throw new Failure(
        `${request}: TOKEN may not do this (403). Make one with Workspace Owner access. The ` +
          "workspace needs Functions enabled, and for mappings of Slack (Actions) Destination " +
          `Subscriptions.${end}`,
      );
    case 404:
      throw new Failure(
        `${request}: there is no such thing in the workspace (404). Check FUNCTION_ID, ` +
          `DESTINATION_ID and REGION.${end}`,
      );
    default:
      throw new Failure(`${request}: refused (${status}).${end || " Segment does not say why."}`);
  }
}

/** The request in a line for people. */
export function nameRequest({ method, path }: Request): string {
  return `${method} ${path.split("?")[0]}`;
}

/** That an answer is none of the Public API's, in a line for people. */
export function unexpected(request: Request): string {
  return `${nameRequest(request)}: the answer is not as documented. Is this the Public API?`;
}

/** Whether Segment failed at it, rather than refused it. */
export function isFault({ status }: Answer): boolean {
  return status === 408 || status >= 500;
}

/** What went wrong at Segment, or on the way there. */
export function describeFault(answer: Answer | undefined): string {
  return answer ? `Segment has a fault (${answer.status})` : "no answer";
}

/** How long a rate limit wants to be waited for, in ms (Public API: `msBeforeNext`). */
export function toMsBeforeNext(body: JsonObject): number {
  const { msBeforeNext } = asObject(asObject(Object(body.errors)[0]).data);
  return typeof msBeforeNext === "number" && msBeforeNext > 0 ? msBeforeNext : RATE_LIMIT_MS;
}

/** An answer's body, empty when it is no JSON object. */
export function parseBody(text: string): JsonObject {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {}; // A gateway's page, for example.
  }
}
