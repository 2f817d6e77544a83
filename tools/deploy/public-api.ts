import { asObject, asText, type JsonObject } from "../../src/json";
import {
  type Answer,
  describeFault,
  isFault,
  nameRequest,
  parseBody,
  type Request,
  toData,
  toWaitMs,
  unexpected,
} from "./answer";
import { Failure } from "./failure";

/** The Public API with a token. Each failure is a Failure. */
export interface ApiClient {
  /** @returns the answer's `data`. A read that fails in a way that passes is made again. */
  read(path: string): Promise<JsonObject>;
  /** @returns all items of a list, which the answer's `data` has under `key`. */
  readAll(path: string, key: string): Promise<JsonObject[]>;
  /** Makes a request that changes something, once. @returns the answer's `data`. */
  send(request: Request): Promise<JsonObject>;
}

export interface ApiClientOptions {
  url: string;
  token: string;
  print(line: string): void;
  wait(ms: number): Promise<void>;
  /** Ends a request that takes longer. */
  createTimeout(ms: number): AbortSignal;
}

/** How long a request may take, in ms, and one that sends code (Segment's own script). */
const TIMEOUT_MS = 30_000;
const CODE_TIMEOUT_MS = 120_000;

/** The most that a page is sure to have (Public API reference). */
const PAGE_COUNT = 200;
const MAX_PAGES = 200;

/** How long to wait before a read is made again, in ms. */
const READ_AGAIN_MS = [1_000, 2_000, 4_000];

/** How long to wait for rate limits, for one request. */
const MAX_WAIT_MS = 5 * 60_000;

/** How often a wait says that it goes on. */
const PROGRESS_MS = 10_000;

/** Mappings are an alpha of their own (Segment's Terraform provider sends this type). */
const ALPHA = "application/vnd.segment.v1alpha+json";

/** A client of the Public API that waits for its rate limits, for up to 5 minutes a request. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const { print, wait } = options;

  /** @returns undefined when there was no answer, or none in time. */
  async function sendOnce({ method, path, body }: Request): Promise<Answer | undefined> {
    const type = path.includes("/subscriptions") ? ALPHA : "application/json";
    try {
      const response = await fetch(options.url + path, {
        method,
        headers: {
          Authorization: `Bearer ${options.token}`,
          Accept: type,
          ...(body && { "Content-Type": type }),
        },
        ...(body && { body: JSON.stringify(body) }),
        redirect: "error", // The token goes nowhere else.
        signal: options.createTimeout(body && "code" in body ? CODE_TIMEOUT_MS : TIMEOUT_MS),
      });
      const { status, headers } = response;
      const retryAfter = headers.get("Retry-After");
      return { status, retryAfter, body: parseBody(await response.text()) };
    } catch {
      return undefined;
    }
  }

  /** Sends as often as the rate limit wants. */
  async function sendInTime(request: Request): Promise<Answer | undefined> {
    let waitedMs = 0;
    for (;;) {
      const answer = await sendOnce(request);
      if (answer?.status !== 429) return answer;
      const ms = toWaitMs(answer);
      waitedMs += ms;
      if (waitedMs > MAX_WAIT_MS) {
        throw new Failure(
          `${nameRequest(request)}: still over Segment's rate limit. Run the command again later.`,
        );
      }
      for (let leftMs = ms; leftMs > 0; leftMs -= PROGRESS_MS) {
        print(`Segment's rate limit: ${Math.ceil(leftMs / 1000)} s to wait.`);
        await wait(Math.min(leftMs, PROGRESS_MS));
      }
    }
  }

  async function read(path: string): Promise<JsonObject> {
    const request = { method: "GET", path };
    let answer = await sendInTime(request);
    for (const ms of READ_AGAIN_MS) {
      if (answer && !isFault(answer)) break;
      const fault = `${nameRequest(request)}: ${describeFault(answer)}`;
      print(`${fault}. Trying again in ${ms / 1000} s.`);
      await wait(ms);
      answer = await sendInTime(request);
    }
    return toData(request, answer);
  }

  return {
    read,
    async readAll(path, key) {
      const items: JsonObject[] = [];
      const query = new URLSearchParams({ "pagination[count]": String(PAGE_COUNT) });
      for (let pages = 0; pages < MAX_PAGES; pages += 1) {
        const data = await read(`${path}${path.includes("?") ? "&" : "?"}${query}`);
        if (!Array.isArray(data[key])) throw new Failure(unexpected({ method: "GET", path }));
        items.push(...data[key].map(asObject));
        const next = asText(asObject(data.pagination).next);
        if (!next) return items;
        query.set("pagination[cursor]", next);
      }
      throw new Failure(
        `GET ${path.split("?")[0]}: the list does not end. Report this to Segment.`,
      );
    },
    async send(request) {
      return toData(request, await sendInTime(request));
    },
  };
}
