// The settings of the function's source, and the shared secret on both sides.
import type { Workspace } from "../../tools/segment/public-api-server";
import {
  empty,
  endpointOf,
  having,
  httpSourceOf,
  NEW_CODE,
  sourceOf,
  webhookMappingOf,
} from "./deployment";
import {
  DEPLOY,
  MAKE_MAPPING,
  makeChain,
  masked,
  NEW_SECRET,
  OPEN_SETTINGS,
  renewed,
  type Scenario,
  savedMapping,
  savedSettings,
  testScenarios,
  WRITE_MAPPING,
  WRITE_SOURCE,
} from "./scenarios";

const environment = { ENDPOINT: endpointOf(sourceOf().id) };
const CLEARED: [string, unknown] = [
  WRITE_SOURCE,
  { settings: { ...sourceOf().settings, sharedSecret: "" } },
];
const NO_SETTINGS = "Workspace slug (acme), Workspace token (WORKSPACE_TOKEN)";
const check = (names: string, source = "Audit events") =>
  `Check, or fill in, at the source ${source} → Settings: ${names}. Segment does not show that they ` +
  "are right, and a wrong one can lose events.";
const SECRET = "Shared secret (as in the mapping, or none on both: docs/set-up.md, step 8)";
const NOTHING_SHOWN = `${NO_SETTINGS}, Blocked events (Permission Check), ${SECRET}`;
const STAYS =
  "Segment keeps the shared secret of the source Audit events, or does not show it. So the mapping " +
  "stays as it is. Mend it by hand: docs/set-up.md, steps 5 and 8.";

/** The list of sources shows these, whatever is there. */
const listing = (sources: object[]): Pick<Scenario, "fault"> => ({
  fault: (_, method, path) =>
    method === "GET" && path === "/sources"
      ? { status: 200, body: { data: { sources, pagination: { current: "1" } } } }
      : undefined,
});

/** The second time that a source is written, Segment refuses it. */
function refuseSecond(): NonNullable<Scenario["fault"]> {
  let count = 0;
  return (_, method, path) => {
    if (method === "PATCH" && path.startsWith("/sources/")) count += 1;
    return count === 2 && path.startsWith("/sources/") ? 422 : undefined;
  };
}
const showing = (settings: object) => [sourceOf({ settings: masked(settings) }), httpSourceOf()];
const mapping = (settings: object = {}, over: object = {}) => webhookMappingOf(over, settings);
const made = (settings: object = {}) => mapping(settings, { id: expect.stringMatching(/^made/) });

describe("an empty workspace, in which settings are", () => {
  const headers = { "X-Shared-Secret": NEW_SECRET };
  const chain = (leeway: Scenario["leeway"], settings: object): Scenario => ({
    workspace: empty(),
    leeway: leeway ?? {},
    pastesEndpoint: true,
    changes: makeChain(),
    there: {
      functions: [expect.objectContaining({ code: NEW_CODE })],
      sources: [
        expect.objectContaining({ slug: "audit-events", settings }),
        expect.objectContaining({ slug: "audit-trail" }),
      ],
      destinations: [
        expect.objectContaining({
          subscriptions: [made({ url: expect.stringContaining("?b="), headers })],
        }),
      ],
    },
    prints: [check(NOTHING_SHOWN)],
  });
  const all = { ...OPEN_SETTINGS, sharedSecret: NEW_SECRET };
  testScenarios({
    "ignored: a header that the source does not ask for loses nothing": {
      ...chain({ sourceSettings: "ignored" }, {}),
      printsNot: ["refused"],
    },
    "refused: the same": {
      ...chain({ sourceSettings: "refused" }, {}),
      changes: makeChain("POST /sources"),
      prints: ["POST /sources: refused (422).", check(NOTHING_SHOWN)],
    },
    "taken in part": {
      ...chain({ sourceSettings: "partly" }, { ...all, blockedEvents: undefined }),
      prints: [check("Blocked events (Permission Check)")],
    },
    "taken and not shown: the secret stays on both sides": chain({ shownSettings: "none" }, all),
    "taken and not shown where they are secret: the same": {
      ...chain({ shownSettings: "not secret" }, all),
      prints: [check(`Workspace token (WORKSPACE_TOKEN), ${SECRET}`)],
    },
    "no matter, since the token may not make sources": {
      workspace: empty(),
      fault: (_, method, path) => (method === "POST" && path === "/sources" ? 403 : undefined),
      fails: /^POST \/sources: refused \(403\)\. Check REGION/,
      changes: ["POST /functions", "POST /sources"],
      there: { functions: [expect.anything()], sources: [], destinations: [] },
    },
  });
});

