// What an answer of the Public API means.
import { asObject, asText, type JsonObject } from "../../src/json";
import { Failure, InputFailure, OpenFailure } from "./failure";

export interface Request {
  method: string;
  path: string;
  body?: object | undefined;
}

export interface Answer {
  status: number;
  retryAfter: string | null;
  body: JsonObject;
}

/** A rate limit's answer says how long to wait; when it does not, this long. */
const RATE_LIMIT_MS = 15_000;

/**
 * The `data` of the answer to a request.
 * @param answer undefined when there was none, or none in time.
 * @throws Failure in words for the person who has to act: an OpenFailure when it is not known
 *   whether a change was made, an InputFailure when Segment refused what was sent.
 */
export function toData(request: Request, answer: Answer | undefined): JsonObject {
  const name = nameRequest(request);
  if (!answer || isFault(answer)) {
    const fault = `${name}: ${describeFault(answer)}.`;
    throw request.method === "GET"
      ? new Failure(`${fault} Check the network, and run the command again later.`)
      : new OpenFailure(`${fault} It may have been done or not.`);
  }
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    if (typeof body.data !== "object") throw new OpenFailure(unexpected(request));
    return asObject(body.data);
  }
  const { message, type, field } = asObject(Object(body.errors)[0]);
  const where = asText(field) ? ` (field ${field})` : "";
  const reason = asText(message) ?? asText(type);
  const end = reason ? ` Segment says: ${reason}${where}` : "";
  switch (status) {
    case 401:
    case 403:
      throw new Failure(
        `${name}: TOKEN is wrong, or may not do this (${status}). Make one with Workspace Owner ` +
          "access (Settings → Workspace settings → Access Management → Tokens). For a workspace " +
          `in the EU set REGION=eu. docs/set-up.md has each step by hand.${end}`,
      );
    case 404:
      throw new Failure(
        `${name}: the workspace does not have this (404). Check FUNCTION_ID, HTTP_SOURCE_ID, ` +
          `DESTINATION_ID and REGION.${end}`,
      );
    default:
      throw new InputFailure(`${name}: refused (${status}).${end || " Segment does not say why."}`);
  }
}

/** The request in a line for people. */
export function nameRequest({ method, path }: Request): string {
  return `${method} ${path.split("?")[0]}`;
}

/** That an answer is not one of the Public API, in a line for people. */
export function unexpected(request: Request): string {
  return `${nameRequest(request)}: the answer is not as documented. Is this the Public API?`;
}

/** Whether Segment failed, rather than refused. */
export function isFault({ status }: Answer): boolean {
  return status === 408 || status >= 500;
}

/** What went wrong at Segment, or on the way there. */
export function describeFault(answer: Answer | undefined): string {
  return answer ? `Segment has a fault (${answer.status})` : "no answer";
}

/**
 * How long a rate limit wants us to wait, in ms: `msBeforeNext` of the Public API, or the seconds
 * of a gateway's `Retry-After`. At least a second.
 */
export function toWaitMs({ body, retryAfter }: Answer): number {
  const { msBeforeNext } = asObject(asObject(Object(body.errors)[0]).data);
  const ms = typeof msBeforeNext === "number" ? msBeforeNext : Number(retryAfter || NaN) * 1_000;
  return Math.max(Number.isNaN(ms) ? RATE_LIMIT_MS : ms, 1_000);
}

/** An answer's body, empty when it is not a JSON object. */
export function parseBody(text: string): JsonObject {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {}; // A gateway's page, for example.
  }
}
