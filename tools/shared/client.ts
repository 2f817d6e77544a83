// The Public API, as npm start and npm run deploy ask it.
import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import { Failure, fail } from "./failure";
import { toLimitMs } from "./rate-limit";

/** A request that changes something got no clear answer. */
export class OpenFailure extends Failure {
  constructor(what: string) {
    super(
      `${what}. It may have been done or not. Run the command again in a minute: it looks first.`,
    );
  }
}

/** Segment refused a request, with this HTTP status. */
export class Refusal extends Failure {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Where the Public API is, who asks, and by what means. */
export interface Access extends Surroundings {
  apiUrl: string;
  token: string;
  /** What to check when it refuses, in words for people. */
  check: string;
  /** What to do when no answer comes. */
  networkAdvice: string;
  /** Puts what Segment says into one line without secrets. */
  clean(text: string): string;
}

/** The Public API, as `createApiClient` makes it. */
export type ApiClient = ReturnType<typeof createApiClient>;

/** What a client needs of the world around it. */
export interface Surroundings {
  print(line: string): void;
  wait(ms: number): Promise<void>;
  /** Ends a request that takes longer. */
  createTimeout(ms: number): AbortSignal;
}

/** One item of a list. */
export type Item = JsonObject & { id: string };

/** What came back of one request. */
interface Answer {
  /** 0 where no answer came, or none in time. */
  status: number;
  /** What was asked for. */
  data?: unknown;
  /** The first of the answer's errors, or the network's own where there is no answer. */
  error?: JsonObject | undefined;
  /** How long the rate limit wants us to wait, in ms. */
  limitMs?: number;
}

/** How long a request may take, in ms, and one with code (Segment's own script allows as much). */
const TIMEOUT_MS = 30_000;
const CODE_TIMEOUT_MS = 120_000;

/** A list of more pages than this does not end. */
const MAX_PAGES = 200;

/** How long to wait before a read is made again, in ms. */
const READ_AGAIN_MS = [1_000, 2_000, 4_000];

/** How long to wait for rate limits, for all of one request. */
const MAX_WAIT_MS = 5 * 60_000;

/** Mappings are an alpha of their own (Segment's Terraform provider sends this type). */
const ALPHA = "application/vnd.segment.v1alpha+json";

const LATER = "Run the command again later.";

/** Node's codes for a certificate that it does not trust: something on the way opens TLS. */
const CERTIFICATE = /CERT|UNABLE_TO_VERIFY/;
const TRUST =
  "Something on this network, such as a firewall, opens TLS, and Node.js does not trust its certificate. " +
  "Set NODE_EXTRA_CA_CERTS to the file of that certificate, or, with Node.js 24 or later, " +
  "NODE_USE_SYSTEM_CA=1.";

/**
 * A client of the Public API that waits for its rate limits, for up to 5 minutes a request. Each
 * failure is a Failure.
 */
export function createApiClient(access: Access) {
  const { apiUrl, token, check, networkAdvice, clean, print, wait, createTimeout } = access;

  async function sendOnce(route: string, body: object | undefined): Promise<Answer> {
    const method = route.replace(/ .*/, "");
    const path = route.slice(method.length + 1);
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
      // A gateway's page, for example, is no JSON.
      const { data, errors } = asObject(await response.json().catch(() => undefined));
      const error = Array.isArray(errors) ? asObject(errors[0]) : undefined;
      const limitMs = response.status === 429 ? toLimitMs(asObject(error), response.headers) : 0;
      return { status: response.status, data, error, limitMs };
    } catch (error) {
      return { status: 0, error: asObject(asObject(error).cause) };
    }
  }

