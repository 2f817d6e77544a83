// What each link does with what is there: it stays, is made, is named, or stops the run before it.
import type { Workspace } from "../../tools/segment/stand-in-api";
import * as the from "./deployed-workspace";
import { type Around, run, TOKEN } from "./deployment";

const { ENDPOINT, endpointOf, functionOf, httpSourceOf, NEW_CODE, OLD_CODE } = the;
const { postOf, SOURCE_ID, slackOf, sourceOf, webhookOf, webhooksOf, workspaceOf } = the;
const withSlack = { environment: { SLACK_WEBHOOK_URL: the.SLACK_URL } };
const DEFINITIONS = functionOf().settings;
const withFunction = (over: object) => workspaceOf({ functions: [functionOf(over)] });
const withDestinations = (...destinations: Workspace["destinations"]) =>
  workspaceOf({ destinations });

/** Neither a plan nor a run changes anything: it ends with these words. */
async function expectStop(create: () => Workspace, words: RegExp, environment = {}) {
  for (const option of [[], ["--yes"]]) {
    const { failure, changes } = await run(create(), { words: option, environment });
    expect([failure, changes]).toEqual([expect.stringMatching(words), []]);
  }
}

test("the function's code is saved where it is replaced, and white space at its end is none", async () => {
  const code = `${NEW_CODE}// a local fix`;
  expect((await run(withFunction({ code }))).saved).toEqual([code]);
  expect((await run(withFunction({ code: `${NEW_CODE}\n\n` }))).sent).toEqual([]);
});

const EXTRA = { ...DEFINITIONS[0], name: "extra", type: "TEXT_MAP" };
test.each<[string, unknown, unknown]>([
  ["different", [{ ...DEFINITIONS[0], required: false }, ...DEFINITIONS.slice(1)], DEFINITIONS],
  ["missing beside somebody's", [EXTRA], [...DEFINITIONS, EXTRA]],
  ["equal, beside somebody's", [EXTRA, ...DEFINITIONS], undefined],
])("definitions of settings that are %s", async (_, settings, expected) => {
  const { made } = await run(withFunction({ settings }));
  expect(made.map(({ body }) => body)).toEqual(expected ? [{ settings: expected }] : []);
});

test("of several functions, it says which is taken, and FUNCTION_ID chooses", async () => {
  const second = functionOf({ id: "sfnc_acmeOther", catalogId: "acmeOther", code: OLD_CODE });
  const workspace = () => workspaceOf({ functions: [second, functionOf()] });
  expect((await run(workspace())).checks[0]).toMatch(/taken, not sfnc_acmeOther/);
  const chosen = await run(workspace(), { environment: { FUNCTION_ID: second.id } });
  expect(chosen.sent[0]).toBe(`PATCH /functions/${second.id}`);
  await expectStop(workspace, /^FUNCTION_ID is wrong/, { FUNCTION_ID: "sfnc_none" });
  await expectStop(() => withFunction({ code: null }), /no code/);
});

test.each([
  [403, 2],
  ["lost after", 1],
] as const)("a source that is answered with %s is asked for %d times", async (how, times) => {
  const fault = (_: number, method: string) => (method === "POST" ? how : undefined);
  const workspace = workspaceOf({ sources: [], destinations: [] });
  const { changes, lines } = await run(workspace, { fault, leeway: { sourceSettings: "hidden" } });
  expect([changes.length, lines.join().includes("+")]).toEqual([times, false]);
});

test("an HTTP API source of another purpose is not used", async () => {
  const other = the.httpSourceOf({ id: "other", slug: "audit-trail-2026" });
  const { made } = await run(workspaceOf({ sources: [sourceOf(), other], destinations: [] }));
  expect(made[0]?.body).toMatchObject({ slug: "audit-trail" });
});

test("a deployment that does not succeed stops the run", async () => {
  const body = { data: { functionDeployment: { status: "FAILED" } } };
  const fault = (_: number, verb: string) => (verb === "POST" ? { status: 200, body } : undefined);
  expect((await run(workspaceOf(), { fault })).failure).toMatch(/did not succeed/);
});

/** What can be the endpoint, and what cannot. */
test.each([
  [decodeURIComponent(ENDPOINT), true],
  [endpointOf(SOURCE_ID, "k".repeat(32), "fn.eu1.segmentapis.com"), true],
  [`https://fn.segmentapis.com/?b=${btoa("\u00ff".repeat(40))}`, true],
  [endpointOf(SOURCE_ID, "k".repeat(32), "evil-segmentapis.com"), false],
  ["https://evil.test/?b=abc", false],
  [ENDPOINT.replace("https", "http"), false],
  ["https://fn.segmentapis.com/", false],
  [`https://api.segmentapis.com/functions/webhook/x?b=${btoa("\u00ff")}`, false],
  [endpointOf("acmeOther2"), false],
  [endpointOf(SOURCE_ID, "k".repeat(31)), false],
])("the endpoint %s: %s", async (url, isRight) => {
  const environment = { ENDPOINT: url };
  if (!isRight) await expectStop(withDestinations, /^ENDPOINT is wrong/, environment);
  // A person is asked until it can be one.
  const workspace = withDestinations();
  const { asked } = await run(workspace, { paste: (nth) => [url, ENDPOINT][nth] });
  const [mapping] = workspace.destinations[0]?.subscriptions ?? [];
  expect([asked, Object(mapping?.settings).url]).toEqual(isRight ? [1, url] : [2, ENDPOINT]);
  // A webhook to it counts as there, or not.
  const existing = withDestinations(webhooksOf([webhookOf({ url })]));
  const { isWhole, sent } = await run(existing, isRight ? { environment } : {});
  expect([isWhole, sent]).toEqual([isRight, []]);
});

