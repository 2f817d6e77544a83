// Given this fault, this one line is printed, and it says what to do.
import { clock } from "../../tools/clock";
import { deploy } from "../../tools/deploy/deploy";
import { readOptions } from "../../tools/deploy/options";
import { saveNew } from "../../tools/save";
import { type Fault, servePublicApi } from "../../tools/segment/public-api-server";
import {
  checksOf,
  empty,
  FUNCTION_ID,
  functionOf,
  given,
  httpSourceOf,
  NEW_CODE,
  OLD_CODE,
  run,
  SLACK_WEBHOOK_URL,
  sourceOf,
  TOKEN,
  TOKENS,
  webhooksOf,
} from "./deployment";

// The workspace is read first, by both tokens, and a user; then the functions.
const FUNCTIONS = 3;
const always = (fault: Fault) => (index: number) => (index >= FUNCTIONS ? fault : undefined);
const once = (fault: Fault) => (index: number) => (index === FUNCTIONS ? fault : undefined);
const atPost = (fault: Fault) => (_: number, method: string) =>
  method === "POST" ? fault : undefined;
const CHECK = "Check REGION, the ids that are set, and TOKEN: it needs Workspace Owner access.";
const NO_DATA = { status: 200, body: { data: null } };
const HTML = { status: 200, body: "<html>" };

describe("a read", () => {
  test.each<[Fault, string | RegExp]>([
    [401, `GET /functions: refused (401). ${CHECK} Segment says: made up for the test`],
    [403, /^GET \/functions: refused \(403\)\. Check REGION/],
    [404, /^GET \/functions: refused \(404\)\. Check REGION/],
    [418, "GET /functions: refused (418). Segment says: made up for the test"],
    [300, /^GET \/functions: refused \(300\)/],
    [429, "GET /functions: still over Segment's rate limit. Run the command again later."],
    [408, /^GET \/functions: Segment has a fault \(408\)/],
    [500, "GET /functions: Segment has a fault (500). Run the command again later."],
    [NO_DATA, "GET /functions: the answer is not the Public API's. Run the command again later."],
    [HTML, "GET /functions: the answer is not the Public API's. Run the command again later."],
    [{ status: 400, body: { errors: [{ type: "odd" }] } }, /refused \(400\)\. Segment says: odd$/],
    [{ status: 400, body: "<html>" }, /refused \(400\)\. Segment says: nothing more\.$/],
    ["lost before", "GET /functions: no answer. Check the network. Run the command again later."],
    ["hangs", "GET /functions: no answer. Check the network. Run the command again later."],
  ])(
    "that ends with %j again and again stops the run before it changes anything",
    async (fault, expected) => {
      const { failure, sent } = await run(empty(), { fault: always(fault) });
      if (expected instanceof RegExp) expect(failure).toMatch(expected);
      else expect(failure).toBe(expected);
      expect(sent).toEqual([]);
    },
  );

  test.each<Fault>([408, 500, 599, NO_DATA, HTML, "lost before", "lost after", "hangs"])(
    "that fails once (%j) is made again",
    async (fault) => {
      const { failure, lines, waitedMs } = await run(given(), { fault: once(fault) });
      expect(failure).toBeUndefined();
      expect(lines[1]).toMatch(/^GET \/functions: .*\. Trying again in 1 s\.$/);
      expect(waitedMs).toBe(1_000);
    },
  );

  test("that fails is made four times", async () => {
    const { requests, waitedMs } = await run(given(), { fault: always(500) });
    expect({ count: requests.length, waitedMs }).toEqual({ count: FUNCTIONS + 4, waitedMs: 7_000 });
  });
});

const limit = (msBeforeNext: unknown) => ({
  status: 429,
  body: { errors: [{ type: "rate-limit", data: { msBeforeNext } }] },
});
const gateway = (seconds: string) => ({
  status: 429,
  body: "<html>",
  headers: { "Retry-After": seconds },
});

