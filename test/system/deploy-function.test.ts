// Given this workspace, this is printed, and this is there afterwards: the function and its sources.
import type { Workspace } from "../../tools/segment/public-api-server";
import {
  complete,
  empty,
  endpointOf,
  expectLeftAlone,
  functionOf,
  type Given,
  NEW_CODE,
  OLD_CODE,
  routes,
  run,
  SETTINGS,
  SLACK_WEBHOOK_URL,
  slackMappingOf,
  slackOf,
  sourceOf,
  WORKSPACE_TOKEN,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";

const FUNCTION = `/functions/${functionOf().id}`;
const headersOf = ({ destinations }: Workspace) =>
  Object(destinations[0]?.subscriptions[0]?.settings).headers;
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
    `The settings of the source Audit events: a new shared secret (PATCH /sources/${source?.id})`,
    "A new destination, Audit events in Slack (POST /destinations)",
    expect.stringMatching(/^A new mapping, Audit events: type = "track" \(POST /),
    "Done.",
    "Left to do, if not done yet: Settings → Workspace Settings → Audit Forwarding, near " +
      "https://eu1.app.segment.com/goto-my-workspace/settings/access-management: select the " +
      "source Audit trail, switch it On, Save Changes.",
    "Other templates and mappings stay. They may post an event again: disable those.",
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

test.each([
  [{ status: "FAILED\u001b[31m" }, "FAILED"],
  [null, "no status"],
])("a deployment that ends with %j is reported", async (functionDeployment, said) => {
  const body = { data: { functionDeployment } };
  const { message } = await run(complete({ functions: [functionOf({ code: OLD_CODE })] }), {
    fault: (_, __, path) => (path.endsWith("/deploy") ? { status: 200, body } : undefined),
  });
  expect(message).toContain(`The deployment to Audit events ended with ${said}`);
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

test.each(["ignored", "refused"] as const)(
  "settings that are %s are reported",
  async (settings) => {
    const workspace = empty();
    const leeway = { sourceSettings: settings };
    const { message, printed, saved } = await run(workspace, { leeway, pastesEndpoint: true });
    expect({ message, saved }).toEqual({ message: undefined, saved: {} });
    expect(workspace.sources[0]?.settings).toEqual({});
    expect(printed.includes("POST /sources: refused (422).")).toBe(settings === "refused");
    expect(printed).toContain(
      "Segment does not show that the function's source has the right workspaceSlug, workspaceToken, " +
        "blockedEvents. Open",
    );
    expect(printed).toContain(
      "Segment does not show one shared secret for the source Audit events and the mapping. Have the",
    );
    expect(headersOf(workspace)).toEqual({});
    const again = await run(workspace, { leeway });
    expect(again.changes).toEqual([]);
    expect(again.printed).toContain(
      "function's source has the right workspaceSlug, workspaceToken. Open the",
    );
    const unshown = await run(workspace, { leeway: { ...leeway, optionalFields: "absent" } });
    expect(unshown.printed).toContain("right workspaceSlug, workspaceToken. Open the source");
    const plan = await run(workspace, { leeway, words: [] });
    expect(plan.printed).toBe(again.printed);
  },
);

test.each([
  ["kept", "given"],
  ["ignored", "given"],
  ["ignored", "null"],
] as const)(
  "a shared secret that stays (%s, answers %s) ends the run, before the mapping has another",
  async (sourceSettings, changedThings) => {
    const create = (settings: object) =>
      complete({
        sources: [sourceOf({ settings }), complete().sources[1]],
        destinations: [webhooksOf()],
      });
    const leeway = { sourceSettings, changedThings };
    const workspace = create(sourceOf().settings);
    const environment = { ENDPOINT: endpointOf(sourceOf().id) };
    const { message } = await run(workspace, { leeway, environment });
    expect(message).toMatch(
      /^No new shared secret can be set: Segment keeps or hides that of the source Audit events\. Make/,
    );
    expect(workspace.sources).toEqual(create(sourceOf().settings).sources);
    expect(workspace.destinations).toEqual([webhooksOf()]);
    if (changedThings === "null") return;
    // Cleared, it lets everything in: a header that it does not expect loses nothing.
    const { sharedSecret: _, ...cleared } = sourceOf().settings;
    const again = create(cleared);
    const { message: none, changes } = await run(again, { leeway, environment });
    expect(none).toBeUndefined();
    expect(routes(changes)).toEqual([
      `PATCH /sources/${sourceOf().id}`,
      "POST /destinations/webhooks1/subscriptions",
      `PATCH /sources/${sourceOf().id}`,
      expect.stringMatching(/^PATCH \/destinations\/webhooks1\/subscriptions\/./),
    ]);
    expect(headersOf(again)).toEqual({});
    await expectLeftAlone(again, { leeway });
    expect(again.sources[0]?.settings).toEqual(cleared);
  },
);

describe("settings that Segment does not show", () => {
  const unshown = { optionalFields: "absent" } as const;
  const ENDPOINT = endpointOf(sourceOf().id);
  const { sharedSecret: _, ...ours } = sourceOf().settings;

  test("are made anew for a source of ours, with what it drops", async () => {
    const workspace = empty();
    await run(workspace, { leeway: unshown });
    const environment = { ENDPOINT: endpointOf(String(workspace.sources[0]?.id)) };
    const { message } = await run(workspace, { leeway: unshown, environment });
    expect(message).toBeUndefined();
    const { sharedSecret, ...rest } = Object(workspace.sources[0]?.settings);
    expect(rest).toEqual(ours);
    expect(sharedSecret).toMatch(/^[0-9a-f]{64}$/);
    const headers = { "X-Shared-Secret": sharedSecret };
    expect(workspace.destinations[0]?.subscriptions).toMatchObject([{ settings: { headers } }]);
    const { changes } = await run(workspace, { leeway: unshown, environment });
    expect(routes(changes)).toEqual([`POST /functions/sfn_${workspace.sources[0]?.id}/deploy`]);
  });

  test("and that are refused do not keep the run from going on", async () => {
    const workspace = empty();
    const leeway = { ...unshown, sourceSettings: "refused" } as const;
    await run(workspace, { leeway });
    const environment = { ENDPOINT: endpointOf(String(workspace.sources[0]?.id)) };
    const { message, printed } = await run(workspace, { leeway, environment });
    expect(message).toBeUndefined();
    expect(printed).toContain(
      "does not show one shared secret for the source audit-events and the",
    );
    // A header that the source does not ask for loses nothing.
    expect(headersOf(workspace)).toEqual({ "X-Shared-Secret": expect.any(String) });
    expect(workspace.sources[0]?.settings).toEqual({});
  });

  test("may have a secret: it is cleared before the mapping sends another", async () => {
    const workspace = complete({ destinations: [webhooksOf()] });
    const given = { leeway: unshown, environment: { ENDPOINT } } as const;
    const { message, changes } = await run(workspace, given);
    expect(message).toBeUndefined();
    expect(routes(changes)).toEqual([
      DEPLOY,
      `PATCH /sources/${sourceOf().id}`,
      "POST /destinations/webhooks1/subscriptions",
      `PATCH /sources/${sourceOf().id}`,
    ]);
    expect(changes[1]?.body).toMatchObject({ settings: { sharedSecret: "" } });
    const { sharedSecret } = Object(workspace.sources[0]?.settings);
    expect(workspace.destinations[0]?.subscriptions).toMatchObject([
      { settings: { headers: { "X-Shared-Secret": sharedSecret } } },
    ]);
  });
});

test("a source of a person's whose settings are not shown is left to a person: it may have a secret", async () => {
  const create = () =>
    complete({
      sources: [sourceOf({ slug: "staging", name: "Staging" }), complete().sources[1]],
      destinations: [webhooksOf()],
    });
  const workspace = create();
  const { message, printed } = await run(workspace, {
    leeway: { optionalFields: "absent" },
    environment: { ENDPOINT: endpointOf(sourceOf().id) },
  });
  expect(message).toMatch(
    /^No new shared secret can be set: .* that of the source staging\. Make or/,
  );
  expect(workspace.sources).toEqual(create().sources);
  expect(workspace.destinations).toEqual(create().destinations);
  expect(printed).toContain("has the right workspaceSlug, workspaceToken. Open the source");
});

test("a mapping without a secret is mended where the source's settings are not shown", async () => {
  const workspace = complete();
  const mapping = webhookMappingOf({}, { enable_batching: true, headers: {} });
  workspace.destinations = [webhooksOf(mapping)];
  const sources = complete().sources.map(({ settings: _, ...shown }) => shown);
  const { message, changes } = await run(workspace, {
    fault: (_, method, path) =>
      method === "GET" && path === "/sources"
        ? { status: 200, body: { data: { sources, pagination: { current: "1" } } } }
        : undefined,
  });
  expect(message).toBeUndefined();
  expect(routes(changes)).toEqual(["PATCH /destinations/webhooks1/subscriptions/mapping1"]);
  expect(workspace.sources).toEqual(complete().sources);
  const mended = webhookMappingOf({}, { headers: {} });
  expect(workspace.destinations[0]?.subscriptions).toEqual([mended]);
});

test("a source of a person's whose settings are shown gets a secret, and a copy is saved", async () => {
  const { sharedSecret: _, ...open } = sourceOf().settings;
  const settings = { ...open, region: "eu", own: "own" };
  const workspace = complete({
    sources: [sourceOf({ slug: "staging", name: "Staging", settings }), complete().sources[1]],
    destinations: [webhooksOf()],
  });
  const environment = { ENDPOINT: endpointOf(sourceOf().id) };
  const { message, saved } = await run(workspace, { environment });
  expect(message).toBeUndefined();
  const { sharedSecret, ...rest } = Object(workspace.sources[0]?.settings);
  expect(rest).toEqual(open);
  expect(headersOf(workspace)).toEqual({ "X-Shared-Secret": sharedSecret });
  const copy = JSON.parse(saved[`settings-before-${sourceOf().id}.json`] ?? "");
  expect(copy).toMatchObject({ region: "eu", own: "own" });
});

describe("a list that shows a source as it was", () => {
  const { sharedSecret: _, ...open } = sourceOf().settings;
  const stale = (workspace: Workspace): Given => {
    const { sources } = structuredClone(workspace);
    const body = { data: { sources, pagination: { current: "1" } } };
    const environment = { ENDPOINT: endpointOf(sourceOf().id) };
    const fault = (_: number, method: string, path: string) =>
      method === "GET" && path === "/sources" ? { status: 200, body } : undefined;
    return { environment, fault };
  };

  test("does not count where the answer to the change shows it", async () => {
    const workspace = complete({
      destinations: [webhooksOf(webhookMappingOf({}, { enable_batching: true }))],
    });
    expect((await run(workspace, stale(workspace))).message).toBeUndefined();
    const { sharedSecret } = Object(workspace.sources[0]?.settings);
    expect(headersOf(workspace)).toEqual({ "X-Shared-Secret": sharedSecret });
  });

  test("does not take the secret off the mapping where answers are null", async () => {
    const workspace = complete({
      sources: [sourceOf({ settings: open }), complete().sources[1]],
      destinations: [webhooksOf()],
    });
    const leeway = { changedThings: "null" } as const;
    const { message } = await run(workspace, { ...stale(workspace), leeway });
    expect(message).toBeUndefined();
    const { sharedSecret } = Object(workspace.sources[0]?.settings);
    expect(sharedSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(headersOf(workspace)).toEqual({ "X-Shared-Secret": sharedSecret });
  });
});

test("a secret that is left out, not masked, is not taken for none", async () => {
  const workspace = complete({
    destinations: [webhooksOf(webhookMappingOf({}, { enable_batching: true }))],
  });
  const before = structuredClone(workspace);
  const { workspaceToken: _, sharedSecret: __, ...shown } = sourceOf().settings;
  const sources = workspace.sources.map((source) => ({ ...source, settings: shown }));
  const { message } = await run(workspace, {
    leeway: { sourceSettings: "kept", changedThings: "null" },
    fault: (_, method, path) =>
      method === "GET" && path === "/sources"
        ? { status: 200, body: { data: { sources, pagination: { current: "1" } } } }
        : undefined,
  });
  expect(message).toMatch(
    /^No new shared secret can be set: Segment keeps or hides that of the sou/,
  );
  expect(workspace).toEqual(before);
});

test("a source that takes its secret and not all the rest keeps it, and so does the mapping", async () => {
  const workspace = empty();
  const leeway = { sourceSettings: "partly" } as const;
  const { message, printed } = await run(workspace, { leeway, pastesEndpoint: true });
  expect(message).toBeUndefined();
  expect(printed).toContain("has the right blockedEvents. Open the source");
  const { sharedSecret } = Object(workspace.sources[0]?.settings);
  expect(sharedSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(workspace.destinations[0]?.subscriptions).toMatchObject([
    { settings: { headers: { "X-Shared-Secret": sharedSecret } } },
  ]);
  await expectLeftAlone(workspace, { leeway });
});

test("a secret that cannot be cleared stays on both sides", async () => {
  const create = () =>
    complete({ destinations: [webhooksOf(webhookMappingOf({}, { enable_batching: true }))] });
  const workspace = create();
  const { message } = await run(workspace, { leeway: { sourceSettings: "never emptied" } });
  expect(message).toMatch(
    /^No new shared secret can be set: Segment keeps or hides that of the sou/,
  );
  expect(workspace).toEqual(create());
});

test.each([{ "X-Shared-Secret": "5".repeat(64) }, undefined])(
  "a mapping with the headers %j is left to a person where the source's settings are not shown",
  async (headers) => {
    const stale = () =>
      complete({
        destinations: [webhooksOf(webhookMappingOf({}, { enable_batching: true, headers }))],
      });
    const workspace = stale();
    const sources = stale().sources.map(({ settings: _, ...shown }) => shown);
    const { message } = await run(workspace, {
      fault: (_, method, path) =>
        method === "GET" && path === "/sources"
          ? { status: 200, body: { data: { sources, pagination: { current: "1" } } } }
          : undefined,
    });
    expect(message).toBe(
      "No new shared secret can be set: Segment keeps or hides that of the source Audit events. Make " +
        "or mend the mapping by hand: docs/set-up.md, steps 5 and 8.",
    );
    expect(workspace).toEqual(stale());
  },
);

describe("settings of the source that are wrong", () => {
  const { sharedSecret, ...open } = sourceOf().settings;
  const having = (settings: object, mapping: object = {}) =>
    complete({
      sources: [sourceOf({ settings }), complete().sources[1]],
      destinations: [webhooksOf(webhookMappingOf({}, mapping)), slackOf(slackMappingOf())],
    });
  const said = (names: string) =>
    `Segment does not show that the function's source has the right ${names}. Open the source`;
  const WRONG = [
    ["region", { region: "EU" }],
    ["region", { region: "mars" }],
    ["workspaceSlug", { workspaceSlug: "acme-old" }],
    ["workspaceSlug, workspaceToken", { workspaceSlug: undefined, workspaceToken: "" }],
  ] as const;

  test.each(WRONG)(
    "%s: %j is brought up to date, with a new secret on both sides",
    async (_, over) => {
      const workspace = having({ ...open, ...over, sharedSecret });
      const { message, changes, saved, printed } = await run(workspace);
      expect(message).toBeUndefined();
      expect(routes(changes)).toEqual([
        `PATCH /sources/${sourceOf().id}`,
        "PATCH /destinations/webhooks1/subscriptions/mapping1",
        `PATCH /sources/${sourceOf().id}`,
      ]);
      expect(changes[0]?.body).toEqual({ settings: { ...open, sharedSecret: "" } });
      const renewed = String(Object(workspace.sources[0]?.settings).sharedSecret);
      expect(renewed).not.toBe(sharedSecret);
      expect(workspace).toEqual(
        having({ ...open, sharedSecret: renewed }, { headers: { "X-Shared-Secret": renewed } }),
      );
      expect(Object.keys(saved)).toEqual([
        `settings-before-${sourceOf().id}.json`,
        "mapping-before-mapping1.json",
      ]);
      expect(printed).not.toContain("Segment does not show");
      await expectLeftAlone(workspace);
    },
  );

  test.each(WRONG)(
    "%s: %j is brought up to date alone where there is no secret",
    async (_, over) => {
      const workspace = having({ ...open, ...over }, { headers: { "X-Own": "own" } });
      const { message, changes } = await run(workspace);
      expect(message).toBeUndefined();
      expect(routes(changes)).toEqual([`PATCH /sources/${sourceOf().id}`]);
      expect(workspace).toEqual(
        having({ ...open, sharedSecret: "" }, { headers: { "X-Own": "own" } }),
      );
      await expectLeftAlone(workspace);
    },
  );

  test.each(WRONG)(
    "%s: %j is said to be for a person without WORKSPACE_TOKEN",
    async (names, over) => {
      const workspace = having({ ...open, ...over, sharedSecret });
      const { changes, printed } = await run(workspace, { environment: { WORKSPACE_TOKEN: "" } });
      expect(changes).toEqual([]);
      expect(printed).toContain(said(names));
    },
  );

  test("are left to a person where Segment shows that it has taken none", async () => {
    const workspace = having({ blockedEvents: ["Permission Check"] }, { headers: {} });
    const { changes, printed } = await run(workspace);
    expect(changes).toEqual([]);
    expect(printed).toContain(said("workspaceSlug, workspaceToken"));
  });

  test.each(["kept", "ignored"] as const)(
    "are left to a person when %s",
    async (sourceSettings) => {
      const create = () => having({ ...open, region: "eu", sharedSecret });
      const workspace = create();
      const { message, changes, printed } = await run(workspace, { leeway: { sourceSettings } });
      expect(message).toBeUndefined();
      expect(routes(changes)).toEqual([`PATCH /sources/${sourceOf().id}`]);
      expect(workspace).toEqual(create());
      expect(printed).toContain(said("region"));
    },
  );

  test.each(["••••••••", "https://fn.segmentapis.com/?b=********", undefined])(
    "are left to a person where Segment shows %j for the endpoint",
    async (url) => {
      const create = () => having({ ...open, region: "eu", sharedSecret }, { url });
      const workspace = create();
      const { message, changes, printed } = await run(workspace, { pastesEndpoint: true });
      expect({ message, changes }).toEqual({ message: undefined, changes: [] });
      expect(printed).toContain(said("region"));
    },
  );

  test("wait where another source posts to the function with the same secret", async () => {
    const metadata = { id: "iUM16Md8P2" };
    const other = sourceOf({ id: "acmeSource000000000009", slug: "forwarded", metadata });
    const create = () => {
      const workspace = having({ ...open, region: "eu", sharedSecret });
      const second = { ...webhooksOf(webhookMappingOf({ name: "Send" })), id: "webhooks9" };
      workspace.destinations.unshift({ ...second, sourceId: other.id });
      return { ...workspace, sources: [...workspace.sources, other] };
    };
    const workspace = create();
    expect((await run(workspace)).message).toMatch(/^The source acmeSource000000000009 posts to/);
    expect(workspace).toEqual(create());
  });

  test("are written where answers to changes are null, since the list shows them", async () => {
    const workspace = having({ ...open, region: "eu", sharedSecret });
    const { message } = await run(workspace, { leeway: { changedThings: "null" } });
    expect(message).toBeUndefined();
    const renewed = String(Object(workspace.sources[0]?.settings).sharedSecret);
    expect(renewed).toMatch(/^[0-9a-f]{64}$/);
    expect(workspace).toEqual(
      having({ ...open, sharedSecret: renewed }, { headers: { "X-Shared-Secret": renewed } }),
    );
  });

  test("are none where a blank region means us", async () => {
    for (const region of ["", "us", undefined]) {
      await expectLeftAlone(having({ ...open, region, sharedSecret }));
    }
  });
});

test("what a person set stays when the secret is renewed, and odd values do not end the run", async () => {
  for (const blockedEvents of [["Own*"], null, undefined]) {
    const settings = { ...sourceOf().settings, blockedEvents };
    const workspace = complete({
      sources: [sourceOf({ settings }), complete().sources[1]],
      destinations: [webhooksOf(webhookMappingOf({}, { enable_batching: true }))],
    });
    const { message, saved } = await run(workspace);
    expect(message).toBeUndefined();
    expect(Object(workspace.sources[0]?.settings).blockedEvents).toEqual(
      blockedEvents ?? undefined,
    );
    expect(saved[`settings-before-${sourceOf().id}.json`]).toContain('"workspaceSlug": "acme"');
  }
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