const sharedSecret = "a-shared-secret-1";
test.each<[string, object, object, boolean]>([
  ["without the header", {}, { sharedSecret }, true],
  ["with an empty header", { headers: { "X-Shared-Secret": " " } }, { sharedSecret }, true],
  ["with the header", { headers: { "x-SHARED-secret": sharedSecret } }, { sharedSecret }, false],
  ["to elsewhere", { url: "https://siem.acme.test" }, { sharedSecret }, false],
  ["without a secret", {}, { sharedSecret: "" }, false],
])("a webhook that signs %s", async (_, mapping, settings, isStop) => {
  const functions = [functionOf({ code: OLD_CODE })];
  const odd = { name: `a\u001b[31m\n${TOKEN}` };
  const destinations = [webhooksOf([webhookOf(mapping, odd)], { settings })];
  const create = () => workspaceOf({ functions, destinations });
  if (isStop) await expectStop(create, /X-Shared-Secret.*step 8/);
  else expect((await run(create())).failure).toBe("");
});

const off = { enabled: false };
const second = { id: "mapping3", name: "Second" };
const page = { ...second, trigger: 'type = "page"' };
const elsewhere = { id: "elsewhere", sourceId: "acmeOther2" };
const webhooks = webhooksOf([webhookOf()]);
const otherChannel = { url: "https://hooks.slack.com/services/T0/B0/other" };
const postWith = (template: string) => postOf({ text: { "@template": template } });
/** What a workspace has, the word of what is to be checked, and how much is made. */
test.each<[string, Workspace["destinations"], string, number]>([
  ["a webhook that is off", [webhooksOf([webhookOf({}, off)])], "off", 2],
  ["a destination that is off", [webhooksOf([webhookOf()], off)], "off", 2],
  ["one that batches", [webhooksOf([webhookOf({ enable_batching: true })])], "batches", 2],
  ["the same twice", [webhooksOf([webhookOf(), webhookOf({}, second)])], "Second.*same", 2],
  ["another trigger", [webhooksOf([webhookOf(), webhookOf({}, page)])], "", 2],
  ["twice, once off", [webhooksOf([webhookOf({}, { ...second, ...off }), webhookOf()])], "", 2],
  ["one on any source", [webhooksOf([webhookOf()], elsewhere)], "", 2],
  ["words around", [webhooks, slackOf([postWith("New: {{properties.summary}}")])], "", 0],
  ["another text", [webhooks, slackOf([postWith("{{event}}")])], "", 2],
  ["Slack elsewhere", [webhooks, slackOf([postOf()], elsewhere)], "", 2],
  ["an empty one of ours", [webhooks, slackOf([])], "", 1],
  ["an empty one that is off", [webhooks, slackOf([], off)], "", 2],
  ["an empty one of somebody's", [webhooks, slackOf([], { name: "Theirs" })], "", 2],
])("%s stays, and is named where one has to look", async (_, destinations, word, made) => {
  const { checks, sent } = await run(withDestinations(...destinations), withSlack);
  expect([checks, sent.length]).toEqual([word ? [expect.stringMatching(word)] : [], made]);
});

test("Slack is made on the source that is posted to, and sources that are off are named", async () => {
  const target = sourceOf({ id: "acmeSecnd1", slug: "second", ...off });
  const sources = [sourceOf(), target, httpSourceOf(off)];
  const destinations = [webhooksOf([webhookOf({ url: endpointOf(target.id) })])];
  const { made, checks } = await run(workspaceOf({ sources, destinations }), withSlack);
  expect(made[0]?.body).toMatchObject({ sourceId: target.id });
  expect(checks.join()).toMatch(/\(second\) is off.*\(audit-trail\) is off/);
});

const OPAQUE = `https://fn.segmentapis.com/?x=1&b=${btoa("\u00ff".repeat(15))}`;
test.each([
  "sgp_acme_deploy\u200b_token is wrong",
  ENDPOINT.slice(35),
  `the key ${"k".repeat(32)}`,
  "a-shared-secret-1 of a header",
  `${otherChannel.url} and\n\u001b[31m${the.SLACK_URL}`,
  `no ${OPAQUE}`,
  encodeURIComponent(the.SLACK_URL),
  "no acme-path-of-20-characters",
])("%j in an answer is not shown", async (message) => {
  const refusal = { status: 422, body: { errors: [{ message }] } };
  const fault: Around["fault"] = (_, method, path) =>
    method === "POST" && !path.endsWith("/deploy") ? refusal : undefined;
  const headers = { "X-Shared-Secret": sharedSecret };
  const mapping = webhookOf({ headers, url: "https://siem.acme.test/acme-path-of-20-characters" });
  const workspace = withDestinations(webhooksOf([mapping], { name: "Somebody's" }));
  const { failure } = await run(workspace, { ...withSlack, fault, paste: () => OPAQUE });
  expect(failure).toMatch(/^POST .*\[hidden\]/);
  for (const secret of [otherChannel.url, "/".repeat(20)]) expect(failure).not.toContain(secret);
});