  /**
   * Makes a request, again after each wait that the rate limit asks for. A read that fails in a way
   * that passes is made again; a change is not.
   * @param route such as `GET /sources`.
   * @returns the answer's `data`.
   * @throws Failure: a Refusal when Segment refused, an OpenFailure when it is not known whether a
   *   change was made.
   */
  async function send(route: string, body?: object): Promise<JsonObject> {
    const name = route.replace(/\?.*/, "");
    const isRead = route.startsWith("GET ");
    const pauses = isRead ? [...READ_AGAIN_MS] : [];
    for (let waitedMs = 0; ; ) {
      const answer = await sendOnce(route, body);
      const { status, data, limitMs = 0 } = answer;
      if (status >= 200 && status < 300 && isObject(data)) return data;
      const fault = findFault(answer);
      if (!fault) throw toRefusal(name, answer);
      if (CERTIFICATE.test(fault)) fail(`${name}: ${fault}. ${TRUST}`);
      waitedMs += limitMs;
      if (waitedMs > MAX_WAIT_MS) fail(`${name}: still over ${fault}. ${LATER}`);
      const ms = limitMs || pauses.shift();
      if (!ms && isRead) fail(`${name}: ${fault}. ${status === 0 ? networkAdvice : LATER}`);
      if (!ms) throw new OpenFailure(`${name}: ${fault}`);
      print(`${name}: ${fault}. Trying again in ${Math.ceil(ms / 1_000)} s.`);
      await wait(ms);
    }
  }

  function toRefusal(name: string, answer: Answer): Refusal {
    const { status } = answer;
    const { message, type, field } = asObject(answer.error);
    const reason = asText(message) ?? asText(type) ?? "nothing more.";
    const said = clean(`Segment says: ${reason}${asText(field) ? ` (field ${field})` : ""}`);
    // A wrong token, region or id can bring these about.
    const advice = [401, 403, 404].includes(status) ? `${check} ` : "";
    return new Refusal(status, `${name}: refused (${status}). ${advice}${said}`);
  }

  /**
   * Reads all items of a list, page by page. An item that was listed before is left out.
   * @param path such as `/sources`.
   * @param key under which the answer has the items. Null there is an empty list.
   * @param query what else to ask for.
   * @throws Failure when the list is not as documented, or does not end.
   */
  async function readAll(path: string, key: string, query = {}): Promise<Item[]> {
    const name = `GET ${path}`;
    // The most that a page is sure to have (Public API reference).
    const parameters = new URLSearchParams({ "pagination[count]": "200", ...query });
    const items = new Map<string, Item>();
    const cursors = new Set<string>();
    while (cursors.size < MAX_PAGES) {
      const { [key]: page, pagination } = await send(`${name}?${parameters}`);
      if (page !== null && !Array.isArray(page)) return failUnknown(name);
      for (const item of (page ?? []).map((one: unknown) => toItem(one, name))) {
        if (!items.has(item.id)) items.set(item.id, item);
      }
      const cursor = asText(asObject(pagination).next);
      if (!cursor || cursors.has(cursor)) return [...items.values()];
      cursors.add(cursor);
      parameters.set("pagination[cursor]", cursor);
    }
    return fail(`${name}: the list does not end. Report this to Segment.`);
  }

  /** @returns what the answer's `data` has under the key. */
  async function read(path: string, key: string): Promise<Item> {
    return toItem((await send(`GET ${path}`))[key], `GET ${path}`);
  }

  /** @returns the token's workspace. */
  async function readWorkspace() {
    const { slug } = await read("/", "workspace");
    return { slug: asText(slug) ?? failUnknown("GET /") };
  }

  return { send, read, readAll, readWorkspace };
}

function failUnknown(name: string): never {
  fail(`${name}: the answer is not as documented. Is this the Public API?`);
}

/** @throws Failure, which names the request, for what has no id. */
export function toItem(value: unknown, name: string): Item {
  const item = asObject(value);
  return { ...item, id: asText(item.id) ?? failUnknown(name) };
}

/** What went wrong at Segment, or on the way there. Undefined when Segment refused. */
function findFault({ status, error }: Answer): string | undefined {
  const code = asText(error?.code);
  // The codes of Node's own client, UND_…, say nothing to people.
  if (status === 0) return code && !code.startsWith("UND_") ? `no answer (${code})` : "no answer";
  if (status === 429) return "Segment's rate limit";
  if (status === 408 || status >= 500) return `Segment has a fault (${status})`;
  // A firewall's page, for example, says nothing of the token.
  return status >= 300 && error ? undefined : `the answer is not the Public API's (${status})`;
}
