// Given this fault, this one line is printed, and it says what to do.
import { clock } from "../../tools/clock";
import { deploy } from "../../tools/deploy/deploy";
import { readOptions } from "../../tools/deploy/options";
import { saveNew } from "../../tools/deploy/save";
import {
  type Fault,
  type PublicApiServer,
  servePublicApi,
} from "../../tools/segment/public-api-server";
import {
  complete,
  empty,
  functionOf,
  httpSourceOf,
  NEW_CODE,
  OLD_CODE,
  run,
  sourceOf,
  TOKEN,
  WORKSPACE_TOKEN,
} from "./deployment";
import { type Scenario, testScenarios } from "./scenarios";

// The first request asks whose the token is. The next one reads the functions.
const always = (fault: Fault) => (index: number) => (index > 0 ? fault : undefined);
const once = (fault: Fault) => (index: number) => (index === 1 ? fault : undefined);
const atPost = (fault: Fault) => (_: number, method: string) =>
  method === "POST" ? fault : undefined;

test.each<[Fault, RegExp]>([
  [
    401,
    /^GET \/functions: refused \(401\)\. Check REGION, the ids in the environment, and TOKEN: /,
  ],
  [403, /^GET \/functions: refused \(403\)\. Check REGION, .* access\. Segment says: made up/],
  [404, /^GET \/functions: refused \(404\)\. Check REGION, the ids in the environment, and /],
  [418, /^GET \/functions: refused \(418\)\. Segment says: made up for the test$/],
  [429, /^GET \/functions: still over Segment's rate limit\. Run the command again later\.$/],
  [499, /^GET \/functions: refused \(499\)/],
  [300, /^GET \/functions: refused \(300\)/],
  [408, /^GET \/functions: Segment has a fault \(408\)/],
  [500, /^GET \/functions: Segment has a fault \(500\)\. Run the command again later\.$/],
  [299, /^GET \/functions: the answer is not as documented\. Is this the Public API\?$/],
  [{ status: 400, body: { errors: [{ type: "odd" }] } }, /refused \(400\)\. Segment says: odd$/],
  [{ status: 400, body: {} }, /^GET \/functions: refused \(400\)\. Segment says: nothing more\.$/],
  [{ status: 200, body: "<html>" }, /^GET \/functions: the answer is not as documented/],
  [{ status: 200, body: { data: {} } }, /^GET \/functions: the answer is not as documented/],
  ["lost before", /^GET \/functions: no answer\. Check the network\. Run the command/],
  ["hangs", /^GET \/functions: no answer\. Check the network\. Run the command/],
])("%j at every request but the first", async (fault, expected) => {
  const { message, changes } = await run(empty(), { fault: always(fault) });
  expect(message).toMatch(expected);
  expect(changes).toEqual([]);
});

test.each<[Fault, RegExp]>([
  [401, /^GET \/: refused \(401\)\. Check REGION, the ids in the environment, and TOKEN: it needs/],
  [
    { status: 200, body: "<html>" },
    /^GET \/: the answer is not as documented\. Is this the Public API\?$/,
  ],
])("%j at the first request ends the run", async (fault, expected) => {
  const { message, requests } = await run(empty(), { fault: () => fault });
  expect(message).toMatch(expected);
  expect(requests).toHaveLength(1);
});

test.each<Fault>([408, 500, 599, "lost before", "lost after", "hangs"])(
  "a read that fails once (%s) is made again",
  async (fault) => {
    const { message, printed, waitedMs } = await run(complete(), { fault: once(fault) });
    expect(message).toBeUndefined();
    expect(printed).toMatch(/^GET \/functions: .*\. Trying again in 1 s\./);
    expect(waitedMs).toBe(1_000);
  },
);

test("a read that fails is made four times", async () => {
  const { requests, waitedMs } = await run(complete(), { fault: always(500) });
  expect({ count: requests.length, waitedMs }).toEqual({ count: 5, waitedMs: 7_000 });
});

const limit = (msBeforeNext: unknown) => ({
  status: 429,
  body: { errors: [{ type: "rate-limit", data: { msBeforeNext } }] },
});
const html = (seconds: string) => ({
  status: 429,
  body: "<html>",
  headers: { "Retry-After": seconds },
});

test.each<[Fault, number]>([
  [limit(20_500), 20_500],
  [limit(300_000), 300_000],
  [limit(0), 1_000],
  [limit(-5), 1_000],
  [limit("soon"), 15_000],
  [html("7"), 7_000],
  [html("soon"), 15_000],
  [429, 15_000],
])("the rate limit %j is waited for", async (fault, expected) => {
  const { message, waitedMs, lines } = await run(complete(), { fault: once(fault) });
  expect(message).toBeUndefined();
  expect(waitedMs).toBe(expected);
  expect(lines[0]).toBe(
    `GET /functions: Segment's rate limit. Trying again in ${Math.ceil(expected / 1000)} s.`,
  );
});

test.each<Fault>([limit(1e12), limit(300_001), html("301")])(
  "the rate limit %j is not waited for",
  async (fault) => {
    const { message, waitedMs } = await run(complete(), { fault: once(fault) });
    expect(message).toMatch(/^GET \/functions: still over Segment's rate limit/);
    expect(waitedMs).toBe(0);
  },
);

test.each<[string, (count: number) => string]>([
  ["the same", () => "again"],
  ["new", (count) => `cursor${count}`],
])("a list whose cursors never end (%s) is given up", async (_, next) => {
  const { message, requests } = await run(complete(), {
    fault: (index) =>
      always({
        status: 200,
        body: { data: { functions: [], pagination: { next: next(index) } } },
      })(index),
  });
  expect(message).toMatch(/^GET \/functions: the list does not end/);
  expect(requests).toHaveLength(201);
});

const CHECK =
  "Check REGION, the ids in the environment, and TOKEN: it needs Workspace Owner access.";
const refusing = (message: string): Scenario => {
  const body = { errors: [{ type: "input-validation", message, field: "settings[0].label" }] };
  return { workspace: empty(), fault: atPost({ status: 422, body }), changes: ["POST /functions"] };
};
/** What Segment says, and what is shown of it. */
const said = (message: string, shown: string): Scenario => ({
  ...refusing(message),
  environment: { SLACK_WEBHOOK_URL: HOOK },
  fails: `POST /functions: refused (422). Segment says: ${shown} (field settings[0].label)`,
});
const HOOK = "https://hooks.slack.com/services/T0/B0/acmewebhookOfTwentyFour";

describe("what Segment says is shown in one line, and no part of a secret", () => {
  testScenarios({
    "lines and escapes": said("too\nlong\u001b[31m", "too long [31m"),
    "the token": said(`no ${TOKEN}!`, "no [hidden]!"),
    "the token with a blank of no width in it": said(
      `no ${TOKEN.slice(0, 5)}\u200b${TOKEN.slice(5)}!`,
      "no [hidden]!",
    ),
    "Slack's webhook": said(HOOK, "[hidden]"),
    "its last part": said("no acmewebhookOfTwentyFour there", "no [hidden] there"),
    "another webhook": said("https://hooks.slack.com/services/T1/old x", "[hidden] x"),
    "a webhook of another host": said("https://acme.slack.com/services/T1/old x", "[hidden] x"),
    "an endpoint": said(
      "https://fn.segmentapis.com/?b=c2VjcmV0 x",
      "https://fn.segmentapis.com/?b=[hidden] x",
    ),
    "a shared secret": said("5".repeat(64), "[hidden]"),
    "the beginning of one": said(`it begins with ${"5".repeat(40)}`, "it begins with [hidden]"),
    "a token that begins like the other": {
      ...refusing(`no ${TOKEN}REST!`),
      environment: { WORKSPACE_TOKEN: `${TOKEN}REST` },
      fails: /Segment says: no \[hidden\]! \(field/,
    },
    "more than 1,000 characters": { ...refusing("x".repeat(5_000)), fails: /^.{999}…$/ },
  });
});

describe("a change", () => {
  const lost = (fault: Fault): Scenario => ({
    workspace: empty(),
    fault: atPost(fault),
    changes: ["POST /functions"],
    fails:
      "POST /functions: nothing new is there so far. Run the command again in a minute: it looks first.",
  });
  testScenarios({
    "that made something new and had a fault is not made again, since it may come to be late":
      lost(500),
    "that made something new and got no answer": lost("lost before"),
    "that made something new and hung": lost("hangs"),
    "of something there that got no answer: a second run goes on": {
      workspace: complete({ functions: [functionOf({ code: OLD_CODE })] }),
      fault: (_, method) => (method === "PATCH" ? "lost after" : undefined),
      changes: [`PATCH /functions/${functionOf().id}`],
      there: complete({ sources: [sourceOf(), httpSourceOf()] }),
      saves: { [`function-before-${functionOf().id}.js`]: OLD_CODE },
      fails:
        /^PATCH .* no answer.*\. It may have been done or not\. Run the command again: it goes on here\.$/,
    },
    "that the token may not make ends the run, and says which access it takes": {
      workspace: empty(),
      leeway: { mayChange: false },
      changes: ["POST /functions"],
      fails: `POST /functions: refused (401). ${CHECK} Segment says: made up for the test`,
    },
    "of a name with a secret in it is printed without": {
      workspace: empty(),
      words: [],
      environment: { FUNCTION_NAME: `Audit ${TOKEN}` },
      prints: ["A new source function, Audit [hidden], 2.0.0 "],
    },
  });
});

test("an id with escapes in it is printed without them", async () => {
  const [webhooks] = complete().destinations;
  const workspace = complete({ destinations: [{ ...webhooks, id: "webhooks\u001b1" }] });
  const fault: PublicApiServer["fault"] = (index, _, path) =>
    path.endsWith("/subscriptions") && index < 7 ? 500 : undefined;
  expect((await run(workspace, { fault })).printed).toMatch(/subscriptions: .* Trying again in/);
});

test("a fault of the command itself is not told as a failure: it keeps its stack", async () => {
  const server = await servePublicApi(empty(), TOKEN);
  const options = readOptions([], { TOKEN, WORKSPACE_TOKEN, API_URL: server.url });
  const print = () => {
    throw new TypeError("made up for the test");
  };
  const surroundings = { ...clock, code: NEW_CODE, print, save: saveNew };
  await expect(deploy(options, surroundings)).rejects.toThrow(TypeError);
  server.close();
});

test("a workspace without a slug is a readable failure", async () => {
  const body = { data: { workspace: { slug: null } } };
  const { message } = await run(empty(), { fault: () => ({ status: 200, body }) });
  expect(message).toBe("GET /: the answer is not as documented. Is this the Public API?");
});

test("a redirect is not followed, and the token goes nowhere", async () => {
  const other = await servePublicApi(empty(), TOKEN);
  const headers = { Location: `${other.url}/functions` };
  const { message } = await run(empty(), { fault: always({ status: 307, body: {}, headers }) });
  other.close();
  expect(message).toMatch(/^GET \/functions: no answer/);
  expect(other.requests).toEqual([]);
});
