// Given this workspace, this is printed, and this is there afterwards: the function and its sources.
import {
  complete,
  empty,
  endpointOf,
  expectLeftAlone,
  functionOf,
  NEW_CODE,
  OLD_CODE,
  routes,
  run,
  SETTINGS,
  SLACK_WEBHOOK_URL,
  sourceOf,
  WORKSPACE_TOKEN,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";

const FUNCTION = `/functions/${functionOf().id}`;
const DEPLOY = `POST /functions/sfn_${sourceOf().id}/deploy`;

test("an empty workspace gets each link, and is told what is left", async () => {
  const workspace = empty();
  const environment = { SLACK_WEBHOOK_URL, REGION: "eu" };
  const { lines, changes, timeoutsMs } = await run(workspace, {
    pastesEndpoint: true,
    environment,
  });
  const [made] = workspace.functions;
  const [source, httpSource] = workspace.sources;
  expect(routes(changes)).toEqual([
    "POST /functions",
    "POST /sources",
    `POST /functions/sfn_${source?.id}/deploy`,
    "POST /sources",
    `PATCH /sources/${httpSource?.id}`,
    "POST /destinations",
    `PATCH /sources/${source?.id}`,
    `POST /destinations/${workspace.destinations[0]?.id}/subscriptions`,
    `PATCH /sources/${source?.id}`,
    "POST /destinations",
    `POST /destinations/${workspace.destinations[1]?.id}/subscriptions`,
  ]);
  expect(made).toMatchObject({ code: NEW_CODE, displayName: "Audit events", settings: SETTINGS });
  expect(source).toMatchObject({
    name: "Audit events",
    enabled: true,
    metadata: { id: made?.catalogId },
    settings: {
      workspaceSlug: "acme",
      workspaceToken: WORKSPACE_TOKEN,
      region: "eu",
      blockedEvents: ["Permission Check"],
    },
  });
  expect(httpSource).toMatchObject({
    slug: "audit-trail",
    name: "Audit trail",
    metadata: { id: "iUM16Md8P2" },
  });
  expect(lines).toEqual([
    "A new source function, Audit events, 2.0.0 (POST /functions)",
    "A new source, audit-events (POST /sources)",
    `The code, deployed to the source audit-events (POST /functions/sfn_${source?.id}/deploy)`,
    "A new source, audit-trail (POST /sources)",
    `The source audit-trail: name (PATCH /sources/${httpSource?.id})`,
    "A new destination, Audit events to function (POST /destinations)",
    `The source audit-events: name (PATCH /sources/${source?.id})`,
    "The function's endpoint is needed. Copy it from Segment: the source Audit events → Overview, or " +
      "Settings → Endpoint.",
    expect.stringMatching(/^A new mapping, Audit events to the function: type = "track" and event/),
    `The settings of the source Audit events, all of them, with WORKSPACE_TOKEN and a new shared secret (PATCH /sources/${source?.id})`,
    "A new destination, Audit events in Slack (POST /destinations)",
    expect.stringMatching(/^A new mapping, Audit events: type = "track" \(POST /),
    "Done.",
    "Left to do, if not done yet: Settings → Workspace Settings → Audit Forwarding, near " +
      "https://eu1.app.segment.com/goto-my-workspace/settings/access-management: select the " +
      "source Audit trail, switch it On, Save Changes.",
    "Other templates and mappings stay. Disable those that post the same events a second time.",
  ]);
  expect(timeoutsMs.filter((ms) => ms !== 30_000)).toEqual([120_000, 120_000]);
});

test("without --yes all of it is shown, and nothing is changed", async () => {
  for (const create of [empty, () => complete({ functions: [functionOf({ code: OLD_CODE })] })]) {
    const workspace = create();
    const environment = { SLACK_WEBHOOK_URL };
    const { lines, changes, saved } = await run(workspace, { words: [], environment });
    expect({ changes, saved }).toEqual({ changes: [], saved: {} });
    expect(workspace).toEqual(create());
    expect(lines[0]).toBe("The plan:");
    expect(lines.at(-1)).toBe("Nothing was changed. To do all this: npm run deploy -- --yes");
    expect(lines).toHaveLength(create().functions.length ? 4 : 13);
  }
});

test("a complete workspace is left alone", async () => {
  const plan = await run(complete(), { words: [] });
  const { changes, lines } = await run(complete());
  expect(changes).toEqual([]);
  expect(lines[0]).toBe("Nothing to change.");
  expect(plan.lines).toEqual(lines);
  expect(lines[1]).toContain(
    "https://app.segment.com/goto-my-workspace/settings/access-management",
  );
  expect(lines[2]).toMatch(/^Segment disables a source without a destination after 14 days/);
});

test("an upgrade is saved, sent and deployed to both connected sources", async () => {
  const second = sourceOf({ id: "acmeSource000000000003", slug: "second", name: "Second" });
  const workspace = complete({
    functions: [functionOf({ code: OLD_CODE })],
    sources: [...complete().sources, second],
  });
  const { changes, saved, printed, timeoutsMs } = await run(workspace);
  expect(changes.map(({ body }) => body)).toEqual([{ code: NEW_CODE }, undefined, undefined]);
  expect(routes(changes)).toEqual([`PATCH ${FUNCTION}`, DEPLOY, expect.stringContaining("03/dep")]);
  expect(workspace.sources.map(({ runs }) => runs)).toEqual(Array(3).fill(NEW_CODE));
  expect(saved).toEqual({ [`function-before-${functionOf().id}.js`]: OLD_CODE });
  expect(printed).toContain("The function Audit events, 1.0.0 → 2.0.0: code (PATCH");
  expect(timeoutsMs).toContain(120_000);
});

test("settings alone are brought up to date, and others stay", async () => {
  const own = { ...SETTINGS[0], name: "own" };
  const [first, second, ...rest] = SETTINGS;
  const settings = [own, { ...second, required: false }, first, ...rest.slice(0, -1)];
  const workspace = complete({ functions: [functionOf({ settings })] });
  const { changes, printed, saved } = await run(workspace);
  expect(changes.map(({ body }) => body)).toEqual([{ settings: [...SETTINGS, own] }]);
  expect(printed).toContain("The function Audit events: settings (PATCH");
  expect(saved).toEqual({});
});

test.each([
  { code: NEW_CODE.trimEnd() },
  { code: `${NEW_CODE}\n` },
  { resourceType: null },
  { resourceType: undefined },
])("%j is left alone", async (over) => {
  const environment = { FUNCTION_ID: functionOf().id };
  const sources = complete().sources.map((source) => ({ ...source, runs: over.code ?? NEW_CODE }));
  const workspace = complete({ functions: [functionOf(over)], sources });
  await expectLeftAlone(workspace, { environment });
});

test("a workspace without a slug is a readable failure", async () => {
  const { message } = await run(empty(), {
    fault: (_, __, path) =>
      path === "/" ? { status: 200, body: { data: { workspace: { slug: null } } } } : undefined,
  });
  expect(message).toBe("GET /: the answer is not as documented. Is this the Public API?");
});

test("a source whose making got no answer is not made again, without the settings neither", async () => {
  const { changes, message, printed } = await run(empty(), {
    fault: (_, method, path) =>
      method === "POST" && path === "/sources" ? "lost before" : undefined,
  });
  expect(printed).toMatch(
    /^POST \/sources: no answer.*\. It may have been done or not\. Looking wh/m,
  );
  expect(message).toBe(
    "POST /sources: nothing new is there so far. Run the command again in a minute: it looks first.",
  );
  expect(routes(changes)).toEqual(["POST /functions", "POST /sources"]);
});

test("a function without deployedAt is left alone where Segment says that its sources run it", async () => {
  await expectLeftAlone(complete({ functions: [functionOf({ deployedAt: null })] }));
});

test("code that was sent and not deployed is deployed", async () => {
  const workspace = complete({ sources: [sourceOf({ runs: OLD_CODE }), complete().sources[1]] });
  expect(routes((await run(workspace)).changes)).toEqual([DEPLOY]);
  await expectLeftAlone(workspace);
});

test("a deployment that ends with anything but success is reported", async () => {
  const body = { data: { functionDeployment: { status: "FAILED\u001b[31m" } } };
  const { message } = await run(complete({ functions: [functionOf({ code: OLD_CODE })] }), {
    fault: (_, __, path) => (path.endsWith("/deploy") ? { status: 200, body } : undefined),
  });
  expect(message).toContain("The deployment to Audit events ended with FAILED");
});

test("a deployment whose end is not shown does not keep the run from going on", async () => {
  const body = { data: { functionDeployment: null } };
  const { message, printed } = await run(
    complete({ functions: [functionOf({ code: OLD_CODE })] }),
    {
      fault: (_, __, path) => (path.endsWith("/deploy") ? { status: 200, body } : undefined),
    },
  );
  expect(message).toBeUndefined();
  expect(printed).toContain(
    "Segment does not show how the deployment to Audit events ended. Check",
  );
});

test("the function is found by its name on any page", async () => {
  const others = [1, 2, 3].map((index) =>
    functionOf({ id: `sfnc_${index}`, displayName: "Other" }),
  );
  const functions = [...others, functionOf({ displayName: "Audit trail" })];
  const environment = { FUNCTION_NAME: "Audit trail" };
  const { changes } = await run(complete({ functions }), { environment });
  expect(changes).toEqual([]);
});

test("two functions of one name are told apart by FUNCTION_ID", async () => {
  const functions = [functionOf(), functionOf({ id: "sfnc_\u001b[31mtwin" })];
  const { message, changes } = await run(complete({ functions }));
  expect(message).toMatch(/^Several functions are named Audit events: .*Set FUNCTION_ID\.$/);
  expect(changes).toEqual([]);
  const environment = { FUNCTION_ID: functionOf().id };
  expect((await run(complete({ functions }), { environment })).message).toBeUndefined();
});

test.each([
  [
    { resourceType: "DESTINATION" },
    /^The function Audit events \(sfnc_acme\w+\) is not a source function, or/,
  ],
  [
    { code: null },
    /or Segment does not show its code\. Set FUNCTION_ID or FUNCTION_NAME to another\.$/,
  ],
])("a function that is %j is refused", async (over, expected) => {
  const environment = { FUNCTION_ID: functionOf().id };
  const { message, changes } = await run(complete({ functions: [functionOf(over)] }), {
    environment,
  });
  expect(message).toMatch(expected);
  expect(changes).toEqual([]);
});

test("a source without WORKSPACE_TOKEN is not made", async () => {
  const environment = { WORKSPACE_TOKEN: "" };
  const { message } = await run(empty(), { words: [], environment });
  expect(message).toMatch(
    /^WORKSPACE_TOKEN is missing\. Make a second Public API token, for the function/,
  );
  expect((await run(complete(), { environment })).message).toBeUndefined();
});

test("a source that Segment disabled is enabled", async () => {
  const [source, httpSource] = complete().sources;
  const workspace = complete({
    sources: [
      { ...source, enabled: false },
      { ...httpSource, enabled: false },
    ],
  });
  const { changes, message } = await run(workspace);
  expect(message).toBeUndefined();
  expect(changes.map(({ body }) => body)).toEqual([{ enabled: true }, { enabled: true }]);
  expect(workspace).toEqual(complete());
});

test("the source that the mapping leads to is the one, wherever it is listed", async () => {
  const other = sourceOf({ id: "acmeSource000000000004", slug: "staging", name: "Staging" });
  const workspace = complete({ sources: [other, ...complete().sources] });
  await expectLeftAlone(workspace, { environment: { SLACK_WEBHOOK_URL } });
  const staging = webhookMappingOf({}, { url: endpointOf(other.id) });
  workspace.destinations = [webhooksOf(staging)];
  await expectLeftAlone(workspace);
});

test("a source of ours that has no name is named, and one of a person's is not", async () => {
  for (const name of ["", "audit-events"]) {
    const workspace = complete({ sources: [sourceOf({ name }), complete().sources[1]] });
    expect((await run(workspace)).changes.map(({ body }) => body)).toEqual([
      { name: "Audit events" },
    ]);
  }
  const [source, httpSource] = complete().sources;
  const named = (one: object, name: string) => Object.assign({}, source, one, { slug: name, name });
  const sources = [named({}, "staging"), named(httpSource ?? {}, "forwarded")];
  const environment = { HTTP_SOURCE_ID: String(sources[1]?.id) };
  await expectLeftAlone(complete({ sources }), { environment });
});

test("ENDPOINT says which of the function's sources it is to be", async () => {
  const other = sourceOf({ id: "acmeSource000000000004", slug: "staging", name: "Staging" });
  const workspace = complete({ sources: [...complete().sources, other] });
  const environment = { ENDPOINT: endpointOf(other.id) };
  expect((await run(workspace, { environment })).message).toBeUndefined();
  expect(workspace.destinations[0]?.subscriptions).toMatchObject([
    { settings: { url: environment.ENDPOINT } },
  ]);
  await expectLeftAlone(workspace);
});

test("a slug that is taken is not used", async () => {
  const taken = sourceOf({ metadata: { id: "something else" }, settings: {} });
  const workspace = { ...empty(), sources: [taken] };
  expect((await run(workspace)).message).toMatch(/endpoint is missing/);
  expect(workspace.sources[1]).toMatchObject({
    slug: "audit-events-function",
    name: "Audit events",
  });
  const both = [taken, sourceOf({ ...taken, id: "x", slug: "audit-events-function" })];
  const again = { ...empty(), sources: both };
  expect((await run(again)).message).toMatch(/endpoint is missing/);
  expect(again.sources[2]?.slug).toBe(`audit-events-${again.functions[0]?.catalogId}`);
});

describe("the HTTP API source", () => {
  const kind = { id: "acmeSource000000000002", metadata: { id: "x" } };
  test.each([
    [
      { sources: [sourceOf(), sourceOf({ ...kind, slug: "audit-trail" })] },
      {},
      /^The source audit-trail is not there, or is no HTTP API source\. Set HTTP_SOURCE_ID to/,
    ],
    [{}, { HTTP_SOURCE_ID: "missing" }, /^The source missing is not there, or/],
  ])("%#: is refused", async (over, environment, expected) => {
    const { message, changes } = await run(complete(over), { environment });
    expect(message).toMatch(expected);
    expect(changes).toEqual([]);
  });

  test("can be another than audit-trail", async () => {
    const other = { ...complete().sources[1], slug: "mine", name: "Mine" };
    const workspace = complete({ sources: [sourceOf(), other] });
    const environment = { HTTP_SOURCE_ID: "acmeSource000000000002" };
    const { changes, printed } = await run(workspace, { environment });
    expect(changes).toEqual([]);
    expect(printed).toContain("select the source Mine, switch");
  });
});

describe("what the documents leave open", () => {
  test.each([
    { optionalFields: "absent" },
    { optionalFields: "null" },
    { changedThings: "null" },
    { subscriptionKey: "destinationSubscription" },
  ] as const)("%j", async (leeway) => {
    const workspace = empty();
    const environment = { SLACK_WEBHOOK_URL };
    const { message, changes } = await run(workspace, {
      leeway,
      environment,
      pastesEndpoint: true,
    });
    expect(message).toBeUndefined();
    const secrets = changes.map(({ body }) => Object(body?.settings).sharedSecret);
    expect(secrets.filter((one) => one === "")).toEqual([]);
    const settings = { blockedEvents: ["Permission Check"] };
    expect(workspace).toMatchObject({
      functions: [{ code: NEW_CODE }],
      sources: [{ runs: NEW_CODE, name: "Audit events", settings }, { name: "Audit trail" }],
      destinations: [{ subscriptions: [{}] }, { subscriptions: [{}] }],
    });
    // Only where Segment leaves out whether the sources run the newest code.
    const again = await run(workspace, { leeway, environment });
    expect(again.message).toBeUndefined();
    const isOpen = "optionalFields" in leeway;
    expect(routes(again.changes)).toEqual(
      isOpen ? [`POST /functions/sfn_${workspace.sources[0]?.id}/deploy`] : [],
    );
    const upgraded = complete({ functions: [functionOf({ code: OLD_CODE })] });
    expect((await run(upgraded, { leeway })).message).toBeUndefined();
    expect(upgraded.sources[0]?.runs).toBe(NEW_CODE);
  });

  test("a list that lags behind is waited for, so that the next run finds what was made", async () => {
    const leeway = { lagMs: 4_000 };
    const environment = { SLACK_WEBHOOK_URL };
    const workspace = empty();
    const { message, waitedMs, printed } = await run(workspace, {
      leeway,
      environment,
      pastesEndpoint: true,
    });
    expect(message).toBeUndefined();
    expect(printed).not.toContain("Looking");
    // A function, two sources, two destinations and two mappings, one after the other.
    expect(waitedMs).toBeGreaterThanOrEqual(7 * leeway.lagMs);
    await expectLeftAlone(workspace, { environment });
    const never = { leeway: { lagMs: 1e9 }, pastesEndpoint: true };
    expect((await run(empty(), never)).message).toBeUndefined();
  });

  test.each([
    [900, true],
    [60_000, false],
  ])("a list that lags by %i ms", async (lagMs, found) => {
    const workspace = empty();
    const lost = { optionalFields: "given", lagMs } as const;
    const { message } = await run(workspace, {
      leeway: lost,
      pastesEndpoint: true,
      fault: (_, method, path) =>
        method === "POST" && !path.endsWith("deploy") ? "lost after" : undefined,
    });
    if (found) expect(message).toBeUndefined();
    else
      expect(message).toMatch(
        /nothing new is there so far\. Run the command again in a minute: it looks/,
      );
    expect(workspace.functions).toHaveLength(1);
    const ENDPOINT = endpointOf(String(workspace.sources[0]?.id));
    if (found) await expectLeftAlone(workspace, { environment: { ENDPOINT } });
  });
});
