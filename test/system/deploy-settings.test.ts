// Given this workspace, this is printed, and this is there afterwards: the settings of the function's
// source, and the shared secret on both sides.
import type { Workspace } from "../../tools/segment/public-api-server";
import {
  complete,
  empty,
  endpointOf,
  expectLeftAlone,
  type Given,
  routes,
  run,
  slackMappingOf,
  slackOf,
  sourceOf,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";

const headersOf = ({ destinations }: Workspace) =>
  Object(destinations[0]?.subscriptions[0]?.settings).headers;
const DEPLOY = `POST /functions/sfn_${sourceOf().id}/deploy`;

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
      "→ Settings: Workspace slug (acme), Workspace token, Blocked events (Permission Check). Segment do",
    );
    expect(printed).toContain(
      "The source Audit events and the mapping may not have the same shared secret.",
    );
    expect(headersOf(workspace)).toEqual({});
    const again = await run(workspace, { leeway });
    expect(again.changes).toEqual([]);
    expect(again.printed).toContain(
      "Check at the source Audit events → Settings: Workspace slug (acme), Workspace token. Segment",
    );
    const unshown = await run(workspace, { leeway: { ...leeway, optionalFields: "absent" } });
    expect(unshown.printed).toContain(
      "→ Settings: Workspace slug (acme), Workspace token. Segment",
    );
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
      /^The shared secret of the source Audit events cannot be replaced: Segment keeps it, or does/,
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
      "The source audit-events and the mapping may not have the same shared secret.",
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
  expect(message).toMatch(/^The shared secret of the source staging cannot be replaced/);
  expect(workspace.sources).toEqual(create().sources);
  expect(workspace.destinations).toEqual(create().destinations);
  expect(printed).toContain(
    "Check at the source staging → Settings: Workspace slug (acme), Workspace token. Segment",
  );
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
  const { message, saved, printed } = await run(workspace, { environment });
  expect(message).toBeUndefined();
  expect(printed.match(/^The source loses the settings own\. Enter them again\.$/gm)).toHaveLength(
    1,
  );
  const { sharedSecret, ...rest } = Object(workspace.sources[0]?.settings);
  expect(rest).toEqual(open);
  expect(headersOf(workspace)).toEqual({ "X-Shared-Secret": sharedSecret });
  const copy = JSON.parse(saved[`settings-before-${sourceOf().id}.json`] ?? "");
  expect(copy).toMatchObject({ region: "eu", own: "own" });
});

test("a token that may not make sources ends the run: that is no matter of settings", async () => {
  const workspace = empty();
  const { message, changes } = await run(workspace, {
    fault: (_, method, path) => (method === "POST" && path === "/sources" ? 403 : undefined),
  });
  expect(message).toMatch(/^POST \/sources: refused \(403\)\. Check REGION/);
  expect(routes(changes)).toEqual(["POST /functions", "POST /sources"]);
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
  expect(message).toMatch(/^The shared secret of the source Audit events cannot be replaced/);
  expect(workspace).toEqual(before);
});

test("a source that takes its secret and not all the rest keeps it, and so does the mapping", async () => {
  const workspace = empty();
  const leeway = { sourceSettings: "partly" } as const;
  const { message, printed } = await run(workspace, { leeway, pastesEndpoint: true });
  expect(message).toBeUndefined();
  expect(printed).toContain("→ Settings: Blocked events (Permission Check). Segment does not show");
  const { sharedSecret } = Object(workspace.sources[0]?.settings);
  expect(sharedSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(workspace.destinations[0]?.subscriptions).toMatchObject([
    { settings: { headers: { "X-Shared-Secret": sharedSecret } } },
  ]);
  await expectLeftAlone(workspace, { leeway });
});

test("a mapping is mended without a secret where the source does not take one", async () => {
  const { sharedSecret: _, ...settings } = sourceOf().settings;
  const mapping = webhookMappingOf({ enabled: false }, { enable_batching: true, headers: {} });
  const workspace = complete({
    sources: [sourceOf({ settings }), complete().sources[1]],
    destinations: [webhooksOf(mapping)],
  });
  const leeway = { sourceSettings: "kept" } as const;
  const { message, saved } = await run(workspace, { leeway });
  expect(message).toBeUndefined();
  const copy = JSON.parse(saved["mapping-before-mapping1.json"] ?? "");
  expect(copy).toMatchObject({ enabled: false, settings: { enable_batching: true } });
  const mended = webhookMappingOf({}, { headers: {} });
  expect(workspace.destinations[0]?.subscriptions).toEqual([mended]);
  await expectLeftAlone(workspace, { leeway });
});

test("a secret that cannot be cleared stays on both sides", async () => {
  const create = () =>
    complete({ destinations: [webhooksOf(webhookMappingOf({}, { enable_batching: true }))] });
  const workspace = create();
  const { message } = await run(workspace, { leeway: { sourceSettings: "never emptied" } });
  expect(message).toMatch(/^The shared secret of the source Audit events cannot be replaced/);
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
      "The shared secret of the source Audit events cannot be replaced: Segment keeps it, or does not " +
        "show it. Make or mend the mapping by hand: docs/set-up.md, steps 5 and 8.",
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
    `Check at the source Audit events → Settings: ${names}. Segment does not show that they are right.`;
  const WRONG = [
    ["Region (us)", { region: "EU" }],
    ["Region (us)", { region: "mars" }],
    ["Workspace slug (acme)", { workspaceSlug: "acme-old" }],
    ["Workspace slug (acme), Workspace token", { workspaceSlug: undefined, workspaceToken: "" }],
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
      expect(printed).not.toContain("does not show");
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
    expect(printed).toContain(said("Workspace slug (acme), Workspace token"));
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
      expect(printed).toContain(said("Region (us)"));
    },
  );

  test.each(["••••••••", "https://fn.segmentapis.com/?b=********", undefined])(
    "are left to a person where Segment shows %j for the endpoint",
    async (url) => {
      const create = () => having({ ...open, region: "eu", sharedSecret }, { url });
      const workspace = create();
      const { message, changes, printed } = await run(workspace, { pastesEndpoint: true });
      expect({ message, changes }).toEqual({ message: undefined, changes: [] });
      expect(printed).toContain(said("Region (us)"));
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
