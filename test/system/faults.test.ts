import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import * as path from "node:path";
import nodeFetch from "node-fetch";
import { explainMissing } from "../../src/email";
import { toTable } from "../../templates/markdown";
import { ADA, ago, audienceCreated, GRACE, SETTINGS } from "../../tools/segment/audit-events";
import { errorBody, userBody } from "../../tools/segment/public-api";
import { createRuntime, type Outcome } from "../../tools/segment/runtime";
import { STATUSES } from "../statuses";

const MINUTE_MS = 60_000;

/** `TABLES=1 npx jest faults` prints the tables that docs/proof.md quotes. */
function print(table: string): void {
  if (process.env.TABLES) process.stdout.write(`${table}\n\n`);
}
const PROOF = readFileSync(path.join(__dirname, "../../docs/proof.md"), "utf8");

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

/** A clock that stands still until the test moves it on. */
function holdClock() {
  const timers = new Map<NodeJS.Timeout | undefined, { callback: () => void; delayMs: number }>();
  return {
    timers: {
      setTimeout(callback: () => void, delayMs: number) {
        const timer = setTimeout(() => {}, 0);
        timers.set(timer, { callback, delayMs });
        return timer;
      },
      clearTimeout: (timer: NodeJS.Timeout | undefined) => void timers.delete(timer),
    },
    /** Lets all timers go off that had to wait for so long at most. */
    pass(ms: number) {
      for (const { callback, delayMs } of timers.values()) if (delayMs <= ms) callback();
    },
  };
}

/**
 * The runtime's `fetch`, with the Public API at another origin, and without a clock of its own: what
 * ends, ends by itself or by the function's limit.
 */
function fetchFrom(origin: string, fetch: typeof nodeFetch | typeof globalThis.fetch): unknown {
  return (url: string, options: object) =>
    // Either fetch takes these; their types have no common one.
    Reflect.apply(fetch, undefined, [
      url.replace("https://api.segmentapis.com", origin),
      { ...options, timeout: 0 },
    ]);
}

