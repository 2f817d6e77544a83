// Stands in for the Public API over HTTP, as far as functions and Slack destinations go: strict
// about what it takes, with pages, rate limits and errors as Segment documents them.
import { createServer, type IncomingMessage, type Server } from "node:http";
import { errorBody } from "./public-api";

type Json = Record<string, unknown>;

/** What is in the workspace. Requests change it. */
export interface Workspace {
  functions: Json[];
  destinations: (Json & { id: string; subscriptions: Json[] })[];
}

/**
 * What goes wrong with a request: it gets this status, with a body whose message may be chosen, or
 * no answer before or after its effect.
 */
export type Fault =
  | number
  | { status: number; body: object; headers?: Record<string, string> }
  | "lost before"
  | "lost after"
  | "hangs";

export interface PublicApiServer {
  url: string;
  /** The requests that came in, those among them that failed. */
  requests: { method: string; path: string; body: Json | undefined; status?: number }[];
  /** Moves on when the client waits. */
  clock: { nowMs: number };
  /** The fault of the nth request, counted from 0. */
  fault: (index: number, method: string, path: string) => Fault | undefined;
  /** Called when a request gets no answer at all. */
  onHang: () => void;
  close(): void;
}

/** Only so many items a page, so that there are several. */
const MAX_PAGE = 2;

const SUBSCRIPTION_LIMIT = 5;
const LIMIT_WINDOW_MS = 60_000;

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
    readonly headers: Record<string, string> = {},
  ) {
    super();
  }
}

const notFound = () => new Refusal(404, errorBody("not-found"));
const invalid = (field: string, message: string) =>
  new Refusal(422, { errors: [{ type: "validation", message, field }] });

/** What each request takes: a field's type, with `?` where it can be left out. */
const FUNCTION_FIELDS = {
  code: "string",
  displayName: "string",
  resourceType: "string",
  settings: "object?",
  description: "string?",
  logoUrl: "string?",
};
const SETTING_FIELDS = {
  name: "string",
  label: "string",
  description: "string",
  type: "string",
  required: "boolean",
  sensitive: "boolean",
};
const SUBSCRIPTION_FIELDS = {
  name: "string",
  actionId: "string",
  trigger: "string",
  enabled: "boolean",
  settings: "object?",
};
const optional = (fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, `${type}?`]));

function check(body: unknown, fields: Record<string, string>): Json {
  const values: Json = Object(body);
  for (const name of Object.keys(values)) if (!fields[name]) throw invalid(name, "is unknown");
  for (const [name, type] of Object.entries(fields)) {
    const value = values[name];
    if (value === undefined && type.includes("?")) continue;
    if (typeof value !== type.replace(/\?/g, "")) throw invalid(name, `is not a ${type}`);
  }
  return values;
}

function checkSettings(settings: unknown): void {
  if (settings === undefined) return;
  if (!Array.isArray(settings)) throw invalid("settings", "is not a list");
  for (const setting of settings) check(setting, SETTING_FIELDS);
}

/** Serves a workspace on loopback, to whoever has the token. */
export async function servePublicApi(
  workspace: Workspace,
  token: string,
): Promise<PublicApiServer> {
  const limited: number[] = [];
  let ids = 0;

  /** @returns the answer's data. */
  function handle(method: string, url: URL, body: unknown): Json {
    const [, collection, id, part, partId] = url.pathname.split("/").map(decodeURIComponent);
    if (collection === "functions") return handleFunction(method, url, body, id, part);
    if (collection === "destinations" && !id && method === "GET") {
      const shown = workspace.destinations.map(({ subscriptions: _, ...rest }) => rest);
      return page(url, "destinations", shown);
    }
    const destination = workspace.destinations.find((one) => one.id === id);
    if (collection !== "destinations" || !destination) throw notFound();
    if (part === "subscriptions") return handleSubscription(method, url, body, destination, partId);
    const { subscriptions: _, ...shown } = destination;
    if (method === "PATCH") {
      const { settings, ...rest } = check(body, {
        settings: "object?",
        enabled: "boolean?",
        name: "string?",
      });
      Object.assign(destination, rest);
      Object.assign(Object(destination.settings), settings);
    } else if (method !== "GET") throw notFound();
    return { destination: shown };
  }

  function handleFunction(
    method: string,
    url: URL,
    body: unknown,
    id?: string,
    part?: string,
  ): Json {
    if (!id && method === "GET") {
      const type = url.searchParams.get("resourceType");
      const all = workspace.functions.filter(({ resourceType }) => resourceType === type);
      // Whether the list has the code is not documented.
      return page(
        url,
        "functions",
        all.map(({ code: _, settings: __, ...shown }) => shown),
      );
    }
    if (!id && method === "POST") {
      const fields = check(body, FUNCTION_FIELDS);
      checkSettings(fields.settings);
      ids += 1;
      const made = {
        id: `sfnd_${ids}`,
        deployedAt: null,
        isLatestVersion: false,
        settings: [],
        ...fields,
      };
      workspace.functions.push(made);
      return { function: made };
    }
    const existing = workspace.functions.find((one) => one.id === id);
    if (!existing) throw notFound();
    if (part === "deploy" && method === "POST") {
      if (body !== undefined) throw invalid("body", "is unknown");
      if (existing.deployedAt === null) throw invalid("id", "has no source function instances");
      Object.assign(existing, { isLatestVersion: true });
      return { functionDeployment: { status: "SUCCESS" } };
    }
    if (part) throw notFound();
    if (method === "PATCH") {
      const { resourceType: _, ...fields } = optional(FUNCTION_FIELDS);
      const values = check(body, fields);
      checkSettings(values.settings);
      Object.assign(existing, values, values.code !== undefined && { isLatestVersion: false });
    } else if (method !== "GET") throw notFound();
    return { function: existing };
  }

  function handleSubscription(
    method: string,
    url: URL,
    body: unknown,
    { subscriptions }: Workspace["destinations"][number],
    id?: string,
  ): Json {
    if (!id && method === "GET") return page(url, "subscriptions", subscriptions);
    limit();
    if (!id && method === "POST") {
      ids += 1;
      const made = { id: `sub_${ids}`, ...check(body, SUBSCRIPTION_FIELDS) };
      subscriptions.push(made);
      return { subscription: made };
    }
    const existing = subscriptions.find((one) => one.id === id);
    if (!existing || method !== "PATCH") throw notFound();
    const { actionId: _, ...fields } = optional(SUBSCRIPTION_FIELDS);
    Object.assign(existing, check(check(body, { input: "object" }).input, fields));
    return { subscription: existing };
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
    const answer = (status: number, value: object, headers = {}) => {
      log.status = status;
      response.writeHead(status, { "Content-Type": "application/json", ...headers });
      response.end(JSON.stringify(value));
    };
    try {
      if (request.headers.authorization !== `Bearer ${token}`) {
        throw new Refusal(401, errorBody("unauthorized"));
      }
      if (typeof fault === "number") throw new Refusal(fault, errorBody("made-up"));
      if (typeof fault === "object") {
        throw new Refusal(fault.status, fault.body, fault.headers);
      }
      const data = handle(method, url, body);
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
    fault: () => undefined,
    onHang: () => {},
    close: () => closeAll(http),
  };
  return server;
}

function page(url: URL, key: string, all: Json[]): Json {
  const count = Number(url.searchParams.get("pagination[count]"));
  if (!(count >= 1 && count <= 200)) throw invalid("pagination.count", "is not between 1 and 200");
  const cursor = url.searchParams.get("pagination[cursor]");
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
