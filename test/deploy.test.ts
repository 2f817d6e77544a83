import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { SETTING_DEFINITIONS } from "../src/settings";
import { slackActionsByKind, slackByKind } from "../templates/by-kind";
import { COMPACT, MAPPING, TEMPLATE } from "../templates/slack";
import { deploy } from "../tools/deploy/deploy";
import { Failure } from "../tools/deploy/failure";
import { readOptions } from "../tools/deploy/options";
import {
  type Fault,
  type PublicApiServer,
  servePublicApi,
  type Workspace,
} from "./segment/public-api-server";

const TOKEN = "sgp_acme_deploy_token";
const WEBHOOK_URL = "https://hooks.slack.com/services/T0/B0/acme-webhook";
const NEW_CODE = "// segment-audit-function 1.1.0\nasync function onRequest() {}\n";
const OLD_CODE = "// segment-audit-function 1.0.0\nasync function onRequest() {}\n";
const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, rest]) => ({ name, ...rest }));

let server: PublicApiServer | undefined;
afterEach(() => server?.close());

const functionOf = (over: object = {}) => ({
  id: "sfnd_acme",
  displayName: "Audit events",
  resourceType: "SOURCE",
  code: NEW_CODE,
  settings: structuredClone(SETTINGS),
  deployedAt: "2026-11-01T00:00:00.000Z",
  isLatestVersion: true,
  ...over,
});
const otherFunction = (index: number) => functionOf({ id: `sfnd_${index}x`, displayName: "Other" });

const classic = (templates: unknown[], over: object = {}) => ({
  id: "dest_classic",
  enabled: true,
  metadata: { id: "56748689e954a874ca44ccfb", name: "Slack" },
  settings: { templates, channels: ["#audit"], webhookUrl: WEBHOOK_URL },
  subscriptions: [],
  ...over,
});
const actions = (mappings: object[]) => ({
  id: "dest_actions",
  enabled: true,
  metadata: { id: "5f7dd8e302173ff732db5cc4", name: "Slack (Actions)" },
  settings: {},
  subscriptions: mappings.map((mapping, index) => ({ id: `sub_${index}x`, ...mapping })),
});
const mappingOf = (over: object = {}) => ({
  ...MAPPING,
  settings: { ...MAPPING.settings, url: WEBHOOK_URL, channel: "#audit" },
  ...over,
});

