// What becomes of an event when the look-up goes wrong, with the runtime's own fetch, over loopback.
import { createServer, type RequestListener, type Server } from "node:http";
import nodeFetch from "node-fetch";
import { createRuntime } from "../../tools/segment/runtime";
import { ADA, ago, audienceCreated, SETTINGS } from "../../tools/segment/samples";

const MINUTE_MS = 60_000;

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${Object(server.address()).port}`;
}

/** Timers that go off when the test says so, however slow the machine is. */
function holdTimers() {
  const callbacks = new Map<
    NodeJS.Timeout | undefined,
    { callback: () => void; delayMs: number }
  >();
  return {
    setTimeout(callback: () => void, delayMs: number) {
      const timer = setTimeout(() => {}, 0);
      callbacks.set(timer, { callback, delayMs });
      return timer;
    },
    clearTimeout: (timer: NodeJS.Timeout | undefined) => void callbacks.delete(timer),
    pass(ms: number) {
      for (const { callback, delayMs } of callbacks.values()) if (delayMs <= ms) callback();
    },
  };
}

/** node-fetch with the Public API at another origin, and without a time limit of its own. */
function fetchFrom(origin: string) {
  return (url: string, options: object) =>
    nodeFetch(url.replace("https://api.segmentapis.com", origin), { ...options, timeout: 0 });
}

const respond =
  (status: number, body: unknown = "", headers = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

const FOUND = JSON.stringify({ data: { user: ADA } });
const REFUSED = { errors: [{ type: "made-up" }] };
const HTML = "<html><h1>Not here</h1></html>";

/** Whatever the other host of the redirect was sent. */
const strayRequests: unknown[] = [];

const redirect: RequestListener = async (request, response) => {
  const other = await listen((stray, reply) => {
    strayRequests.push(stray.headers);
    reply.end(FOUND);
  });
  const Location = other.replace("127.0.0.1", "localhost") + request.url;
  response.writeHead(302, { Location }).end();
};

/** How the Public API behaves, and what a new event and an old one come to. */
const FAULTS: [name: string, api: RequestListener | "nobody", newOne: string, oldOne: string][] = [
  ["200 with the user", respond(200, FOUND), "email", "email"],
  [
    "200 without an email",
    respond(200, { data: { user: { id: ADA.id } } }),
    "no email",
    "no email",
  ],
  ["404 of the API", respond(404, REFUSED), "not found", "not found"],
  ["401 of the API", respond(401, REFUSED), "rejected", "rejected"],
  ["403 of the API", respond(403, REFUSED), "rejected", "rejected"],
  ["400 of the API", respond(400, REFUSED), "refused", "refused"],
  ["422 of the API", respond(422, REFUSED), "refused", "refused"],
  ["401 of a firewall", respond(401, HTML), "RetryError", "unavailable"],
  ["403, empty", respond(403), "RetryError", "unavailable"],
  ["404 of a gateway", respond(404, HTML), "RetryError", "unavailable"],
  ["408", respond(408, REFUSED), "RetryError", "unavailable"],
  ["429", respond(429, REFUSED), "RetryError", "unavailable"],
  ["500", respond(500, REFUSED), "RetryError", "unavailable"],
  ["503", respond(503, HTML), "RetryError", "unavailable"],
  ["JSON cut short", respond(200, FOUND.slice(0, -9)), "RetryError", "unavailable"],
  ["another user", respond(200, { data: { user: { id: "eve" } } }), "RetryError", "unavailable"],
  ["nobody listens", "nobody", "RetryError", "unavailable"],
  ["a redirect to another host", redirect, "RetryError", "unavailable"],
];

/** Those that only the function's own limit ends. */
const ENDLESS: [name: string, api: RequestListener][] = [
  ["no answer", () => {}],
  ["headers, then silence", (_, response) => void response.writeHead(200).flushHeaders()],
  [
    "a body that breaks off",
    (_, response) => {
      response.writeHead(200, { "Content-Length": FOUND.length });
      response.write(FOUND.slice(0, 20), () => response.destroy());
    },
  ],
];

/** Calls with an event of this age, and says in a word what came of it. */
async function callWith(
  api: RequestListener | "nobody",
  ageMs: number,
  timers?: ReturnType<typeof holdTimers>,
) {
  const origin = api === "nobody" ? "http://127.0.0.1:1" : await listen(api);
  const { call } = createRuntime({ fetch: fetchFrom(origin), ...(timers && { timers }) });
  const outcome = await call(audienceCreated({ receivedAt: ago(ageMs) }), SETTINGS);
  expect(JSON.stringify(outcome)).not.toContain(SETTINGS.workspaceToken);
  const { email, email_missing } = outcome.messages[0]?.properties ?? {};
  return outcome.error?.name ?? (email === ADA.email ? "email" : email_missing);
}

test.each(FAULTS)("%s", async (_, api, newOne, oldOne) => {
  expect(await callWith(api, 0)).toMatch(newOne);
  expect(await callWith(api, 120 * MINUTE_MS)).toMatch(oldOne);
});

test("the host of a redirect is sent nothing, least of all the token", () => {
  expect(strayRequests).toEqual([]);
});

test.each(ENDLESS)("%s is unavailable after 3 seconds, and not before", async (_, api) => {
  const timers = holdTimers();
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const ended = jest.fn();
  const outcome = callWith(
    (request, response) => {
      api(request, response);
      reach();
    },
    0,
    timers,
  );
  outcome.then(ended);
  await reached;
  timers.pass(2_999);
  await new Promise((resolve) => setImmediate(resolve));
  expect(ended).not.toHaveBeenCalled();
  timers.pass(3_000);
  expect(await outcome).toBe("RetryError");
});

/** When Segment calls, in minutes: at first, then six retries, doubling, 20 at most. */
const SCHEDULE = [0, 1, 3, 7, 15, 31, 51];

test.each([
  [0, 0, "email"],
  [5, 7, "email"],
  [30, 15, "Public API unavailable"],
  [Number.POSITIVE_INFINITY, 15, "Public API unavailable"],
])("an outage of %d minutes: sent once, after %d, %s", async (outage, sentAfter, how) => {
  let minute = 0;
  const origin = await listen((...args) => respond(minute < outage ? 503 : 200, FOUND)(...args));
  const { call } = createRuntime({ fetch: fetchFrom(origin) });
  const event = audienceCreated();
  for (minute of SCHEDULE) {
    const outcome = await call({ ...event, receivedAt: ago(minute * MINUTE_MS) }, SETTINGS);
    if (outcome.error?.name === "RetryError") continue;
    const { email, email_missing } = outcome.messages[0]?.properties ?? {};
    expect([minute, email ? "email" : email_missing]).toEqual([sentAfter, how]);
    return;
  }
  throw new Error("The event was lost.");
});