test.each<[Fault, number]>([
  [limit(20_500), 20_500],
  [limit(300_000), 300_000],
  [limit(-5), 1_000],
  [limit("soon"), 15_000],
  [gateway("7"), 7_000],
  [gateway("soon"), 15_000],
  [429, 15_000],
])("the rate limit %j is waited for", async (fault, expected) => {
  const { failure, waitedMs, lines } = await run(given(), { fault: once(fault) });
  expect({ failure, waitedMs }).toEqual({ failure: undefined, waitedMs: expected });
  const seconds = Math.ceil(expected / 1_000);
  expect(lines[1]).toBe(`GET /functions: Segment's rate limit. Trying again in ${seconds} s.`);
});

test.each<Fault>([limit(1e12), limit(300_001), gateway("301")])(
  "the rate limit %j is not",
  async (fault) => {
    const { failure, waitedMs } = await run(given(), { fault: once(fault) });
    expect(failure).toMatch(/^GET \/functions: still over Segment's rate limit/);
    expect(waitedMs).toBe(0);
  },
);

test("many mappings take their time, five requests a minute", async () => {
  const destinations = Array.from({ length: 12 }, (_, index) =>
    webhooksOf([], { id: `webhooks${index}` }),
  );
  const { failure, waitedMs } = await run(given({ destinations }), { words: [] });
  expect(failure).toBeUndefined();
  expect(waitedMs).toBe(120_000);
});

describe("a change", () => {
  const OPEN = "It may have been done or not. Run the command again in a minute: it looks first.";
  test.each<[Fault, string]>([
    [500, "Segment has a fault (500)"],
    [NO_DATA, "the answer is not the Public API's"],
    [HTML, "the answer is not the Public API's"],
    [{ status: 200, body: { data: {} } }, "the answer does not have what was made"],
    [
      { status: 200, body: { data: { function: { id: null } } } },
      "the answer does not have what was made",
    ],
    ["lost before", "no answer"],
    ["hangs", "no answer"],
  ])("that ends with %j is not made again", async (fault, what) => {
    const { failure, sent } = await run(empty(), { fault: atPost(fault) });
    expect(failure).toBe(`POST /functions: ${what}. ${OPEN}`);
    expect(sent).toEqual(["POST /functions"]);
  });

  test("of something there that got no answer is not made again, and a second run goes on", async () => {
    const sources = [sourceOf({ runs: OLD_CODE }), httpSourceOf()];
    const workspace = given({ functions: [functionOf({ code: OLD_CODE })], sources });
    const { failure } = await run(workspace, {
      fault: (_, method) => (method === "PATCH" ? "lost after" : undefined),
    });
    expect(failure).toBe(`PATCH /functions/${FUNCTION_ID}: no answer. ${OPEN}`);
    const { sent } = await run(workspace);
    expect(sent).toEqual(["POST /functions/sfn_acmeSrcA1b2C3d4E5f6G7h/deploy"]);
  });

  test("may take 120 s where it sends or deploys code, and 30 s else", async () => {
    const { timeoutsMs } = await run(empty(), {
      environment: { SLACK_WEBHOOK_URL },
      pastesEndpoint: true,
    });
    expect(timeoutsMs.filter((ms) => ms !== 30_000)).toEqual([120_000, 120_000]);
  });
});

describe("WORKSPACE_TOKEN is tried before anything is made", () => {
  const workspaceOf = (id: string) => ({
    status: 200,
    body: { data: { workspace: { id, slug: "other" } } },
  });
  test.each<[string, number, Fault, string | RegExp]>([
    [
      "is refused",
      1,
      401,
      /^GET \/: refused \(401\)\. Check WORKSPACE_TOKEN, which has to read users: /,
    ],
    [
      "is of another workspace",
      1,
      workspaceOf("other"),
      "WORKSPACE_TOKEN is of the workspace other, TOKEN of acme.",
    ],
    [
      "may not read users",
      2,
      403,
      /^GET \/users: refused \(403\)\. Check WORKSPACE_TOKEN, which has/,
    ],
  ])("where it %s", async (_, at, fault, expected) => {
    for (const words of [[], ["--yes"]]) {
      const { failure, sent } = await run(empty(), {
        words,
        fault: (index) => (index === at ? fault : undefined),
      });
      expect(failure).toMatch(expected);
      expect(sent).toEqual([]);
    }
  });

  test("by itself: it is another one's token", async () => {
    const WORKSPACE_TOKEN = "sgp_acme_cut_short";
    const { failure } = await run(empty(), { environment: { WORKSPACE_TOKEN } });
    expect(failure).toMatch(/^GET \/: refused \(401\)\. Check WORKSPACE_TOKEN/);
  });
});

test("TOKEN that may not change anything ends the run, and it says which access it needs", async () => {
  const environment = { TOKEN: "sgp_acme_function_token", WORKSPACE_TOKEN: "" };
  const { failure, sent } = await run(empty(), { environment });
  expect(failure).toBe(
    `POST /functions: refused (401). ${CHECK} Segment says: made up for the test`,
  );
  expect(sent).toEqual(["POST /functions"]);
});

test.each([{}, { id: "acmeWS01" }, { slug: "acme" }])(
  "the workspace %j is not as documented",
  async (workspace) => {
    const body = { data: { workspace } };
    const { failure } = await run(empty(), { fault: () => ({ status: 200, body }) });
    expect(failure).toBe("GET /: the answer is not as documented. Is this the Public API?");
  },
);

describe("what Segment says is shown in one line, and no part of a secret", () => {
  const HOOK = "https://hooks.slack.com/services/T0/B0/acmewebhookOfTwentyFour";
  test.each([
    ["too\nlong\u001b[31m", "too long [31m"],
    [`no ${TOKEN}!`, "no [hidden]!"],
    [`no ${TOKEN.slice(0, 5)}\u200b${TOKEN.slice(5)}!`, "no [hidden]!"],
    [HOOK, "[hidden]"],
    ["no acmewebhookOfTwentyFour there", "no [hidden] there"],
    ["https://hooks.slack.com/services/T1/old x", "[hidden] x"],
    ["https://fn.segmentapis.com/?b=c2VjcmV0 x", "https://fn.segmentapis.com/?b=[hidden] x"],
    ["5".repeat(64), "[hidden]"],
  ])("%j", async (message, shown) => {
    const body = { errors: [{ type: "input-validation", message, field: "settings[0].label" }] };
    const environment = { SLACK_WEBHOOK_URL: HOOK };
    const { failure } = await run(empty(), { environment, fault: atPost({ status: 422, body }) });
    expect(failure).toBe(
      `POST /functions: refused (422). Segment says: ${shown} (field settings[0].label)`,
    );
  });

  test("and is cut at 1,000 characters", async () => {
    const body = { errors: [{ message: "x".repeat(5_000) }] };
    const { failure } = await run(empty(), { fault: atPost({ status: 422, body }) });
    expect(failure).toMatch(/^.{999}…$/);
  });

  test("names from the workspace too, wherever they are printed", async () => {
    const name = `Audit\u001b[31m\n${TOKEN}`;
    const webhooks = webhooksOf([], { name: "Audit events to function", id: name });
    const { lines } = await run(given({ destinations: [webhooks] }), {
      fault: (_, __, path) => (path.endsWith("subscriptions") ? 500 : undefined),
    });
    expect(lines[1]).toMatch(
      /^GET \/destinations\/Audit \[31m \[hidden\]\/subscriptions: Segment has/,
    );
    const { failure } = await run(
      given({ functions: [functionOf({ id: FUNCTION_ID, code: null })] }),
      { environment: { FUNCTION_ID } },
    );
    expect(failure).toContain(FUNCTION_ID);
    expect(checksOf(lines)).toEqual([]);
  });
});

test("a fault of the command itself is not told as a failure: it keeps its stack", async () => {
  const server = await servePublicApi(empty(), TOKENS);
  const options = readOptions([], { TOKEN, API_URL: server.url });
  const print = () => {
    throw new TypeError("made up for the test");
  };
  const surroundings = { ...clock, code: NEW_CODE, print, save: saveNew };
  await expect(deploy(options, surroundings)).rejects.toThrow(TypeError);
  server.close();
});

test("a redirect is not followed, and the token goes nowhere", async () => {
  const other = await servePublicApi(empty(), TOKENS);
  const headers = { Location: `${other.url}/functions` };
  const { failure } = await run(empty(), { fault: always({ status: 307, body: {}, headers }) });
  other.close();
  expect(failure).toMatch(/^GET \/functions: no answer/);
  expect(other.requests).toEqual([]);
});
