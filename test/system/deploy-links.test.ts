// What each link does with what is there: it stays, is made, is named, or stops the run before it.
import type { Fault, Workspace } from "../../tools/segment/stand-in-api";
import * as the from "./deployed-workspace";
import { type Around, run, TOKEN } from "./deployment";

const { ENDPOINT, empty, endpointOf, functionOf, httpSourceOf, NEW_CODE, OLD_CODE } = the;
const { postOf, SOURCE_ID, slackOf, sourceOf, webhookOf, webhooksOf, workspaceOf } = the;
const DEFINITIONS = functionOf().settings;
const metadata = { id: "web" };
const PATCH = `PATCH /functions/${the.FUNCTION_ID}`;
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

test.each<[string, string[]]>([
  [OLD_CODE, [OLD_CODE]],
  [`${NEW_CODE}// a local fix`, [`${NEW_CODE}// a local fix`]],
  [`${NEW_CODE}\n\n`, []],
])("the function's code %j is saved where it is replaced", async (code, expected) => {
  const { saved, sent } = await run(withFunction({ code }));
  expect([saved, sent]).toEqual([expected, expected.map(() => PATCH)]);
});

const EXTRA = { ...DEFINITIONS[0], name: "extra", type: "TEXT_MAP" };
test.each<[string, unknown, unknown]>([
  ["missing", DEFINITIONS.slice(1), DEFINITIONS],
  ["different", [{ ...DEFINITIONS[0], required: false }, ...DEFINITIONS.slice(1)], DEFINITIONS],
  ["missing beside somebody's", [EXTRA], [...DEFINITIONS, EXTRA]],
  ["equal, beside somebody's", [EXTRA, ...DEFINITIONS], undefined],
  ["not shown", null, undefined],
])("definitions of settings that are %s", async (_, settings, expected) => {
  const leeway = { optionalFields: settings ? "given" : "null" } as const;
  const { made } = await run(withFunction({ settings }), { leeway });
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

test("sources are made with free slugs, and without settings where these are refused", async () => {
  const taken = ["audit-events", "audit-trail"].map((slug) =>
    sourceOf({ id: slug, slug, metadata }),
  );
  const workspace = workspaceOf({ sources: taken, destinations: [] });
  const { made, lines } = await run(workspace);
  const { settings, ...rest } = Object(made[0]?.body);
  expect([settings.workspaceSlug, rest.slug]).toEqual(["acme", "audit-events-2"]);
  expect(made.slice(1).map(({ body }) => body)).toMatchObject([rest, { slug: "audit-trail-2" }]);
  expect(made[1]?.body).not.toHaveProperty("settings");
  expect(lines.filter((line) => line.startsWith("+ The source"))).toHaveLength(1);
  expect((await run(workspace)).sent).toEqual([]);
});

const FAILED = { status: 200, body: { data: { functionDeployment: { status: "FAILED" } } } };
test.each<[Fault, RegExp, number]>([
  [403, /^POST .functions: refused/, 1],
  ["lost after", /^POST .functions: .*may have been done/, 1],
  [{ status: 200, body: { data: { function: null } } }, /^POST .functions: .*documented/, 1],
  [FAILED, /did not succeed/, 4],
])("a change that ends with %j stops the run", async (fault, words, count) => {
  const isFaulty = (method: string, path: string) =>
    fault === FAILED ? path.endsWith("/deploy") : method === "POST";
  const around: Around = { fault: (_, ...call) => (isFaulty(...call) ? fault : undefined) };
  const { changes, failure, lines } = await run(empty(), around);
  expect([changes.length, failure]).toEqual([count, expect.stringMatching(words)]);
  // Nothing is said to be made that was not.
  if (fault === 403) expect(lines.join()).not.toContain("+");
});

/** What can be the endpoint, and what cannot. */
const ENDPOINTS: [endpoint: string, isRight: boolean][] = [
  [ENDPOINT, true],
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
  [ENDPOINT.slice(0, 40), false],
  [`${ENDPOINT} x`, false],
];

test.each(ENDPOINTS)("the endpoint %s: %s", async (url, isRight) => {
  const environment = { ENDPOINT: url };
  if (isRight) expect((await run(withDestinations(), { environment })).failure).toBe("");
  else await expectStop(withDestinations, /^ENDPOINT is wrong/, environment);
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

test("the endpoint is refused while its source is not there, and is no URL of Slack's", async () => {
  await expectStop(empty, /^ENDPOINT is wrong/, { ENDPOINT });
  const { isWhole } = await run(withDestinations(slackOf([postOf({ url: ENDPOINT })])));
  expect(isWhole).toBe(false);
});

const SECRET = { sharedSecret: "a-shared-secret-1" };
test.each<[string, object, object, boolean]>([
  ["without the header stops the run", {}, SECRET, true],
  ["with an empty header does, too", { headers: { "X-Shared-Secret": " " } }, SECRET, true],
  [
    "with the header is right",
    { headers: { "x-SHARED-secret": "a-shared-secret-1" } },
    SECRET,
    false,
  ],
  ["to elsewhere is somebody's", { url: "https://siem.acme.test" }, SECRET, false],
  ["is one with a secret", {}, { sharedSecret: "" }, false],
])("a webhook that signs %s", async (_, mapping, settings, stops) => {
  const functions = [functionOf({ code: OLD_CODE })];
  const odd = { name: `a\u001b[31m\n${TOKEN}` };
  const destinations = [webhooksOf([webhookOf(mapping, odd)], { settings })];
  const create = () => workspaceOf({ functions, destinations });
  if (stops) await expectStop(create, /X-Shared-Secret.*step 8/);
  else expect((await run(create())).failure).toBe("");
});

const off = { enabled: false };
const second = { id: "mapping3", name: "Second" };
const page = { ...second, trigger: 'type = "page"' };
const elsewhere = { id: "elsewhere", sourceId: "acmeOther2" };
const webhooks = webhooksOf([webhookOf()]);
test.each<[string, Workspace["destinations"], string]>([
  ["off", [webhooksOf([webhookOf({}, off)])], "off"],
  ["in a destination that is off", [webhooksOf([webhookOf()], off)], "off"],
  ["batching", [webhooksOf([webhookOf({ enable_batching: true })])], "batches"],
  ["there twice", [webhooksOf([webhookOf(), webhookOf({}, second)])], "Second.*same"],
  ["there with another trigger", [webhooksOf([webhookOf(), webhookOf({}, page)])], ""],
  ["there twice, once off", [webhooksOf([webhookOf({}, { ...second, ...off }), webhookOf()])], ""],
  ["there on two sources", [webhooks, webhooksOf([webhookOf()], elsewhere)], ""],
  ["on any source", [webhooksOf([webhookOf()], elsewhere)], ""],
])("a webhook that is %s stays, and is named where one has to look", async (_, all, word) => {
  const { checks, sent } = await run(withDestinations(...all));
  expect([checks, sent]).toEqual([word ? [expect.stringMatching(word)] : [], []]);
});

const other = { url: "https://hooks.slack.com/services/T0/B0/other" };
const text = (template: string) => postOf({ text: { "@template": template } });
test.each<[string, ReturnType<typeof slackOf>, string, number]>([
  ["off", slackOf([postOf()], off), "off", 0],
  ["there twice", slackOf([postOf(), postOf({}, second)]), "same", 0],
  ["there for two channels", slackOf([postOf(), postOf(other, second)]), "", 0],
  ["there with words around", slackOf([text("New: {{properties.summary}}")]), "", 0],
  ["there with another text", slackOf([text("{{event}}")]), "", 2],
  ["elsewhere", slackOf([postOf()], elsewhere), "", 2],
  ["an empty one of ours", slackOf([]), "", 1],
  ["an empty one that is off", slackOf([], off), "", 2],
  ["an empty one of somebody's", slackOf([], { name: "Theirs" }), "", 2],
])("Slack that is %s", async (_, slack, word, made) => {
  const environment = { SLACK_WEBHOOK_URL: the.SLACK_URL };
  const { checks, sent } = await run(withDestinations(webhooks, slack), { environment });
  expect([checks, sent.length]).toEqual([word ? [expect.stringMatching(word)] : [], made]);
});

test("Slack is made on the source that is posted to, and sources that are off are named", async () => {
  const to = sourceOf({ id: "acmeSecnd1", slug: "second", ...off });
  const sources = [sourceOf(), to, httpSourceOf(off)];
  const destinations = [webhooksOf([webhookOf({ url: endpointOf(to.id) })])];
  const environment = { SLACK_WEBHOOK_URL: the.SLACK_URL };
  const { made, checks } = await run(workspaceOf({ sources, destinations }), { environment });
  expect(made[0]?.body).toMatchObject({ sourceId: to.id });
  expect(checks.join()).toMatch(/\(second\) is off.*\(audit-trail\) is off/);
});

const OPAQUE = `https://fn.segmentapis.com/?x=1&b=${btoa("\u00ff".repeat(15))}`;
const HOOK = "https://hooks.slack.com/services/T1/B1/old";
test.each([
  "sgp_acme_deploy\u200b_token is wrong",
  "sgp_acme_function_token",
  encodeURIComponent(ENDPOINT),
  ENDPOINT.slice(35),
  `the key ${"k".repeat(32)}`,
  "a-shared-secret-1 of a header",
  `${HOOK} and\n\u001b[31m${the.SLACK_URL}`,
  `no ${OPAQUE}`,
  encodeURIComponent(the.SLACK_URL),
  "no acme-path-of-20-characters",
])("%j in an answer is not shown", async (message) => {
  const headers = { "X-Shared-Secret": "a-shared-secret-1" };
  const refusal = { status: 422, body: { errors: [{ message }] } };
  const fault = (_: number, method: string, path: string) =>
    method === "POST" && !path.endsWith("/deploy") ? refusal : undefined;
  const place = { sourceId: "acmeOther2", name: "Somebody's" };
  const other = webhooksOf(
    [webhookOf({ headers, url: "https://siem.acme.test/acme-path-of-20-characters" })],
    place,
  );
  const paste = () => OPAQUE;
  const isSet = message.includes("%3A") && { ENDPOINT };
  const environment = { SLACK_WEBHOOK_URL: the.SLACK_URL, ...isSet };
  const { failure } = await run(withDestinations(other), { fault, paste, environment });
  expect(failure).toMatch(/^POST .*\[hidden\]/);
  for (const secret of [HOOK, "/".repeat(20)]) expect(failure).not.toContain(secret);
});
