// Stands in for the Public API over HTTP, as far as this project asks it: strict about what it
// takes, with pages, rate limits and errors as Segment documents them. Where the documents leave
// something open, it does what is worst for the client.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { errorBody } from "./answers";
import { handleAuditEvents } from "./stand-in/audit-trail";
import { type Json, Refusal, refuseUnknown } from "./stand-in/check";
import { handleDestinations, handleSubscriptions } from "./stand-in/destinations";
import { handleFunctions } from "./stand-in/functions";
import { type Call, type Leeway, Served, type Workspace } from "./stand-in/served";
import { handleSources } from "./stand-in/sources";
import { handleUsers } from "./stand-in/users";

export type { Leeway, Workspace } from "./stand-in/served";

/**
 * What goes wrong with a request: it gets this status, with a body that may be chosen (an object,
 * or a gateway's page), or no answer before or after its effect. A late one has its effect when the
 * test says so.
 */
export type Fault = number | Answer | "lost before" | "lost after" | "late" | "hangs";
type Answer = { status: number; body: object | string; headers?: Record<string, string> };

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
  /** Carries out what is late. */
  catchUp(): Promise<unknown>;
  close(): void;
}

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
  users: handleUsers,
  "audit-events": handleAuditEvents,
};

/**
 * Serves a workspace on loopback.
 * @param tokens what each token may do.
 */
export async function servePublicApi(
  workspace: Workspace,
  tokens: Record<string, "change" | "read">,
): Promise<PublicApiServer> {
  const served = new Served(workspace);
  const { clock, leeway } = served;
  const limitedAtMs: number[] = [];
  const late: (() => Promise<unknown>)[] = [];

  function limit(): void {
    const recent = limitedAtMs.filter((atMs) => atMs > clock.nowMs - LIMIT_WINDOW_MS);
    const [first = 0] = recent;
    if (recent.length >= SUBSCRIPTION_LIMIT) {
      const msBeforeNext = first + LIMIT_WINDOW_MS - clock.nowMs;
      throw new Refusal(429, errorBody("rate-limit", { msBeforeNext }));
    }
    limitedAtMs.push(clock.nowMs);
  }

  const http = createServer(async (request, response) => {
    const { method = "", headers } = request;
    const url = new URL(request.url ?? "", "http://127.0.0.1");
    const sent = await text(request);
    const body = sent ? JSON.parse(sent) : undefined;
    const log: PublicApiServer["requests"][number] = { method, path: url.pathname, body };
    const fault = server.fault(server.requests.push(log) - 1, method, url.pathname);
    const answer = (status: number, value: object | string, more = {}) => {
      log.status = status;
      const type = typeof value === "string" ? "text/html" : "application/json";
      response.writeHead(status, { "Content-Type": type, ...more });
      response.end(typeof value === "string" ? value : JSON.stringify(value));
    };
    const [, collection = "", id, part, partId] = url.pathname.split("/").map(decodeURIComponent);
    const isAlpha = collection === "destinations" && part === "subscriptions";
    const handle = () => {
      const handler = HANDLERS[isAlpha ? part : collection] ?? refuseUnknown;
      return handler({ method, id, part, partId, query: url.searchParams, body }, served);
    };
    if (fault === "lost before") return response.destroy();
    if (fault === "hangs") return server.onHang();
    try {
      const may = tokens[headers.authorization?.replace("Bearer ", "") ?? ""];
      if (!may || (may === "read" && method !== "GET")) {
        throw new Refusal(401, errorBody("unauthorized"));
      }
      if (typeof fault === "number") throw new Refusal(fault, errorBody("made-up"));
      if (typeof fault === "object") return answer(fault.status, fault.body, fault.headers);
      // A type without a body is refused, too, as some servers do.
      const type = body === undefined ? undefined : isAlpha ? ALPHA : "application/json";
      if (headers["content-type"] !== type) throw new Refusal(415, errorBody("unsupported"));
      if (isAlpha) limit();
      if (fault === "late") late.push(async () => handle());
      const data = fault === "late" ? {} : handle();
      if (fault) response.destroy();
      else answer(200, { data });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(error.status, error.body);
    }
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const server: PublicApiServer = {
    url: `http://127.0.0.1:${Object(http.address()).port}`,
    requests: [],
    clock,
    leeway,
    fault: () => undefined,
    onHang: () => {},
    // What cannot be done any more is not done.
    catchUp: () => Promise.allSettled(late.splice(0).map((carryOut) => carryOut())),
    close: () => http.close().closeAllConnections(),
  };
  return server;
}
