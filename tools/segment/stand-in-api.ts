// Stands in for the Public API over HTTP, as far as this project asks it: strict about what it
// takes, with pages, rate limits and errors as Segment documents them. Where the documents leave
// something open, it does what is worst for the client.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { errorBody, type Json, Leeway, ROUTES, refuse, type Workspace } from "./stand-in/routes";

export { errorBody, type Leeway, type Workspace } from "./stand-in/routes";

/**
 * What goes wrong with a request: it gets this status, with a body that may be chosen (an object,
 * or a gateway's page), or no answer before or after its effect. A late one has its effect when the
 * test says so.
 */
export type Fault = number | Answer | "lost before" | "lost after" | "late" | "hangs";
type Answer = { status: number; body: object | string; headers?: Record<string, string> };

/** What a test sees of the stand-in, and sets. */
export class PublicApiServer {
  url = "";
  /** The requests that came in, those among them that failed. */
  requests: { method: string; path: string; body: Json | undefined; status?: number }[] = [];
  /** Moves on when the client waits. */
  clock = { nowMs: 0 };
  leeway = new Leeway();
  /** The fault of the nth request, counted from 0. */
  fault: (index: number, method: string, path: string) => Fault | undefined = () => undefined;
  /** Called when a request gets no answer at all. */
  onHang = () => {};
  /** Carries out what is late, as far as it can still be done. */
  catchUp = () => Promise.allSettled(this.late.splice(0).map(async (carryOut) => carryOut()));
  close = () => {};
  late: (() => void)[] = [];
}

/** The most requests on mappings in a minute (Public API: Destination Subscriptions). */
const SUBSCRIPTION_LIMIT = 5;
const LIMIT_WINDOW_MS = 60_000;

/** The alpha's own type (Segment's Terraform provider sends no other). */
const ALPHA = "application/vnd.segment.v1alpha+json";

/**
 * Serves a workspace on loopback.
 * @param tokens what each token may do: `change` or `read`.
 */
export async function servePublicApi(workspace: Workspace, tokens: Record<string, string>) {
  const server = new PublicApiServer();
  const limitedAtMs: number[] = [];
  const http = createServer(async (request, response) => {
    const { method = "", headers } = request;
    const { pathname, searchParams: query } = new URL(request.url ?? "", "http://127.0.0.1");
    const sent = await text(request);
    const body = sent ? JSON.parse(sent) : undefined;
    const log: PublicApiServer["requests"][number] = { method, path: pathname, body };
    const fault = server.fault(server.requests.push(log) - 1, method, pathname);
    const answer = ({ status, body: content, headers: own = {} }: Answer) => {
      log.status = status;
      response.writeHead(status, own);
      response.end(typeof content === "string" ? content : JSON.stringify(content));
    };
    const [, , id = "", part] = pathname.split("/").map(decodeURIComponent);
    const route = `${method} ${pathname.replace(/^(\/[\w-]+\/)[^/]+/, "$1:id")}`;
    const call = { ...workspace, leeway: server.leeway, id, query, body };
    const handle = () => ROUTES[route]?.(call) ?? refuse();
    if (fault === "lost before") return response.destroy();
    if (fault === "hangs") return server.onHang();
    try {
      const may = tokens[headers.authorization?.replace("Bearer ", "") ?? ""];
      const isAllowed = may === "change" || (may && method === "GET");
      if (!isAllowed) refuse(401, errorBody("unauthorized"));
      if (typeof fault === "number") refuse(fault, errorBody("made-up"));
      if (typeof fault === "object") return answer(fault);
      // A type without a body is refused, too, as some servers do.
      const type = part === "subscriptions" ? ALPHA : "application/json";
      if (headers["content-type"] !== (sent ? type : undefined)) refuse(415, errorBody("type"));
      if (type === ALPHA) limit(server.clock.nowMs, limitedAtMs);
      if (fault === "late") server.late.push(handle);
      const data = fault === "late" ? {} : handle();
      if (fault) response.destroy();
      else answer({ status: 200, body: { data } });
    } catch (error) {
      if (!Object(error).status) throw error;
      answer(Object(error));
    }
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  server.url = `http://127.0.0.1:${Object(http.address()).port}`;
  server.close = () => http.close().closeAllConnections();
  return server;
}

/** Notes a request on mappings. @throws a 429 when there were too many in the last minute. */
function limit(nowMs: number, atMs: number[]): void {
  const [first = nowMs, ...more] = atMs.filter((one) => one > nowMs - LIMIT_WINDOW_MS);
  const msBeforeNext = first + LIMIT_WINDOW_MS - nowMs;
  if (more.length >= SUBSCRIPTION_LIMIT - 1) refuse(429, errorBody("rate-limit", { msBeforeNext }));
  atMs.push(nowMs);
}
