// The function, its code, the definitions of its settings, and its source.
import * as the from "./deployed-workspace";
import { check, checksOf, restOf, run } from "./deployment";

const { FUNCTION_ID, functionOf, given, NEW_CODE, OLD_CODE, SETTINGS, withFunction } = the;
const { httpSourceOf, sourceOf, webhookOf, webhooksOf, withSources } = the;
const PATCH = `PATCH /functions/${FUNCTION_ID}`;
const DEPLOY = `POST /functions/sfn_${the.SOURCE_ID}/deploy`;
const EXTRA = { ...SETTINGS[0], name: "extra", label: "Extra" };

test("its code is brought up to date and deployed, and nothing else of it changes", async () => {
  const before = functionOf({ code: OLD_CODE, description: "ours" });
  const workspace = given({ functions: [before] });
  const { changes, saved } = await run(workspace);
  expect(changes[0]?.body).toEqual({ code: NEW_CODE });
  expect(workspace.functions).toMatchObject([{ ...before, code: NEW_CODE }]);
  expect(saved).toEqual({});
  expect((await run(workspace)).sent).toEqual([]);
});

const OTHERS = ["async function onRequest() {}", `\n${OLD_CODE}`, "// segment-audit-functions 1"];
test.each(OTHERS)("its code that is not ours (%j) is saved first, by a run alone", async (code) => {
  const plan = await run(withFunction({ code }), { words: [] });
  expect(plan.saved).toEqual({});
  expect(plan.lines[1]).toBe("~ The function Audit events (code of another → 2.0.0): code");
  const { saved, lines, sent } = await run(withFunction({ code }));
  expect(saved).toEqual({ "function-before.js": code });
  expect(lines[1]).toBe("The code that was there is saved: function-before.js");
  expect(sent).toEqual([PATCH, DEPLOY]);
});

test("its code is the same with other white space at its end", async () => {
  const code = `${NEW_CODE}\n\n`;
  const sources = [sourceOf({ runs: code }), httpSourceOf()];
  expect(await check(given({ functions: [functionOf({ code })], sources }))).toEqual([]);
});

test("its code is deployed where a source runs other code", async () => {
  const workspace = withSources(sourceOf({ runs: OLD_CODE }), httpSourceOf());
  expect((await run(workspace)).sent).toEqual([DEPLOY]);
});

test("its code is deployed where Segment does not say that it is the newest", async () => {
  expect((await run(given(), { leeway: { optionalFields: "absent" } })).sent).toEqual([DEPLOY]);
});

test.each(["FAILED", undefined])(
  "code that is deployed with the status %s has to be checked",
  async (status) => {
    const answer = { status: 200, body: { data: { functionDeployment: { status } } } };
    const { lines } = await run(withFunction({ code: OLD_CODE }), {
      fault: (_, __, path) => (path.endsWith("/deploy") ? answer : undefined),
    });
    const ending = `ended with ${status ?? "no status"}. Run the command again.`;
    expect(checksOf(lines)).toEqual([`The deployment to Audit events ${ending}`]);
  },
);

test.each([
  ["that are missing", SETTINGS.slice(1), SETTINGS],
  ["that differ", [{ ...SETTINGS[0], required: false }, ...SETTINGS.slice(1)], SETTINGS],
  ["beside others", [EXTRA], [...SETTINGS, EXTRA]],
])("the definitions of its settings %s are brought up to date", async (_, settings, after) => {
  const workspace = withFunction({ settings });
  const { sent, lines } = await run(workspace);
  expect(sent).toEqual([PATCH]);
  expect(lines[1]).toBe("~ The function Audit events (2.0.0 → 2.0.0): settings");
  expect(workspace.functions[0]).toMatchObject({ settings: after, code: NEW_CODE });
});

test("definitions that are right stay, also with others, or with more in them", async () => {
  const more = SETTINGS.map((one) => ({ ...one, id: one.name }));
  expect(await check(withFunction({ settings: [EXTRA, ...more] }))).toEqual([]);
});