describe("settings that a person has to fill in are said again by each run", () => {
  const left = (settings: object, names: string): Scenario => ({
    workspace: having({ settings }, mapping({ headers: {} })),
    prints: [check(names)],
  });
  testScenarios({
    "where there are none": {
      ...left({}, NOTHING_SHOWN),
      lines: [
        check(NOTHING_SHOWN),
        "Nothing to change.",
        expect.stringMatching(/^Left to do/),
        expect.stringMatching(/^Segment disables/),
      ],
    },
    "where Segment shows one alone": left(
      { blockedEvents: ["Permission Check"] },
      `${NO_SETTINGS}, ${SECRET}`,
    ),
    "in the plan": { ...left({}, NOTHING_SHOWN), words: [] },
    "where Segment does not show that they are right": {
      workspace: having({}, mapping()),
      leeway: { shownSettings: "none" },
      environment,
      prints: [check(NOTHING_SHOWN)],
    },
    "where Segment does not show what is secret": {
      workspace: having({}, mapping()),
      leeway: { shownSettings: "not secret" },
      environment,
      prints: [check(`Workspace token (WORKSPACE_TOKEN), ${SECRET}`)],
    },
    "where Segment does not show the source's, and the mapping sends no secret": {
      ...left({}, NOTHING_SHOWN),
      ...listing([sourceOf({ settings: undefined }), httpSourceOf()]),
    },
    "where Segment shows neither the source's nor the mapping's": {
      ...left({}, NOTHING_SHOWN),
      leeway: { optionalFields: "absent" },
      prints: [check(`${NO_SETTINGS}, Blocked events (Permission Check)`, "audit-events")],
      changes: [DEPLOY],
      again: [DEPLOY],
    },
  });
});

