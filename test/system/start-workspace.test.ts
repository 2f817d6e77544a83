// npm start with a token: what it asks the Public API, and what it says when that goes wrong.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import nock from "nock";
import { clock } from "../../tools/clock";
import { ADA, audienceCreated } from "../../tools/segment/audit-events";
import { errorBody, userBody } from "../../tools/segment/public-api";
import { start } from "../../tools/start/start";

const TOKEN = "sgp_acme_token_1";
const ENVIRONMENT = { WORKSPACE_SLUG: "acme", WORKSPACE_TOKEN: TOKEN };

const us = "https://api.segmentapis.com";
const workspace = { data: { workspace: { id: "acmeWS01", slug: "acme", name: "Acme" } } };

const file = path.join(mkdtempSync(path.join(tmpdir(), "start-")), "event.json");
writeFileSync(file, JSON.stringify(audienceCreated()));

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

function api(url = us) {
  return nock(url, { reqheaders: { authorization: `Bearer ${TOKEN}` } });
}

/** What is printed, and the failure, if any. In no case the token, or more than one line of it. */
async function run(words: string[], environment: Record<string, string> = ENVIRONMENT) {
  const lines: string[] = [];
  let failure: string | undefined;
  const print = (line: string) => lines.push(line);
  try {
    await start(words, environment, { ...clock, print, wait: async () => {} });
  } catch (error) {
    failure = Object(error).message;
  }
  const printed = lines.join("\n");
  expect(`${printed}${failure}`).not.toContain(TOKEN);
  expect(failure ?? "").not.toContain("\n");
  return { printed, failure };
}

test("it checks the token, and asks who a file's event is by", async () => {
  const requests = api().get("/").reply(200, workspace).get("/users/ada7LovelaceX");
  const scope = requests.reply(200, userBody(ADA));
  const { printed, failure } = await run([file]);
  expect(failure).toBeUndefined();
  expect(printed).toMatch(/^Emails come from the Public API, for acme\.\n/);
  expect(printed).toContain("       + email: ada@acme.test\n");
  expect(printed).not.toContain("WORKSPACE_SLUG");
  expect(scope.isDone()).toBe(true);
});

test("in the EU it asks there", async () => {
  const requests = api("https://eu1.api.segmentapis.com").get("/").reply(200, workspace);
  requests.get("/users/ada7LovelaceX").reply(200, userBody(ADA));
  const { printed } = await run([file], { ...ENVIRONMENT, REGION: " EU " });
  expect(printed).toContain("       + email: ada@acme.test\n");
});

test("without a file, it makes samples about the first user that the token can see", async () => {
  const user = { id: "liv3User01", email: "liv@acme.test" };
  api()
    .get("/")
    .reply(200, workspace)
    .get("/users?pagination[count]=1")
    .reply(200, { data: { users: [user] } })
    .get("/users/liv3User01") // The only one: what is cached is not asked for again.
    .reply(200, userBody(user));
  const { printed, failure } = await run([]);
  expect(failure).toBeUndefined();
  expect(printed).toContain("       + email: liv@acme.test\n");
  expect(printed).not.toMatch(/ada|grc9|goneUser01/);
  expect(printed).not.toContain("user not found");
});

test("it says so when the token is another workspace's", async () => {
  const slug = "acme-live\n  out  forged\x1b";
  api()
    .get("/")
    .reply(200, { data: { workspace: { id: "acmeWS02", slug } } });
  api().get("/users/ada7LovelaceX").reply(200, userBody(ADA));
  const { printed } = await run([file], { ...ENVIRONMENT, WORKSPACE_SLUG: "ac\nme\x1b" });
  expect(printed).toContain(
    "for acme-live out forged.\nWORKSPACE_SLUG is ac me, but the token is for acme-live out forged.\n",
  );
});

test.each([
  [
    401,
    "GET /: refused (401). WORKSPACE_TOKEN is wrong, or REGION, which is us. If the workspace is",
  ],
  [
    403,
    "GET /: refused (403). WORKSPACE_TOKEN is wrong, or REGION, which is us. If the workspace is",
  ],
  [418, "GET /: refused (418). Segment says: made up for the test"],
])("the status %d ends it before any sample", async (status, start) => {
  api().get("/").reply(status, errorBody("made-up"));
  const { printed, failure } = await run([]);
  expect(printed).toBe("");
  expect(failure?.slice(0, start.length)).toBe(start);
});

