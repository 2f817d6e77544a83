// The Public API, as npm start and npm run deploy ask it.
import { asObject, asText, type JsonObject } from "../src/json";
import { Failure, fail } from "./failure";

/** A request that changes something got no clear answer: it may have been carried out or not. */
export class OpenFailure extends Failure {}

/** Segment refused a request. */
export class Refusal extends Failure {}

/** Segment refused a request's input. */
export class InputFailure extends Refusal {}

/** Where the Public API is, who asks, and by what means. */
interface Access extends Surroundings {
  apiUrl: string;
  token: string;
  /** What to check when it refuses, in words for people. */
  check: string;
  /** Puts what Segment says into one line without secrets. */
  clean(text: string): string;
}

/** What a client needs of the world around it. */
export interface Surroundings {
  print(line: string): void;
  wait(ms: number): Promise<void>;
  /** Ends a request that takes longer. */
  createTimeout(ms: number): AbortSignal;
}

/** How long a request may take, in ms, and one that sends or deploys code (Segment's own script). */
const TIMEOUT_MS = 30_000;
const CODE_TIMEOUT_MS = 120_000;

/** The most that a page is sure to have (Public API reference). */
const PAGE_COUNT = "200";
const MAX_PAGES = 200;

/** How long to wait before a read is made again, in ms. */
const READ_AGAIN_MS = [1_000, 2_000, 4_000];

/** How long to wait for a rate limit that does not say it, and for all of one request. */
const RATE_LIMIT_MS = 15_000;
const MAX_WAIT_MS = 5 * 60_000;

/** Mappings are an alpha of their own (Segment's Terraform provider sends this type). */
const ALPHA = "application/vnd.segment.v1alpha+json";

const LATER = "Run the command again later.";

/**
 * A client of the Public API that waits for its rate limits, for up to 5 minutes a request. Each
 * failure is a Failure.
 */
export function createApiClient(access: Access) {
  const { apiUrl, token, check, clean, print, wait, createTimeout } = access;

  /** @returns the answer, with the status 0 where there is none, or none in time. */
  async function sendOnce(route: string, body: object | undefined) {
    const [method = "", path = ""] = route.split(" ");
    const type = path.includes("/subscriptions") ? ALPHA : "application/json";
    const headers = { Authorization: `Bearer ${token}`, Accept: type };
    const hasCode = (body && "code" in body) || path.endsWith("/deploy");
    try {
      const response = await fetch(apiUrl + path, {
        method,
        headers: body ? { ...headers, "Content-Type": type } : headers,
        body: body ? JSON.stringify(body) : null,
        redirect: "error", // The token goes nowhere else.
        signal: createTimeout(hasCode ? CODE_TIMEOUT_MS : TIMEOUT_MS),
      });
      const { data, errors } = parse(await response.text());
      const error = asObject(Object(errors)[0]);
      const limitMs = response.status === 429 ? toLimitMs(error, response.headers) : 0;
      return { status: response.status, data: asObject(data), error, limitMs };
    } catch (error) {
      const { code } = Object(Object(error).cause);
      return { status: 0, data: {}, error: { code }, limitMs: 0 };
    }
  }

  /**
   * Makes a request, again after each wait that the rate limit asks for. A read that fails in a way that passes is
   * made again; a change is not.
   * @param route such as `GET /sources`.
   * @returns the answer's `data`.
   * @throws Failure: an OpenFailure when it is not known whether a change was made, an InputFailure
   *   when Segment refused what was sent.
   */
  async function send(route: string, body?: object): Promise<JsonObject> {
    const name = route.replace(/\?.*/, "");
    const isRead = route.startsWith("GET ");
    const pauses = isRead ? [...READ_AGAIN_MS] : [];
    for (let waitedMs = 0; ; ) {
      const { status, data, error, limitMs } = await sendOnce(route, body);
      if (status >= 200 && status < 300) return data;
      const fault = findFault(status, error);
      if (!fault) throw toRefusal(name, status, error);
      waitedMs += limitMs;
      if (waitedMs > MAX_WAIT_MS) fail(`${name}: still over ${fault}. ${LATER}`);
      const ms = limitMs || pauses.shift();
      const advice = status === 0 ? `Check the network. ${LATER}` : LATER;
      if (!ms && isRead) fail(`${name}: ${fault}. ${advice}`);
      if (!ms) throw new OpenFailure(`${name}: ${fault}. It may have been done or not.`);
      print(`${name}: ${fault}. Trying again in ${Math.ceil(ms / 1_000)} s.`);
      await wait(ms);
    }
  }

  function toRefusal(name: string, status: number, { message, type, field }: JsonObject) {
    const refused = `${name}: refused (${status}).`;
    const reason = asText(message) ?? asText(type) ?? "nothing more.";
    const where = asText(field) ? ` (field ${field})` : "";
    const said = clean(`Segment says: ${reason}${where}`);
    // A wrong token, region or id can bring these about.
    if ([401, 403, 404].includes(status)) return new Refusal(`${refused} ${check} ${said}`);
    return new InputFailure(`${refused} ${said}`);
  }

  /** @returns all items of a list, such as `/sources`. */
  async function readAll(list: string): Promise<JsonObject[]> {
    const name = `GET ${list}`;
    const items: JsonObject[] = [];
    const query = new URLSearchParams({ "pagination[count]": PAGE_COUNT });
    // This list is of one kind (Public API reference).
    if (list === "/functions") query.set("resourceType", "SOURCE");
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const data = await send(`${name}?${query}`);
      // `/sources` has its items under `sources`.
      const { [list.replace(/.*\//, "")]: page, pagination } = data;
      if (!Array.isArray(page)) return failUnknown(name);
      items.push(...page.map(asObject));
      const next = asText(asObject(pagination).next);
      if (!next) return items;
      query.set("pagination[cursor]", next);
    }
    return fail(`${name}: the list does not end. Report this to Segment.`);
  }

  /** @returns what the answer's `data` has under the key. */
  async function read(path: string, key: string): Promise<JsonObject> {
    return asObject((await send(`GET ${path}`))[key]);
  }

  /** @returns the slug of the token's workspace. */
  async function readSlug(): Promise<string> {
    return asText((await read("/", "workspace")).slug) ?? failUnknown("GET /");
  }

  return { send, read, readAll, readSlug };
}

function failUnknown(name: string): never {
  fail(`${name}: the answer is not as documented. Is this the Public API?`);
}

/** What went wrong at Segment, or on the way there. Undefined when Segment refused. */
function findFault(status: number, { code }: JsonObject): string | undefined {
  // The codes of Node's own client, UND_…, say nothing to people.
  const shown = asText(code)?.startsWith("UND_") ? undefined : asText(code);
  if (status === 0) return shown ? `no answer (${shown})` : "no answer";
  if (status === 429) return "Segment's rate limit";
  return status === 408 || status >= 500 ? `Segment has a fault (${status})` : undefined;
}

/**
 * How long a rate limit wants us to wait, in ms: `msBeforeNext` of the Public API, or the seconds
 * of a gateway's `Retry-After`. At least a second.
 */
function toLimitMs({ data }: JsonObject, headers: Headers): number {
  const { msBeforeNext } = asObject(data);
  const retryAfterMs = Number(headers.get("Retry-After") || NaN) * 1_000;
  const ms = typeof msBeforeNext === "number" ? msBeforeNext : retryAfterMs;
  return Math.max(Number.isNaN(ms) ? RATE_LIMIT_MS : ms, 1_000);
}

/** An answer's body, empty when it is not a JSON object. */
function parse(text: string): JsonObject {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {}; // A gateway's page, for example.
  }
}