describe("a new mapping, where the source's secret", () => {
  const kept = (settings: object, leeway: Scenario["leeway"]): Scenario => ({
    workspace: having({ settings }),
    environment,
    leeway: leeway ?? {},
    saves: savedSettings(settings),
  });
  const stays = (leeway: Scenario["leeway"]): Scenario => ({
    ...kept(sourceOf().settings, leeway),
    changes: [CLEARED, MAKE_MAPPING],
    there: having({}, made({ headers: {} })),
    prints: [check(SECRET)],
    again: [CLEARED],
  });
  const none = (leeway: Scenario["leeway"]): Scenario => ({
    ...kept(OPEN_SETTINGS, leeway),
    changes: [
      WRITE_SOURCE,
      MAKE_MAPPING,
      WRITE_SOURCE,
      "PATCH /destinations/webhooks1/subscriptions/made",
    ],
    there: having({ settings: OPEN_SETTINGS }, made({ headers: {} })),
    prints: [check(SECRET)],
  });
  testScenarios({
    "cannot be changed: the mapping is made without one, and that is said": {
      ...stays({ sourceSettings: "kept" }),
      lines: [
        "Saved what is there now to settings-before-audit-events.json",
        "The settings of the source Audit events, all of them, with WORKSPACE_TOKEN and no shared secret " +
          "for now (PATCH /sources/audit-events)",
        "PATCH /sources/audit-events: refused (422). Segment says: cannot be changed (field settings)",
        expect.stringMatching(/^A new mapping, Audit events to the function: /),
        check(SECRET),
        "Done.",
        expect.stringMatching(/^Left to do/),
        expect.stringMatching(/^Segment disables/),
      ],
    },
    "is not changed: the same": stays({ sourceSettings: "ignored" }),
    "is not changed, and answers are null: the same": {
      ...stays({ sourceSettings: "ignored", changedThings: "null" }),
      prints: [check(NOTHING_SHOWN)],
    },
    "is none and stays so: the mapping has none in the end": none({ sourceSettings: "kept" }),
    "is none and stays so, since it is not changed": none({ sourceSettings: "ignored" }),
    "is not shown, and the source is ours: it is cleared before the mapping sends another": {
      workspace: having({}),
      environment,
      leeway: { optionalFields: "absent" },
      changes: [DEPLOY, CLEARED, MAKE_MAPPING, WRITE_SOURCE],
      there: renewed(),
      prints: [check(NOTHING_SHOWN, "audit-events")],
      again: [DEPLOY],
    },
    "is not shown and cannot be set: a header that it does not ask for loses nothing": {
      workspace: having({ settings: {} }),
      environment,
      leeway: { optionalFields: "absent", sourceSettings: "refused" },
      changes: [DEPLOY, CLEARED, MAKE_MAPPING, WRITE_SOURCE],
      there: having({ settings: {} }, made({ headers: { "X-Shared-Secret": NEW_SECRET } })),
      prints: [check(NOTHING_SHOWN, "audit-events")],
      again: [DEPLOY],
    },
    "is not shown, and the source is a person's: it stays, and that is said": {
      workspace: having({ slug: "staging", name: "Staging" }),
      environment,
      leeway: { optionalFields: "absent" },
      changes: ["POST /functions/sfn_staging/deploy", MAKE_MAPPING],
      there: having({ slug: "staging", name: "Staging" }, made({ headers: {} })),
      prints: [check(NOTHING_SHOWN, "staging")],
      again: ["POST /functions/sfn_staging/deploy"],
    },
    "is cleared, and cannot be set: the mapping sends none, either": {
      workspace: having({}),
      environment,
      fault: refuseSecond(),
      changes: [
        CLEARED,
        MAKE_MAPPING,
        WRITE_SOURCE,
        "PATCH /destinations/webhooks1/subscriptions/made",
      ],
      there: having({ settings: { ...OPEN_SETTINGS, sharedSecret: "" } }, made({ headers: {} })),
      saves: savedSettings(),
      prints: [check(SECRET)],
    },
    "is shown, and the source is a person's: there is a new one, and a copy is saved": {
      workspace: having({
        slug: "staging",
        name: "Staging",
        settings: { ...OPEN_SETTINGS, region: "eu", own: "own" },
      }),
      environment,
      changes: ["PATCH /sources/staging", MAKE_MAPPING, "PATCH /sources/staging"],
      there: renewed({}, {}, { slug: "staging", name: "Staging" }),
      saves: savedSettings({ ...OPEN_SETTINGS, region: "eu", own: "own" }),
    },
  });
});

describe("a mapping that has to be mended, where the source's secret", () => {
  const BATCHING = { enable_batching: true };
  const stays = (settings: object, over: Scenario): Scenario => ({
    workspace: having({}, mapping({ ...BATCHING, ...settings })),
    prints: [STAYS],
    ...over,
  });
  const unshown = listing([sourceOf({ settings: undefined }), httpSourceOf()]);
  // The second run sees all, and mends it.
  const mended = [CLEARED, WRITE_MAPPING, WRITE_SOURCE];
  const { workspaceToken: _, ...WITHOUT_TOKEN } = OPEN_SETTINGS;
  testScenarios({
    "cannot be cleared: both stay": stays(
      {},
      {
        leeway: { sourceSettings: "never emptied" },
        changes: [CLEARED],
        saves: savedSettings(),
        again: [CLEARED],
      },
    ),
    "is not shown: both stay, and what to check is said": stays(
      {},
      { ...unshown, prints: [STAYS, check(NOTHING_SHOWN)], again: mended },
    ),
    "is not shown, and neither are the mapping's headers: both stay": stays(
      { headers: undefined },
      { ...unshown, again: mended },
    ),
    "is left out, not masked: it is not taken for none": stays(
      {},
      {
        ...listing(showing(WITHOUT_TOKEN)),
        leeway: { sourceSettings: "kept", changedThings: "null" },
        again: [CLEARED],
      },
    ),
    "is not shown, and the mapping sends none: it is mended, and still sends none": {
      workspace: having({}, mapping({ ...BATCHING, headers: {} })),
      ...unshown,
      changes: [WRITE_MAPPING],
      there: having({}, mapping({ headers: {} })),
      saves: savedMapping(mapping({ ...BATCHING, headers: {} })),
      prints: [check(NOTHING_SHOWN)],
      again: mended,
    },
    "is none and cannot be set: it is mended without one": {
      workspace: having(
        { settings: OPEN_SETTINGS },
        mapping({ ...BATCHING, headers: {} }, { enabled: false }),
      ),
      leeway: { sourceSettings: "kept" },
      changes: [WRITE_SOURCE, WRITE_MAPPING, WRITE_SOURCE, WRITE_MAPPING],
      there: having({ settings: OPEN_SETTINGS }, mapping({ headers: {} })),
      saves: {
        ...savedSettings(OPEN_SETTINGS),
        ...savedMapping(mapping({ ...BATCHING, headers: {} }, { enabled: false })),
      },
      prints: [check(SECRET)],
    },
    "is in a list that lags behind: the answer to the change counts": {
      workspace: having({}, mapping(BATCHING)),
      ...listing(showing(sourceOf().settings)),
      changes: [CLEARED, WRITE_MAPPING, WRITE_SOURCE],
      there: renewed(),
      saves: { ...savedSettings(), ...savedMapping(mapping(BATCHING)) },
    },
  });
});