test.each(["absent", "null"] as const)(
  "definitions that are %s stay, and have to be checked",
  async (how) => {
    const workspace = withFunction({ code: OLD_CODE, settings: [EXTRA] });
    const { changes, lines } = await run(workspace, { leeway: { optionalFields: how } });
    expect(changes[0]?.body).toEqual({ code: NEW_CODE });
    const compare =
      "Compare the settings of the function Audit events with docs/set-up.md, step 2.";
    expect(checksOf(lines)).toEqual([compare]);
  },
);

const OTHER = { id: "sfnc_other", catalogId: "other", code: OLD_CODE };
const own = { id: "acmeOther2", slug: "other", metadata: { id: "other" }, runs: OLD_CODE };
const url = the.endpointOf("acmeOther2");
const classic = { metadata: { id: the.KINDS.webhooksClassic }, settings: { hooks: [url] } };
test.each([
  ["that a webhook posts to", [{}, own], [webhooksOf([webhookOf({}, { url })])], "sfnc_other"],
  ["that Webhooks (classic) posts to", [{}, own], [webhooksOf([], classic)], "sfnc_other"],
  ["that has a source", [own], [], "sfnc_other"],
  ["that is listed first", [], [], FUNCTION_ID],
])(
  "of several functions of one name, it takes the one %s, and names them",
  async (_, overs, destinations, id) => {
    const functions = [functionOf({ code: OLD_CODE }), functionOf(OTHER)];
    const sources = [...overs.map(sourceOf), httpSourceOf()];
    const { sent, lines } = await run(given({ functions, sources, destinations }));
    expect(sent[0]).toBe(`PATCH /functions/${id}`);
    expect(checksOf(lines)[0]).toBe(
      `Several functions are named Audit events: ${FUNCTION_ID},sfnc_other. ${id} is taken. ` +
        "FUNCTION_ID chooses another.",
    );
  },
);

test("FUNCTION_ID chooses, of whatever name", async () => {
  const functions = [functionOf(), functionOf({ ...OTHER, displayName: "Other" })];
  const environment = { FUNCTION_ID: "sfnc_other" };
  const { sent, lines } = await run(given({ functions }), { environment });
  expect(sent[0]).toBe("PATCH /functions/sfnc_other");
  expect(checksOf(lines).join()).not.toContain("Several");
});

test("FUNCTION_ID may name one whose type is not shown", async () => {
  const workspace = withFunction({ resourceType: undefined });
  expect(await check(workspace, { environment: { FUNCTION_ID } })).toEqual([]);
});

test.each([{ resourceType: "DESTINATION" }, { code: null }])(
  "a function with %j stops the run",
  async (over) => {
    const { failure, sent } = await run(withFunction(over), { environment: { FUNCTION_ID } });
    expect(failure).toMatch(
      /^sfnc_\w+ is no source function, or shows no code\. Set FUNCTION_ID or/,
    );
    expect(sent).toEqual([]);
  },
);

test("its source is made with the settings' values where Segment takes them", async () => {
  const workspace = the.empty();
  await run(workspace, { leeway: { sourceSettings: "taken" } });
  const values = { workspaceSlug: "acme", blockedEvents: ["Permission Check"] };
  expect(workspace.sources[0]).toMatchObject({ slug: "audit-events", settings: values });
});

test("its source is made without them where they are refused, and says so", async () => {
  const { lines, sent, changes } = await run(the.empty());
  expect(sent.slice(0, 3)).toEqual(["POST /functions", "POST /sources", "POST /sources"]);
  expect(Object(changes[2]?.body).settings).toBeUndefined();
  expect(lines[3]).toBe("+ The same without settings, which Segment refused");
  expect(restOf(lines)[0]).toMatch(/^Connections → Sources → audit-events → Settings, if they/);
});

test.each([401, 500])("its source is not made twice after the status %d", async (status) => {
  const fault = (_: number, method: string, path: string) =>
    `${method} ${path}` === "POST /sources" ? status : undefined;
  const { sent } = await run(the.empty(), { fault });
  expect(sent).toEqual(["POST /functions", "POST /sources"]);
});

test("its source has another slug where that is taken", async () => {
  const slugs = ["audit-events", "audit-events-2"];
  const sources = slugs.map((slug) => httpSourceOf({ id: slug, slug }));
  const { lines } = await run(given({ sources, destinations: [] }));
  expect(lines[1]).toMatch(/^\+ The source audit-events-2-2 of the function\. /);
});