const answer =
  (status: number, body: unknown = "", headers = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

const FIVE_MB = "x".repeat(5 * 1024 * 1024);
const goodBody = JSON.stringify(userBody(ADA));

/** Whatever the other host of the redirect was sent. */
const strayRequests: unknown[] = [];

interface Fault {
  name: string;
  /** How the Public API behaves, or the origin at which nobody listens. */
  api: RequestListener | "nobody";
  /** What comes of an event that came in just now, and of one from two hours ago. */
  justNow: string;
  earlier: string;
  /** That the function's limit ends both calls, with node-fetch 2. Others end by themselves. */
  takes?: "3 s";
  logs?: "how to mend the token";
  withNodesOwnFetch?: typeof WITH_EMAIL;
}

const WITH_EMAIL = { justNow: "sent, with email", earlier: "sent, with email" };
const RETRIED = { justNow: "`RetryError`", earlier: "sent, `Public API unavailable`" };
const sent = (reason: string) => ({
  justNow: `sent, \`${reason}\``,
  earlier: `sent, \`${reason}\``,
});

/** What becomes of the two events when the Public API answers with a status. */
function ofStatus([status, email]: (typeof STATUSES)[number]): Fault {
  const outcome =
    email.kind === "known" || email.kind === "unavailable" ? RETRIED : sent(explainMissing(email));
  const logs = email.kind === "token rejected" ? ({ logs: "how to mend the token" } as const) : {};
  return { name: String(status), api: answer(status, errorBody("made-up")), ...outcome, ...logs };
}

const FAULTS: Fault[] = [
  { name: "200 with the user", api: answer(200, goodBody), ...WITH_EMAIL },
  ...STATUSES.map(ofStatus),
  {
    name: "429 with Segment's body",
    api: answer(429, errorBody("rate-limited", { msBeforeNext: 700 })),
    ...RETRIED,
  },
  { name: "404 with HTML", api: answer(404, "<html><h1>Not found</h1></html>"), ...RETRIED },
  { name: "502 with HTML", api: answer(502, "<html><h1>Bad gateway</h1></html>"), ...RETRIED },
  { name: "200 with truncated JSON", api: answer(200, goodBody.slice(0, -9)), ...RETRIED },
  { name: "200 with HTML", api: answer(200, "<html>Please log in</html>"), ...RETRIED },
  { name: "200 with `{}`", api: answer(200, {}), ...RETRIED },
  { name: "200 with `null`", api: answer(200, "null"), ...RETRIED },
  { name: "200 with another user", api: answer(200, userBody(GRACE)), ...RETRIED },
  {
    name: "200 with the user, without an email",
    api: answer(200, userBody({ ...ADA, email: "" })),
    ...sent("user has no email"),
  },
  { name: "200 with 5 MB of something else", api: answer(200, FIVE_MB), ...RETRIED },
  {
    name: "200 with the user in 5 MB",
    api: answer(200, { data: { user: { ...ADA, name: FIVE_MB } } }),
    ...RETRIED,
    withNodesOwnFetch: WITH_EMAIL, // It knows no limit of size.
  },
  { name: "connection refused", api: "nobody", ...RETRIED },
  {
    name: "connection reset half-way",
    api: (_, response) => {
      response.writeHead(200, { "Content-Length": goodBody.length });
      response.write(goodBody.slice(0, 20), () => response.destroy());
    },
    ...RETRIED,
    takes: "3 s", // node-fetch 2 does not notice, and waits for the rest.
  },
  {
    name: "redirect to another host",
    api: async (request, response) => {
      const other = await listen((stray, reply) => {
        strayRequests.push(stray.headers);
        reply.end(goodBody);
      });
      response.writeHead(302, { Location: other.replace("127.0.0.1", "localhost") + request.url });
      response.end();
    },
    ...RETRIED,
  },
  { name: "no answer", api: () => {}, ...RETRIED, takes: "3 s" },
  {
    name: "headers, then silence",
    api: (_, response) => void response.writeHead(200).flushHeaders(),
    ...RETRIED,
    takes: "3 s",
  },
  {
    name: "a byte every 100 ms",
    api: (request, response) => {
      let sentBytes = 0;
      const drip = setInterval(() => response.write(goodBody[sentBytes++] ?? " "), 100);
      request.on("close", () => clearInterval(drip));
    },
    ...RETRIED,
    takes: "3 s",
  },
];

/** What came of a call, in the words of the table. */
function describeOutcome({ messages: [message], error }: Outcome): string {
  if (error) return `\`${error.name}\``;
  const { email, email_missing } = message?.properties ?? {};
  return email === ADA.email ? "sent, with email" : `sent, \`${email_missing}\``;
}

function describeLogs({ logs }: Outcome): string {
  if (logs.length === 0) return "";
  const mends = logs.length === 1 && logs[0]?.startsWith("workspaceToken was rejected.");
  return mends ? "how to mend the token" : logs.join("; ");
}

describe.each([
  ["node-fetch 2", nodeFetch],
  ["Node's own fetch", globalThis.fetch],
])("with %s", (_, fetch) => {
  const isRuntimesOwn = fetch === nodeFetch;

  /** Calls once under a fault, and moves the clock on where nothing else ends the call. */
  async function callUnder({ api, takes }: Fault, receivedAt: string) {
    let reach = () => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const origin =
      api === "nobody"
        ? "http://127.0.0.1:1"
        : await listen((request, response) => {
            api(request, response);
            reach();
          });
    const clock = holdClock();
    const { call } = createRuntime({ fetch: fetchFrom(origin, fetch), timers: clock.timers });
    let hasEnded = false;
    const ended = call(audienceCreated({ receivedAt }), SETTINGS).finally(() => {
      hasEnded = true;
    });
    if (!takes) return { outcome: await ended, hadToWait: false };
    await reached;
    clock.pass(2_999);
    await new Promise((resolve) => setTimeout(resolve, 100)); // Time to end without the clock.
    const hadToWait = !hasEnded;
    clock.pass(3_000);
    return { outcome: await ended, hadToWait };
  }

  let rows: { fault: Fault; runs: Awaited<ReturnType<typeof callUnder>>[] }[];
  beforeAll(async () => {
    rows = await Promise.all(
      FAULTS.map(async (fault) => ({
        fault,
        runs: await Promise.all([callUnder(fault, ago(0)), callUnder(fault, ago(120 * MINUTE_MS))]),
      })),
    );
  }, 60_000);

  test.each(FAULTS.map(({ name }, index) => [name, index] as const))("%s", (_, index) => {
    const { fault, runs = [] } = rows[index] ?? {};
    const expected = (!isRuntimesOwn && fault?.withNodesOwnFetch) || fault;
    expect(runs.map(({ outcome }) => describeOutcome(outcome))).toEqual([
      expected?.justNow,
      expected?.earlier,
    ]);
    for (const { outcome, hadToWait } of runs) {
      expect(describeLogs(outcome)).toBe(fault?.logs ?? "");
      if (isRuntimesOwn) expect(hadToWait).toBe(fault?.takes === "3 s");
      expect(outcome.messages).toHaveLength(outcome.error ? 0 : 1);
      expect(JSON.stringify(outcome)).not.toContain(SETTINGS.workspaceToken);
      expect(outcome.logs.join() + outcome.error?.message).not.toContain(ADA.email);
    }
  });

  test("the host of a redirect is sent nothing, least of all the token", () => {
    expect(strayRequests).toEqual([]);
  });

  if (!isRuntimesOwn) return;
  test("docs/proof.md quotes the table", () => {
    const table = toTable(
      ["The look-up", "Event from just now", "Event from two hours ago", "Takes", "Log line"],
      rows.map(({ fault, runs: [justNow, earlier] }) => [
        fault.name,
        justNow ? describeOutcome(justNow.outcome) : "",
        earlier ? describeOutcome(earlier.outcome) : "",
        fault.takes ?? "at once",
        justNow ? describeLogs(justNow.outcome) : "",
      ]),
    );
    print(table);
    expect(PROOF).toContain(table);
  });
});

describe("the life of an event through an outage", () => {
  /** When Segment calls, in minutes: at first, then six retries, doubling, 20 at most. */
  function schedule(firstRetryMinutes: number): number[] {
    const times = [0];
    for (let wait = firstRetryMinutes; times.length < 7; wait = Math.min(2 * wait, 20)) {
      times.push((times.at(-1) ?? 0) + wait);
    }
    return times;
  }

  test("Segment's schedule is as its documentation has it", () => {
    expect(schedule(1)).toEqual([0, 1, 3, 7, 15, 31, 51]);
    expect(schedule(3)).toEqual([0, 3, 9, 21, 41, 61, 81]);
  });

  /** Calls on schedule until the event is sent or Segment gives up. */
  async function live(outageMinutes: number, firstRetryMinutes: number) {
    let minute = 0;
    const origin = await listen((request, response) => {
      const isDown = minute < outageMinutes;
      (isDown ? answer(503) : answer(200, goodBody))(request, response);
    });
    const { call } = createRuntime({ fetch: fetchFrom(origin, nodeFetch) });
    const event = audienceCreated();
    const sentMessages: Outcome["messages"] = [];
    for (minute of schedule(firstRetryMinutes)) {
      const receivedAt = ago(minute * MINUTE_MS);
      const outcome = await call({ ...event, receivedAt }, SETTINGS);
      sentMessages.push(...outcome.messages);
      if (outcome.error?.name !== "RetryError") break;
    }
    expect(sentMessages).toHaveLength(1);
    expect(sentMessages[0]?.messageId).toBe(`audit:${event.messageId}`);
    const how = sentMessages[0]?.properties.email === ADA.email ? "with" : "without";
    return minute === 0 ? `at once, ${how} email` : `after ${minute} minutes, ${how} email`;
  }

  const OUTAGES: [string, number][] = [
    ["no time", 0],
    ["5 minutes", 5],
    ["30 minutes", 30],
    ["ever", Infinity],
  ];

  test("it arrives, once, and with its email when the API is back in time", async () => {
    const rows = await Promise.all(
      OUTAGES.map(async ([name, minutes]) => [
        name,
        await live(minutes, 1),
        await live(minutes, 3),
      ]),
    );
    expect(rows).toEqual([
      ["no time", "at once, with email", "at once, with email"],
      ["5 minutes", "after 7 minutes, with email", "after 9 minutes, with email"],
      ["30 minutes", "after 15 minutes, without email", "after 21 minutes, without email"],
      ["ever", "after 15 minutes, without email", "after 21 minutes, without email"],
    ]);
    const header = ["API down for", "First retry after 1 minute", "First retry after 3 minutes"];
    const table = toTable(header, rows);
    print(table);
    expect(PROOF).toContain(table);
  });
});