describe("a new secret, where answers are null", () => {
  const changedThings = "null" as const;
  const OWN = { ...OPEN_SETTINGS, workspaceToken: undefined, blockedEvents: ["Own*"] };
  testScenarios({
    "is not taken off the mapping again by a list that lags behind": {
      workspace: having({ settings: OPEN_SETTINGS }),
      environment,
      leeway: { changedThings },
      ...listing(showing(OPEN_SETTINGS)),
      changes: [WRITE_SOURCE, MAKE_MAPPING, WRITE_SOURCE],
      there: renewed(),
      saves: savedSettings(OPEN_SETTINGS),
      prints: [check(NOTHING_SHOWN)],
    },
    "keeps what a person blocks, in a list that lags behind": {
      workspace: having({ settings: OWN }),
      environment,
      leeway: { changedThings },
      ...listing(showing(OWN)),
      changes: [WRITE_SOURCE, MAKE_MAPPING, WRITE_SOURCE],
      there: renewed({}, { blockedEvents: ["Own*"] }),
      saves: savedSettings(OWN),
    },
    "is seen in the list": {
      workspace: having({}),
      environment,
      leeway: { changedThings },
      changes: [WRITE_SOURCE, MAKE_MAPPING, WRITE_SOURCE],
      there: renewed(),
      saves: savedSettings(),
      printsNot: ["Check, or fill in"],
    },
  });
});

