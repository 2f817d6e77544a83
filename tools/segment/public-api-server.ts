// Stands in for the Public API over HTTP, as far as functions, sources and destinations go: strict
// about what it takes, with pages, rate limits and errors as Segment documents them. Where the
// documents leave something open, it does what is worst for the client.
import { createServer, type IncomingMessage, type Server } from "node:http";
import { errorBody } from "./public-api";
import { invalid, type Json, notFound, Refusal } from "./public-api-server/check";
import { handleDestinations, handleSubscriptions } from "./public-api-server/destinations";
import { handleFunctions } from "./public-api-server/functions";
import { handleSources } from "./public-api-server/sources";
import type { Call, Leeway, Served, Workspace } from "./public-api-server/workspace";

export type { Leeway, Workspace } from "./public-api-server/workspace";

/**
 * What goes wrong with a request: it gets this status, with a body that may be chosen (an object,
 * or a gateway's page), or no answer before or after its effect.
 */
export type Fault =
  | number
  | { status: number; body: object | string; headers?: Record<string, string> }
  | "lost before"
  | "lost after"
  | "hangs";

export interface PublicApiServer {
  url: string;
  /** The requests that came in, those among them that failed. */
  requests: { method: string; path: string; body: Json | undefined; status?: number }[];
  /** Moves on when the client waits. */
  clock: { nowMs: number };
  leeway: Leeway;
  /** The fault of the nth request, counted from 0. */
  fault: (index: number, method: string, path: string) => Fault | undefined;
  /** Called when a request gets no answer at all. */
  onHang: () => void;
  close(): void;
}

/** Only so many items a page, so that there are several. */
const MAX_PAGE = 2;

/** The most requests on mappings in a minute (Public API: Destination Subscriptions). */
const SUBSCRIPTION_LIMIT = 5;
const LIMIT_WINDOW_MS = 60_000;

/** The alpha's own type (Segment's Terraform provider sends no other). */
const ALPHA = "application/vnd.segment.v1alpha+json";

const HANDLERS: Record<string, (call: Call, served: Served) => Json> = {
  "": () => ({ workspace: { id: "acmeWS01", slug: "acme", name: "Acme" } }),
  functions: handleFunctions,
  sources: handleSources,
  destinations: handleDestinations,
  subscriptions: handleSubscriptions,
};

/** Serves a workspace on loopback, to whoever has the token. */
export async function servePublicApi(
  workspace: Workspace,
  token: string,
): Promise<PublicApiServer> {
  const limited: number[] = [];
  const madeAtMs = new Map<unknown, number>();

  const served: Served = {
    workspace,
    get leeway() {
      return server.leeway;
    },
    newId: () => newId(workspace),
    noteMade: (made) => madeAtMs.set(made, server.clock.nowMs),
    page(query, key, all, show) {
      const lateMs = server.clock.nowMs - server.leeway.lagMs;
      const listed = all.filter((item) => (madeAtMs.get(item) ?? lateMs) <= lateMs);
      return page(query, key, listed.map(show));
    },
  };

  function handle(method: string, url: URL, type: string | undefined, body: unknown): Json {
    const [, collection = "", id, part, partId] = url.pathname.split("/").map(decodeURIComponent);
    const isAlpha = collection === "destinations" && part === "subscriptions";
    if (isAlpha) limit();
    // A type without a body is refused, too, as some servers do.
    const wanted = isAlpha ? ALPHA : "application/json";
    if (type !== (body === undefined ? undefined : wanted)) {
      throw new Refusal(415, errorBody("unsupported-media-type"));
    }
    const handler = HANDLERS[isAlpha ? part : collection];
    if (!handler) throw notFound();
    return handler({ method, id, part, partId, query: url.searchParams, body }, served);
  }

  function limit(): void {
    const { nowMs } = server.clock;
    const recent = limited.filter((atMs) => atMs > nowMs - LIMIT_WINDOW_MS);
    if (recent.length >= SUBSCRIPTION_LIMIT) {
      const msBeforeNext = (recent[0] ?? nowMs) + LIMIT_WINDOW_MS - nowMs;
      throw new Refusal(429, errorBody("rate-limit", { msBeforeNext }));
    }
    limited.splice(0, limited.length, ...recent, nowMs);
  }

  const http = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://127.0.0.1");
    const text = await readText(request);
    const body = text ? JSON.parse(text) : undefined;
    const { method = "" } = request;
    const log: PublicApiServer["requests"][number] = { method, path: url.pathname, body };
    const fault = server.fault(server.requests.push(log) - 1, method, url.pathname);
    if (fault === "lost before") return response.destroy();
    if (fault === "hangs") return server.onHang();
    const answer = (status: number, value: object | string, headers = {}) => {
      log.status = status;
      const type = typeof value === "string" ? "text/html" : "application/json";
      response.writeHead(status, { "Content-Type": type, ...headers });
      response.end(typeof value === "string" ? value : JSON.stringify(value));
    };
    try {
      const mayDoIt = method === "GET" || server.leeway.mayChange;
      if (request.headers.authorization !== `Bearer ${token}` || !mayDoIt) {
        throw new Refusal(401, errorBody("unauthorized"));
      }
      if (typeof fault === "number") throw new Refusal(fault, errorBody("made-up"));
      if (typeof fault === "object") return answer(fault.status, fault.body, fault.headers);
      const data = handle(method, url, request.headers["content-type"], body);
      if (fault === "lost after") response.destroy();
      else answer(200, { data });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(error.status, error.body, error.headers);
    }
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const server: PublicApiServer = {
    url: `http://127.0.0.1:${Object(http.address()).port}`,
    requests: [],
    clock: { nowMs: 0 },
    leeway: {
      mayChange: true,
      optionalFields: "given",
      changedThings: "given",
      sourceSettings: "taken",
      shownSettings: "all",
      lagMs: 0,
      mappingUrls: "given",
      subscriptionKey: "subscription",
    },
    fault: () => undefined,
    onHang: () => {},
    close: () => closeAll(http),
  };
  return server;
}

/** A new id, of 22 characters as a source's (segment-services-eng/source-function-template). */
function newId({ functions, sources, destinations }: Workspace): string {
  const mappings = destinations.flatMap(({ subscriptions }) => subscriptions);
  const count = functions.length + sources.length + destinations.length + mappings.length;
  return `made${String(count).padStart(18, "0")}`;
}

function page(query: URLSearchParams, key: string, all: Json[]): Json {
  const count = Number(query.get("pagination[count]"));
  if (!(count >= 1 && count <= 200)) throw invalid("pagination.count", "is not between 1 and 200");
  const cursor = query.get("pagination[cursor]");
  const start = cursor ? Number(Buffer.from(cursor, "base64").toString()) : 0;
  const end = start + Math.min(count, MAX_PAGE);
  const toCursor = (at: number) => Buffer.from(String(at)).toString("base64");
  return {
    [key]: all.slice(start, end),
    pagination: { current: toCursor(start), ...(end < all.length && { next: toCursor(end) }) },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

function closeAll(server: Server): void {
  server.close().closeAllConnections();
}