test("in the EU, a rejected token may be one of the US", async () => {
  api("https://eu1.api.segmentapis.com").get("/").reply(401, errorBody("unauthorized"));
  const { failure } = await run([], { ...ENVIRONMENT, REGION: "eu" });
  expect(failure).toContain(
    "REGION, which is eu. If the workspace is elsewhere, set REGION=us. Other",
  );
});

test("what Segment says is shown in one line, and without the token", async () => {
  const errors = [{ message: `no\n${TOKEN.slice(0, 5)}\u200b${TOKEN.slice(5)}\x1b[31m` }];
  api().get("/").reply(401, { errors });
  expect((await run([])).failure).toMatch(/ Segment says: no \[hidden\] \[31m$/);
});

test("a fault that passes is waited for", async () => {
  api().get("/").reply(503).get("/").reply(200, workspace);
  api().get("/users/ada7LovelaceX").reply(200, userBody(ADA));
  const { printed } = await run([file]);
  expect(printed).toMatch(
    /^GET \/: Segment has a fault \(503\)\. Trying again in 1 s\.\nEmails come from the Public API/,
  );
});

test.each([
  ["<html>", "the answer is not the Public API's. Run the command again later."],
  ["null", "the answer is not the Public API's. Run the command again later."],
  ['{"data":{}}', "the answer is not as documented. Is this the Public API?"],
])("the answer %s is not taken", async (body, expected) => {
  api().get("/").times(4).reply(200, body);
  const { printed, failure } = await run([file]);
  expect(printed).not.toContain("Emails");
  expect(failure).toBe(`GET /: ${expected}`);
});

test.each([
  ["a name that nobody knows", { code: "ENOTFOUND" }, " (ENOTFOUND)"],
  ["a refused connection", { code: "ECONNREFUSED" }, " (ECONNREFUSED)"],
  ["anything else", {}, ""],
])("%s is told as no network", async (_, cause, shown) => {
  const error = Object.assign(new Error("made up"), { cause });
  api().get("/").times(4).replyWithError(error);
  const { printed, failure } = await run([]);
  expect(printed).not.toContain("Emails");
  expect(failure).toBe(`GET /: no answer${shown}. Check the network. Run the command again later.`);
});

test("a redirect does not get the token", async () => {
  const other = nock("https://login.acme.test").get("/").reply(200, workspace);
  api().get("/").times(4).reply(302, "", { Location: "https://login.acme.test/" });
  const { failure } = await run([]);
  expect(failure).toMatch(/^GET \/: no answer\. /);
  expect(other.isDone()).toBe(false);
});

test.each([
  [403, errorBody("forbidden")],
  [200, { data: { users: [] } }],
  [200, { data: { users: [{ id: "ada" }] } }],
  [200, { data: { users: null } }],
])("users that cannot be seen (%d %j): it asks for a file", async (status, body) => {
  api().get("/").reply(200, workspace).get("/users?pagination[count]=1").reply(status, body);
  const { printed, failure } = await run([]);
  expect(printed).toBe("");
  expect(failure).toContain("Give a file with events of yours instead: npm start -- events.json");
});

test("a fault of Segment's is not told as a token that sees nobody", async () => {
  const users = "/users?pagination[count]=1";
  api().get("/").reply(200, workspace).get(users).times(4).reply(503, errorBody("fault"));
  const { failure } = await run([]);
  expect(failure).toMatch(/^GET \/users: Segment has a fault \(503\)\./);
});

test.each([
  [{ WORKSPACE_SLUG: "acme" }, "Set both WORKSPACE_SLUG and WORKSPACE_TOKEN, or neither."],
  [{ ...ENVIRONMENT, WORKSPACE_SLUG: " " }, "Set both WORKSPACE_SLUG and WORKSPACE_TOKEN, or"],
  [{ ...ENVIRONMENT, REGION: "constructor" }, "REGION is wrong. It takes us or eu; us by default."],
  [{ REGION: "\x1b[2J" }, "REGION is wrong. It takes us or eu; us by default."],
  [
    { ...ENVIRONMENT, WORKSPACE_TOKEN: "a b" },
    "WORKSPACE_TOKEN is wrong. It takes a Public API token for the function, without spaces.",
  ],
])("it asks nobody with %j", async (environment, said) => {
  const { printed, failure } = await run([], { ...environment });
  expect(printed).toBe("");
  expect(failure).toContain(said);
});