describe("wrong settings", () => {
  const WRONG: [name: string, names: string, settings: object][] = [
    ["a region of elsewhere", "Region (us)", { region: "EU" }],
    ["a region that is none", "Region (us)", { region: "mars" }],
    ["an old slug", "Workspace slug (acme)", { workspaceSlug: "acme-old" }],
    ["no slug", "Workspace slug (acme)", { workspaceSlug: undefined }],
  ];
  const each = (scenario: (names: string, settings: object) => Scenario) =>
    testScenarios(
      Object.fromEntries(WRONG.map(([name, names, settings]) => [name, scenario(names, settings)])),
    );
  const left = (workspace: Workspace, names: string): Scenario => ({
    workspace,
    pastesEndpoint: true,
    prints: [check(names)],
  });
  const region = { ...sourceOf().settings, region: "eu" };
  const OPEN_REGION = { ...OPEN_SETTINGS, region: "eu" };

  describe("are brought up to date, with a new secret on both sides", () => {
    each((_, settings) => ({
      workspace: having({ settings: { ...sourceOf().settings, ...settings } }, mapping()),
      changes: [CLEARED, WRITE_MAPPING, WRITE_SOURCE],
      there: renewed(),
      saves: {
        ...savedSettings({ ...sourceOf().settings, ...settings }),
        ...savedMapping(mapping()),
      },
      printsNot: ["does not show"],
    }));
  });

  const mended = (settings: object, before: ReturnType<typeof mapping>): Scenario => ({
    workspace: having({ settings }, before),
    changes: [CLEARED, WRITE_MAPPING, WRITE_SOURCE],
    there: renewed(),
    saves: { ...savedSettings(settings), ...savedMapping(before) },
    printsNot: ["does not show"],
  });
  testScenarios({
    "and no secret, which the mapping sends: both are mended by one run": mended(
      OPEN_REGION,
      mapping(),
    ),
    "and a secret, where Segment does not show whether the mapping sends it: the same": mended(
      region,
      mapping({ headers: undefined }),
    ),
  });

  describe("are brought up to date alone where there is no secret", () => {
    each((_, settings) => ({
      workspace: having(
        { settings: { ...OPEN_SETTINGS, ...settings } },
        mapping({ headers: { "X-Own": "own" } }),
      ),
      changes: [CLEARED],
      there: having(
        { settings: { ...OPEN_SETTINGS, sharedSecret: "" } },
        mapping({ headers: { "X-Own": "own" } }),
      ),
      saves: savedSettings({ ...OPEN_SETTINGS, ...settings }),
      printsNot: ["Check, or fill in", "Segment keeps"],
    }));

    const disabled = mapping({ headers: {} }, { enabled: false });
    testScenarios({
      "and none is made up where Segment does not show what the mapping sends": {
        workspace: having({ settings: OPEN_REGION }, mapping({ headers: undefined })),
        changes: [CLEARED],
        there: having(
          { settings: { ...OPEN_SETTINGS, sharedSecret: "" } },
          mapping({ headers: undefined }),
        ),
        saves: savedSettings(OPEN_REGION),
      },
      "and the mapping is enabled": {
        workspace: having({ settings: OPEN_REGION }, disabled),
        changes: [CLEARED, [WRITE_MAPPING, { input: { enabled: true } }]],
        there: having(
          { settings: { ...OPEN_SETTINGS, sharedSecret: "" } },
          mapping({ headers: {} }),
        ),
        saves: { ...savedSettings(OPEN_REGION), ...savedMapping(disabled) },
      },
    });
  });

  describe("are left to a person without WORKSPACE_TOKEN", () => {
    each((names, settings) => ({
      ...left(having({ settings: { ...sourceOf().settings, ...settings } }, mapping()), names),
      environment: { WORKSPACE_TOKEN: "" },
    }));
  });

  describe("are left to a person", () => {
    testScenarios({
      "where they cannot be changed": {
        ...left(having({ settings: region }, mapping()), "Region (us)"),
        leeway: { sourceSettings: "kept" },
        changes: [CLEARED],
        saves: savedSettings(region),
        again: [CLEARED],
      },
      "where they are not changed": {
        ...left(having({ settings: region }, mapping()), "Region (us)"),
        leeway: { sourceSettings: "ignored" },
        changes: [CLEARED],
        saves: savedSettings(region),
        again: [CLEARED],
      },
      "where no token is shown: then the secret may be left out, too": left(
        having({ settings: { ...OPEN_REGION, workspaceToken: "" } }, mapping({ headers: {} })),
        `Workspace token (WORKSPACE_TOKEN), Region (us), ${SECRET}`,
      ),
      "where the endpoint is masked": left(
        having({ settings: region }, mapping({ url: "••••••••" })),
        "Region (us)",
      ),
      "where the endpoint is masked in part": left(
        having({ settings: region }, mapping({ url: "https://fn.segmentapis.com/?b=********" })),
        "Region (us)",
      ),
      "where the endpoint is not shown": left(
        having({ settings: region }, mapping({ url: undefined })),
        "Region (us)",
      ),
    });
  });

  describe("are none where the region is us", () => {
    const right = (value: string | undefined): Scenario => ({
      workspace: having({ settings: { ...sourceOf().settings, region: value } }, mapping()),
      printsNot: ["Check, or fill in"],
    });
    testScenarios({ "as it stands": right("us"), blank: right(""), "left out": right(undefined) });
  });
});

describe("what a person blocks stays when the settings are written", () => {
  const blocking = (before: unknown, after?: string[]): Scenario => {
    const settings = { ...sourceOf().settings, blockedEvents: before };
    return {
      workspace: having({ settings }, mapping({ enable_batching: true })),
      changes: [WRITE_SOURCE, WRITE_MAPPING, WRITE_SOURCE],
      there: renewed({}, { blockedEvents: after }),
      saves: { ...savedSettings(settings), ...savedMapping(mapping({ enable_batching: true })) },
    };
  };
  testScenarios({
    "some events": blocking(["Own*"], ["Own*"]),
    "null, which is no list": blocking(null),
    nothing: blocking(undefined),
  });
});