/** Runs the command against the workspace. In no case does it print a secret. */
async function run(
  workspace: Workspace,
  words: string[] = ["--yes"],
  environment: Record<string, string> = {},
  fault: PublicApiServer["fault"] = () => undefined,
) {
  server?.close();
  server = await servePublicApi(workspace, TOKEN);
  server.fault = fault;
  const { url, clock, requests } = server;
  const lines: string[] = [];
  const saved: Record<string, unknown> = {};
  const timeouts: AbortController[] = [];
  server.onHang = () => timeouts.at(-1)?.abort();
  let message: string | undefined;
  try {
    const options = readOptions(words, { TOKEN, API_URL: url, ...environment });
    if (options === "help") throw new Error("not asked for");
    await deploy(options, {
      code: NEW_CODE,
      print: (line) => lines.push(line),
      wait: async (ms) => {
        clock.nowMs += ms;
      },
      createTimeout: () => {
        timeouts.push(new AbortController());
        return timeouts.at(-1)?.signal ?? AbortSignal.abort();
      },
      save: (name, text) => {
        saved[`${name}.json`] = JSON.parse(text);
        return `${name}.json`;
      },
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    message = error.message;
  }
  const printed = [...lines, message ?? []].flat().join("\n");
  expect(printed).not.toContain(TOKEN);
  expect(printed).not.toMatch(/hooks\.slack\.com\/services/);
  expect(message ?? "").not.toContain("\n");
  const changes = requests.filter(({ method }) => method !== "GET");
  return { printed, message, saved, changes, requests, waitedMs: clock.nowMs };
}

const withoutId = (mapping: object) =>
  Object.fromEntries(Object.entries(mapping).filter(([field]) => field !== "id"));

const empty = (): Workspace => ({ functions: [], destinations: [] });
const routes = (changes: { method: string; path: string }[]) =>
  changes.map(({ method, path }) => `${method} ${path}`);

describe("the function", () => {
  test("is created, with its code and all settings", async () => {
    const workspace = empty();
    const { printed, changes } = await run(workspace);
    expect(routes(changes)).toEqual(["POST /functions"]);
    expect(workspace.functions).toEqual([
      expect.objectContaining({
        code: NEW_CODE,
        displayName: "Audit events",
        resourceType: "SOURCE",
        settings: SETTINGS,
      }),
    ]);
    expect(printed).toMatch(/1\/1 POST \/functions\n {4}a new source function, Audit events\n/);
    expect(printed).toMatch(/Done\..*Connect Source.*batching off.*Audit Forwarding/s);
  });

  test("is upgraded, and the connected sources get the code", async () => {
    const workspace = { ...empty(), functions: [functionOf({ code: OLD_CODE })] };
    const { printed, changes } = await run(workspace);
    expect(changes).toEqual([
      { method: "PATCH", path: "/functions/sfnd_acme", body: { code: NEW_CODE }, status: 200 },
      { method: "POST", path: "/functions/sfnd_acme/deploy", body: undefined, status: 200 },
    ]);
    expect(workspace.functions).toEqual([functionOf()]);
    expect(printed).toContain("    code: version 1.0.0 (62 bytes) → version 1.1.0 (62 bytes)\n");
  });

  test("whose settings alone differ gets those alone, and keeps others", async () => {
    const own = { ...SETTINGS[0], name: "own" };
    const [first, second, ...rest] = SETTINGS;
    const settings = [own, { ...second, required: false, label: "x" }, first, ...rest.slice(0, -1)];
    const workspace = { ...empty(), functions: [functionOf({ settings })] };
    const { printed, changes } = await run(workspace);
    expect(changes.map(({ body }) => body)).toEqual([{ settings: [...SETTINGS, own] }]);
    expect(printed).toContain(
      "    setting workspaceToken: other label, required\n    setting sharedSecret: new\n",
    );
    expect((await run(workspace)).changes).toEqual([]);
  });

  test("that is as it should be is left alone", async () => {
    const { printed, changes } = await run({ ...empty(), functions: [functionOf()] });
    expect(changes).toEqual([]);
    expect(printed).toBe(
      "The function Audit events is up to date: version 1.1.0 (62 bytes).\nNothing to change.",
    );
  });

  test("that was updated and not deployed is deployed", async () => {
    const functions = [functionOf({ isLatestVersion: false })];
    const { changes } = await run({ ...empty(), functions });
    expect(routes(changes)).toEqual(["POST /functions/sfnd_acme/deploy"]);
  });

  test("that no source runs is not deployed", async () => {
    const functions = [functionOf({ code: OLD_CODE, deployedAt: null, isLatestVersion: false })];
    const workspace = { ...empty(), functions };
    expect(routes((await run(workspace)).changes)).toEqual(["PATCH /functions/sfnd_acme"]);
    expect((await run(workspace)).changes).toEqual([]);
  });

  test("is found by its name on any page, among functions of other kinds", async () => {
    const destination = functionOf({ id: "dfnd_1", resourceType: "DESTINATION", code: "" });
    const others = [0, 1, 2, 3].map(otherFunction);
    const functions = [destination, ...others, functionOf({ displayName: "Audit trail" })];
    const environment = { FUNCTION_NAME: "Audit trail" };
    const { printed, requests } = await run({ ...empty(), functions }, ["--yes"], environment);
    expect(printed).toContain("The function Audit trail is up to date");
    expect(routes(requests)).toEqual([
      ...Array(3).fill("GET /functions"),
      "GET /functions/sfnd_acme",
    ]);
  });

  test("is asked for by its id when two have the name", async () => {
    const functions = [
      functionOf(),
      otherFunction(1),
      functionOf({ id: "sfnd_twin", code: OLD_CODE }),
    ];
    const { message, changes } = await run({ ...empty(), functions });
    expect(changes).toEqual([]);
    expect(message).toBe(
      "2 functions are named Audit events: sfnd_acme, sfnd_twin. Set FUNCTION_ID to the one that is meant.",
    );
    const chosen = await run({ ...empty(), functions }, ["--yes"], { FUNCTION_ID: "sfnd_twin" });
    expect(routes(chosen.requests)[0]).toBe("GET /functions/sfnd_twin");
    expect(functions.map(({ code }) => code)).toEqual([NEW_CODE, NEW_CODE, NEW_CODE]);
  });

  test("has to be a source function", async () => {
    const functions = [functionOf({ resourceType: "DESTINATION" })];
    const { message } = await run({ ...empty(), functions }, ["--yes"], {
      FUNCTION_ID: "sfnd_acme",
    });
    expect(message).toBe("The function Audit events (sfnd_acme) is no source function.");
  });
});

test("without --yes the plan is shown, and nothing is changed", async () => {
  const workspace = {
    functions: [functionOf({ code: OLD_CODE })],
    destinations: [classic(slackByKind.templates), actions([])],
  };
  const before = structuredClone(workspace);
  for (const DESTINATION_ID of ["dest_classic", "dest_actions"]) {
    const { printed, changes, saved } = await run(workspace, [], { DESTINATION_ID, WEBHOOK_URL });
    expect(changes).toEqual([]);
    expect(saved).toEqual({});
    expect(printed).toMatch(/^The plan:\nPATCH \/functions\/sfnd_acme\n {4}code: version 1\.0\.0/);
    expect(printed).toContain("\nPOST /functions/sfnd_acme/deploy\n");
    expect(printed).toMatch(/\n(PATCH \/destinations\/dest_classic|POST .*\/subscriptions)\n/);
    expect(printed).toMatch(/\nNothing was changed\. .*: npm run deploy -- --yes$/);
  }
  expect(workspace).toEqual(before);
});

describe("Slack (classic)", () => {
  const DESTINATION_ID = "dest_classic";
  const OWN = { eventName: "Source Created", regex: false, template: "look!", extra: 1 };

  const set = async (templates: unknown[], over: object = {}) => {
    const destination = classic(templates, over);
    const workspace = { functions: [functionOf()], destinations: [destination] };
    return {
      ...(await run(workspace, ["--yes"], { DESTINATION_ID })),
      settings: destination.settings,
    };
  };

  test("gets our template in place of those that we made, keeps all others, and saves them", async () => {
    const before = [OWN, ...slackByKind.templates, { ...TEMPLATE, template: COMPACT }];
    const { settings, saved, printed, changes } = await set(before);
    expect(settings).toEqual({
      templates: [OWN, TEMPLATE],
      channels: ["#audit"],
      webhookUrl: WEBHOOK_URL,
    });
    expect(saved).toEqual({
      "slack-before-dest_classic.json": { settings: { templates: before } },
    });
    expect(printed).toMatch(
      /\nSaved Slack's templates to slack-before-dest_classic\.json\. .*\n1\/1 /,
    );
    expect(changes.map(({ body }) => body)).toEqual([{ settings: { templates: [OWN, TEMPLATE] } }]);
  });

  test("gets it when there is none yet", async () => {
    expect((await set([])).settings.templates).toEqual([TEMPLATE]);
    const settings = { channels: [] };
    await set([], { settings });
    expect(settings).toEqual({ channels: [], templates: [TEMPLATE] });
  });

  test("knows ours also when they were entered by hand", async () => {
    const byHand = slackByKind.templates.map(({ template, ...rest }) => ({
      ...rest,
      template: template.replaceAll("\n", "\\n"),
    }));
    expect((await set(byHand)).settings.templates).toEqual([TEMPLATE]);
  });

  test.each([
    ["full", TEMPLATE],
    ["compact", { ...TEMPLATE, template: COMPACT }],
    ["compact by hand", { ...TEMPLATE, template: COMPACT.replace("\n", "\\n") }],
  ])("that has our %s template is left alone", async (_, template) => {
    const { changes, printed, saved } = await set([OWN, template]);
    expect({ changes, saved }).toEqual({ changes: [], saved: {} });
    expect(printed).toContain("Slack's template is up to date.\n");
  });

  test("names those of the others that fit the same events", async () => {
    const others = [
      OWN,
      { eventName: "^Space", regex: true, template: "x" },
      { eventName: "Signed Up", regex: false, template: "x" },
      { eventName: "^Space", regex: false, template: "x" },
      { eventName: "(", regex: true, template: "x" },
      "odd",
    ];
    const { printed } = await set(others);
    const named = printed.split("\n").filter((line) => line.startsWith("The template for"));
    expect(named).toEqual([
      "The template for Source Created stays, and posts 1 of the 173 known events once more, such as Source Created. Delete it if it should not.",
      "The template for ^Space stays, and posts 3 of the 173 known events once more, such as Space Created. Delete it if it should not.",
    ]);
  });

  test("that is disabled is said to be", async () => {
    expect((await set([TEMPLATE], { enabled: false })).printed).toContain(
      "Slack destination is disabled",
    );
  });
});

describe("Slack (Actions)", () => {
  const DESTINATION_ID = "dest_actions";

  const set = async (mappings: object[], environment: Record<string, string> = {}) => {
    const destination = actions(mappings);
    const workspace = { functions: [functionOf()], destinations: [destination] };
    const outcome = await run(workspace, ["--yes"], { DESTINATION_ID, ...environment });
    const again = await run(workspace, ["--yes"], { DESTINATION_ID, ...environment });
    if (!outcome.message) expect(again.changes).toEqual([]);
    return {
      ...outcome,
      mappings: destination.subscriptions.map(withoutId),
    };
  };

  test("gets our mapping, once", async () => {
    const { mappings, printed } = await set([], { WEBHOOK_URL });
    const settings = { ...MAPPING.settings, url: WEBHOOK_URL };
    expect(mappings).toEqual([{ ...MAPPING, settings }]);
    expect(printed).toContain('    a new mapping, Audit events: type = "track"');
  });

  test("needs the webhook for it, before anything is changed", async () => {
    const workspace = { functions: [], destinations: [actions([])] };
    const { message, changes } = await run(workspace, ["--yes"], { DESTINATION_ID });
    expect(message).toBe("WEBHOOK_URL is missing. A new mapping needs Slack's incoming webhook.");
    expect(changes).toEqual([]);
  });

  test.each([
    ["trigger", { trigger: 'event = "Audit"' }, {}],
    ["enabled", { enabled: false }, {}],
    ["text", { settings: { text: "old", url: WEBHOOK_URL, channel: "#audit" } }, {}],
    ["url", { settings: { ...mappingOf().settings, url: "https://old.test" } }, { WEBHOOK_URL }],
  ])("has its %s updated, and keeps the rest", async (field, over, environment) => {
    const { mappings, changes, printed } = await set([mappingOf(over)], environment);
    expect(mappings).toEqual([mappingOf()]);
    expect(routes(changes)).toEqual(["PATCH /destinations/dest_actions/subscriptions/sub_0x"]);
    expect(Object.keys(Object(changes[0]?.body?.input))).toEqual(Object.keys(over));
    expect(printed).toContain(`\n    ${field}`);
  });

  test("keeps the compact text", async () => {
    const settings = { ...mappingOf().settings, text: { "@template": COMPACT } };
    expect((await set([mappingOf({ settings })])).changes).toEqual([]);
  });

  test("has those disabled that we made by kind, as fast as the rate limit allows", async () => {
    const own = mappingOf({ name: "Own", trigger: 'type = "track" and event = "Space Created"' });
    const edited = { ...slackActionsByKind[0], settings: { text: { "@template": "mine" } } };
    const byKind = slackActionsByKind.map((mapping) => ({
      ...mapping,
      settings: { ...mapping.settings, url: WEBHOOK_URL },
    }));
    const identify = mappingOf({ name: "People", trigger: 'type = "identify"' });
    const { mappings, printed, waitedMs, changes } = await set([own, edited, identify, ...byKind], {
      WEBHOOK_URL,
    });
    expect(mappings.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual([
      "Own",
      "Audience",
      "People",
      "Audit events",
    ]);
    expect(mappings).toHaveLength(30);
    expect(changes.filter(({ status }) => status === 200)).toHaveLength(27);
    expect(waitedMs).toBe(5 * 60_000);
    expect(printed).toContain(
      "Segment's rate limit: 60 s to wait.\nSegment's rate limit: 50 s to wait.\n",
    );
    expect(printed).toMatch(
      /^The mapping Own stays, and posts 1 of the 173 known events once more/m,
    );
    expect(printed).toMatch(/^The mapping Audience stays, and posts 9 of the 173 /m);
    expect(printed).not.toMatch(/The mapping People/);
  });

  test("with two mappings of our name is refused", async () => {
    const { message, changes } = await set([mappingOf(), mappingOf()]);
    expect(message).toBe("Several mappings are named Audit events. Delete all but one of them.");
    expect(changes).toEqual([]);
  });
});

test("another destination is refused before anything is changed", async () => {
  const metadata = { id: "614a3c7d791c91c41bae7599", name: "Webhooks (Actions)" };
  const destinations = [classic([], { metadata })];
  const environment = { DESTINATION_ID: "dest_classic" };
  const { message, changes } = await run({ functions: [], destinations }, ["--yes"], environment);
  expect(message).toMatch(
    /is of the kind Webhooks \(Actions\), and neither Slack nor Slack \(Actions\)/,
  );
  expect(changes).toEqual([]);
});

describe("a failure is one line that says what to do", () => {
  const at = (index: number, fault: Fault) => (request: number) =>
    request === index ? fault : undefined;
  const always = (fault: Fault) => () => fault;

  test.each<[Fault, RegExp]>([
    [
      401,
      /^GET \/functions: TOKEN is not accepted \(401\)\. Make a new one .* REGION=eu\. Segment says: made up/,
    ],
    [403, /^GET \/functions: TOKEN may not do this \(403\)\. Make one as a Workspace Owner/],
    [
      404,
      /^GET \/functions: there is no such thing .* Check FUNCTION_ID, DESTINATION_ID and REGION/,
    ],
    [418, /^GET \/functions: refused \(418\)\. Segment says: made up for the test$/],
    [429, /^GET \/functions: still over Segment's rate limit\. Run the command again later\.$/],
    [500, /^GET \/functions: Segment has a fault \(500\)\. Check the network, and run/],
    ["lost before", /^GET \/functions: no answer\. Check the network, and run/],
    ["hangs", /^GET \/functions: no answer\. Check the network, and run/],
  ])("%s at every request", async (fault, expected) => {
    const { message, changes } = await run(empty(), ["--yes"], {}, always(fault));
    expect(message).toMatch(expected);
    expect(changes).toEqual([]);
  });

  test("422 with the API's message and field, and no part of a secret", async () => {
    const refuse = async (message: string) => {
      const body = { errors: [{ type: "validation", message, field: "settings[0].label" }] };
      const fault = (_: number, method: string) =>
        method === "POST" ? { status: 422, body } : undefined;
      return (await run(empty(), ["--yes"], { WEBHOOK_URL }, fault)).message;
    };
    expect(await refuse("label is too long")).toBe(
      "POST /functions: refused (422). Segment says: label is too long (field settings[0].label)",
    );
    // Cut after 200 characters, a secret would not be found any more.
    const long = "x".repeat(190);
    expect(await refuse(`${long} ${TOKEN}`)).toContain(`${long} [hidden] (field`);
    expect(await refuse(`${long} ${WEBHOOK_URL}`)).toContain(`${long} [hidden] (field`);
    expect(await refuse("https://hooks.slack.com/services/T1/old x")).toContain(": [hidden] x");
  });

  test.each<Fault>([500, 503, "lost before", "lost after", "hangs"])(
    "a read-only request that fails once (%s) is made again",
    async (fault) => {
      const { message, printed, waitedMs } = await run(empty(), ["--yes"], {}, at(0, fault));
      expect(message).toBeUndefined();
      expect(printed).toContain("Trying again in 1 s.");
      expect(waitedMs).toBe(1_000);
    },
  );

  test("a rate limit without a time is waited for too", async () => {
    const { message, waitedMs } = await run(empty(), ["--yes"], {}, at(0, 429));
    expect(message).toBeUndefined();
    expect(waitedMs).toBe(15_000);
  });

  test("a create without an answer is looked up, and found", async () => {
    const workspace = empty();
    const { message, printed, changes } = await run(workspace, ["--yes"], {}, at(1, "lost after"));
    expect(message).toBeUndefined();
    expect(printed).toContain("Looking whether it is there.\nIt is there.\nDone.");
    expect(changes).toHaveLength(1);
    expect(workspace.functions).toHaveLength(1);
  });

  test.each<Fault>([500, "lost before", "hangs"])(
    "a create that failed (%s) is not made again, since it may come to be late",
    async (fault) => {
      const workspace = empty();
      const { message, changes } = await run(workspace, ["--yes"], {}, at(1, fault));
      expect(message).toMatch(
        /^POST \/functions: .*It is not there so far\. Run the command again/,
      );
      expect(changes).toHaveLength(1);
      await run(workspace);
      expect(workspace.functions).toHaveLength(1);
    },
  );

  test("a redirect is not followed, and the token goes nowhere", async () => {
    const other = await servePublicApi(empty(), TOKEN);
    const headers = { Location: `${other.url}/functions` };
    const { message } = await run(
      empty(),
      ["--yes"],
      {},
      always({ status: 307, body: {}, headers }),
    );
    other.close();
    expect(message).toMatch(/^GET \/functions: no answer/);
    expect(other.requests).toEqual([]);
  });

  test("a secret in a name is printed neither in the plan nor in a failure", async () => {
    const FUNCTION_NAME = `Audit ${TOKEN} ${WEBHOOK_URL}`;
    const { printed } = await run(empty(), [], { FUNCTION_NAME, WEBHOOK_URL });
    expect(printed).toContain("a new source function, Audit [hidden] ");
    const functions = [1, 2].map((id) =>
      functionOf({ id: `sfnd_${id}`, displayName: FUNCTION_NAME }),
    );
    const { message } = await run({ ...empty(), functions }, [], { FUNCTION_NAME, WEBHOOK_URL });
    expect(message).toMatch(/^2 functions are named Audit \[hidden\] /);
  });

  test("another answer than the Public API's", async () => {
    const { message } = await run({ ...empty(), functions: [] }, ["--yes"], {}, at(0, 200));
    expect(message).toBe(
      "GET /functions: the answer is not as documented. Is this the Public API?",
    );
  });
});

describe("stopped half-way at any request, a second run finishes the work", () => {
  const own = { eventName: "Signed Up", regex: false, template: "x" };
  const WORKSPACES: [string, string, () => Workspace][] = [
    ["creates, classic", "dest_classic", () => ({ functions: [], destinations: [classic([own])] })],
    ["creates, actions", "dest_actions", () => ({ functions: [], destinations: [actions([])] })],
    [
      "upgrades, classic",
      "dest_classic",
      () => ({
        functions: [functionOf({ code: OLD_CODE, settings: [] })],
        destinations: [classic([own, ...slackByKind.templates])],
      }),
    ],
    [
      "upgrades, actions",
      "dest_actions",
      () => ({
        functions: [otherFunction(0), otherFunction(1), functionOf({ code: OLD_CODE })],
        destinations: [actions(slackActionsByKind.slice(0, 4))],
      }),
    ],
  ];

  test.each(WORKSPACES)("%s", async (_, DESTINATION_ID, create) => {
    const environment = { DESTINATION_ID, WEBHOOK_URL };
    const goal = create();
    const { requests } = await run(goal, ["--yes"], environment);
    const sorted = ({ functions, destinations }: Workspace) => ({
      functions,
      destinations: destinations.map(({ subscriptions, ...rest }) => ({
        ...rest,
        subscriptions: subscriptions.map(withoutId),
      })),
    });
    for (let stop = 0; stop < requests.length; stop += 1) {
      for (const fault of ["lost before", "lost after"] as const) {
        const workspace = create();
        await run(workspace, ["--yes"], environment, (index) => {
          if (index < stop) return undefined;
          return index === stop ? fault : "lost before";
        });
        const { message } = await run(workspace, ["--yes"], environment);
        expect(message).toBeUndefined();
        expect(sorted(workspace)).toEqual(sorted(goal));
        expect((await run(workspace, ["--yes"], environment)).changes).toEqual([]);
      }
    }
  });
});

describe("what is set", () => {
  test.each([
    [{}, /^TOKEN is missing\. Set it to a Public API token/],
    [{ TOKEN: " " }, /^TOKEN is missing/],
    [{ TOKEN: "two words" }, /^TOKEN has a space/],
    [{ TOKEN, REGION: "mars" }, /^REGION is wrong\. It takes us or eu/],
    [{ TOKEN, REGION: "toString" }, /^REGION is wrong/],
    [{ TOKEN, API_URL: "https://evil.test" }, /^API_URL is wrong/],
    [{ TOKEN, API_URL: "http://127.0.0.1.evil.test:80" }, /^API_URL is wrong/],
    [{ TOKEN, WEBHOOK_URL: "hooks.slack.com/x" }, /^WEBHOOK_URL is wrong/],
  ])("%j is refused", (environment, expected) => {
    expect(() => readOptions([], environment)).toThrow(expected);
    expect(() => readOptions([], environment)).not.toThrow(/two words|evil|\/x/);
  });

  test.each([
    [{ TOKEN }, "https://api.segmentapis.com"],
    [{ TOKEN, REGION: " EU " }, "https://eu1.api.segmentapis.com"],
  ])("%j asks %s", (environment, apiUrl) => {
    expect(readOptions([], environment)).toMatchObject({
      apiUrl,
      functionName: "Audit events",
      yes: false,
    });
  });

  test.each([["--force"], ["-y"], ["now"]])("the word %s is refused", (word) => {
    expect(() => readOptions([word], { TOKEN })).toThrow(
      /npm run deploy -- --help shows what there is/,
    );
  });
});

describe("the command", () => {
  const root = path.join(__dirname, "..");
  const command = (words: string[], env: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "tools/deploy.ts", ...words], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
    }).catch(({ stdout, stderr, code }) => ({ stdout, stderr, code }));

  test("--help names everything that can be set", async () => {
    const { stdout } = await command(["--help"]);
    for (const name of [
      "--yes",
      "--help",
      "TOKEN",
      "REGION",
      "FUNCTION_NAME",
      "FUNCTION_ID",
      "DESTINATION_ID",
      "WEBHOOK_URL",
      "API_URL",
    ]) {
      expect(stdout).toContain(`\n  ${name}`);
    }
  });

  test("without a token it says so in one line", async () => {
    expect(await command([])).toEqual({
      stdout: "",
      stderr: expect.stringMatching(/^TOKEN is missing\. .*\n$/),
      code: 1,
    });
  });

  test("it brings dist/handler.js into a workspace", async () => {
    const workspace = empty();
    server = await servePublicApi(workspace, TOKEN);
    const { stdout } = await command(["--yes"], { TOKEN, API_URL: server.url });
    expect(stdout).toContain("\nDone.\n");
    expect(workspace.functions[0]?.code).toBe(
      readFileSync(path.join(root, "dist/handler.js"), "utf8"),
    );
  });
});
