import { asObject, asText, type JsonObject } from "../../src/json";
import {
  type Answer,
  describeFault,
  isFault,
  nameRequest,
  parseBody,
  toData,
  toMsBeforeNext,
  unexpected,
} from "./answer";
import { Failure } from "./failure";

/** The Public API, as far as the plan needs it. */
export interface PublicApi {
  /** @returns the answer's `data`. */
  read(path: string): Promise<JsonObject>;
  /**
   * All items of a list, over all its pages.
   * @param key where the answer's `data` has them.
   */
  readAll(path: string, key: string): Promise<JsonObject[]>;
  /** @throws OpenFailure when it is not known whether the change was made. */
  change(method: "POST" | "PATCH", path: string, body?: object): Promise<JsonObject>;
}

export interface PublicApiOptions {
  url: string;
  token: string;
  print(line: string): void;
  wait(ms: number): Promise<void>;
  /** Takes secrets out of what Segment says. */
  hide(text: string): string;
  /** Ends a request that takes too long. */
  createTimeout(): AbortSignal;
}

/** The most that a page can have (SDK: PaginationInput). */
const PAGE_COUNT = 200;

/** How long to wait before a read-only request is made again, in ms. */
const READ_AGAIN_MS = [1_000, 2_000, 4_000];

/** More waits than this in a row for one request, and something else is wrong. */
const MAX_WAITS = 20;

/** How often a wait says that it goes on. */
const PROGRESS_MS = 10_000;

/**
 * The Public API with a token. It waits for rate limits as long as it is told to, and makes
 * read-only requests again when they fail in a way that passes. Each failure is a Failure.
 */
export function createPublicApi(options: PublicApiOptions): PublicApi {
  const { print, wait } = options;

  /** @returns undefined when there was no answer, or none in time. */
  async function send(method: string, path: string, body?: object): Promise<Answer | undefined> {
    try {
      const response = await fetch(options.url + path, {
        method,
        headers: {
          Authorization: `Bearer ${options.token}`,
          Accept: "application/json",
          ...(body && { "Content-Type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
        redirect: "error", // The token goes nowhere else.
        signal: options.createTimeout(),
      });
      return { status: response.status, body: parseBody(await response.text()) };
    } catch {
      return undefined;
    }
  }

  /** Sends as often as the rate limit wants. */
  async function sendInTime(method: string, path: string, body?: object) {
    for (let waits = 0; waits < MAX_WAITS; waits += 1) {
      const answer = await send(method, path, body);
      if (answer?.status !== 429) return answer;
      await waitForRateLimit(toMsBeforeNext(answer.body));
    }
    throw new Failure(
      `${nameRequest({ method, path })}: still over Segment's rate limit. Run the command again later.`,
    );
  }

  async function waitForRateLimit(ms: number): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= PROGRESS_MS) {
      print(`Segment's rate limit: ${Math.ceil(leftMs / 1000)} s to wait.`);
      await wait(Math.min(leftMs, PROGRESS_MS));
    }
  }

  async function read(path: string): Promise<JsonObject> {
    let answer = await sendInTime("GET", path);
    for (const ms of READ_AGAIN_MS) {
      if (answer && !isFault(answer)) break;
      print(
        `${nameRequest({ method: "GET", path })}: ${describeFault(answer)}. Trying again in ${ms / 1000} s.`,
      );
      await wait(ms);
      answer = await sendInTime("GET", path);
    }
    return toData({ method: "GET", path }, answer, options.hide);
  }

  return {
    read,
    async readAll(path, key) {
      const items: JsonObject[] = [];
      const cursors = new Set<string | undefined>();
      let cursor: string | undefined;
      do {
        cursors.add(cursor);
        const query = new URLSearchParams({ "pagination[count]": String(PAGE_COUNT) });
        if (cursor) query.set("pagination[cursor]", cursor);
        const data = await read(`${path}${path.includes("?") ? "&" : "?"}${query}`);
        if (!Array.isArray(data[key])) throw new Failure(unexpected({ method: "GET", path }));
        items.push(...data[key].map(asObject));
        cursor = asText(asObject(data.pagination).next);
      } while (cursor && !cursors.has(cursor));
      return items;
    },
    async change(method, path, body) {
      return toData({ method, path }, await sendInTime(method, path, body), options.hide);
    },
  };
}
