// Given this fault, this one line is printed, and it says what to do.
import { type Fault, servePublicApi } from "../../tools/segment/public-api-server";
import { complete, empty, functionOf, OLD_CODE, run, TOKEN } from "./deployment";

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
  [500, /^GET \/functions: Segment has a fault \(500\)\. Check the network\. Run the command/],
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

test.each<Fault>([500, "lost before", "hangs"])(
  "something new whose making failed (%s) is not made again, since it may come to be late",
  async (fault) => {
    const workspace = empty();
    const { message, changes } = await run(workspace, { fault: atPost(fault) });
    expect(message).toMatch(
      /^POST \/functions: nothing new is there so far\. Run the command again/,
    );
    expect(changes).toHaveLength(1);
    await run(workspace);
    expect(workspace.functions).toHaveLength(1);
  },
);

test("a change without an answer says that a second run goes on", async () => {
  const { message, changes } = await run(
    complete({ functions: [functionOf({ code: OLD_CODE })] }),
    {
      fault: (_, method) => (method === "PATCH" ? "lost after" : undefined),
    },
  );
  expect(message).toMatch(
    /^PATCH .* no answer\. It may have been done or not\. Run the command ag/,
  );
  expect(changes).toHaveLength(1);
});

test("what Segment says is shown in one line, with its field, and no part of a secret", async () => {
  const hook = "https://hooks.slack.com/services/T0/B0/acmewebhookOfTwentyFour";
  const say = async (message: string) => {
    const body = { errors: [{ type: "input-validation", message, field: "settings[0].label" }] };
    const fault = atPost({ status: 422, body });
    return (await run(empty(), { environment: { SLACK_WEBHOOK_URL: hook }, fault })).message;
  };
  expect(await say("too\nlong\u001b[31m")).toBe(
    "POST /functions: refused (422). Segment says: too long [31m (field settings[0].label)",
  );
  expect(await say(`no ${TOKEN}!`)).toContain("no [hidden]!");
  expect(await say(`no ${TOKEN.slice(0, 5)}\u200b${TOKEN.slice(5)}!`)).toContain("no [hidden]!");
  expect(await say(hook)).toContain("says: [hidden] (field");
  expect(await say("no acmewebhookOfTwentyFour there")).toContain("says: no [hidden] there");
  expect(await say("https://hooks.slack.com/services/T1/old x")).toContain("says: [hidden] x");
  expect(await say("https://acme.slack.com/services/T1/old x")).toContain("says: [hidden] x");
  expect(await say("https://fn.segmentapis.com/?b=c2VjcmV0 x")).toContain("?b=[hidden] x");
  expect(await say("5".repeat(64))).toContain("says: [hidden] (");
  expect(await say(`a secret that begins with ${"5".repeat(40)}`)).toContain("with [hidden] (");
  expect(await say("x".repeat(5_000))).toMatch(/^.{999}…$/);
});

test("a token that begins like the other is hidden as a whole", async () => {
  const environment = { WORKSPACE_TOKEN: `${TOKEN}REST` };
  const body = { errors: [{ message: `no ${TOKEN}REST!` }] };
  const fault = atPost({ status: 422, body });
  expect((await run(empty(), { environment, fault })).message).toContain("says: no [hidden]!");
});

test("a secret in a name is printed neither in the plan nor in a failure", async () => {
  const FUNCTION_NAME = `Audit ${TOKEN}`;
  const { printed } = await run(empty(), { words: [], environment: { FUNCTION_NAME } });
  expect(printed).toContain("A new source function, Audit [hidden], 2.0.0 ");
});

test("a redirect is not followed, and the token goes nowhere", async () => {
  const other = await servePublicApi(empty(), TOKEN);
  const headers = { Location: `${other.url}/functions` };
  const { message } = await run(empty(), { fault: always({ status: 307, body: {}, headers }) });
  other.close();
  expect(message).toMatch(/^GET \/functions: no answer/);
  expect(other.requests).toEqual([]);
});
