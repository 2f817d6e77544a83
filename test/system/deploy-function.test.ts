// The function and its code, and the chain as a whole.
import {
  complete,
  empty,
  functionOf,
  httpSourceOf,
  NEW_CODE,
  OLD_CODE,
  SETTINGS,
  SLACK_WEBHOOK_URL,
  slackMappingOf,
  slackOf,
  sourceOf,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";
import {
  DEPLOY,
  MAKE_SLACK,
  makeChain,
  NEW_SECRET,
  type Scenario,
  testScenarios,
} from "./scenarios";

const FUNCTION = `/functions/${functionOf().id}`;
const made = expect.stringMatching(/^made/);
const madeSource = (over: object) => ({
  ...sourceOf({ id: made, metadata: expect.anything(), ...over }),
  writeKeys: expect.anything(),
});
const AUDIT_FORWARDING = (host: string) =>
  `Left to do, if not done yet: open https://${host}/goto-my-workspace/settings/access-management, then ` +
  "Settings → Workspace Settings → Audit Forwarding, select the source Audit trail, switch it On, Save " +
  "Changes.";
const NO_SLACK =
  "Segment disables a source without a destination after 14 days. If the function's source has none, " +
  "connect one, or set SLACK_WEBHOOK_URL and run this again.";
const EMPTY_PLAN = "Nothing was changed. To do all this: npm run deploy -- --yes";

describe("an empty workspace", () => {
  const environment = { SLACK_WEBHOOK_URL, REGION: "eu" };
  testScenarios({
    "gets each link, and the person is told what is left": {
      workspace: empty(),
      environment,
      pastesEndpoint: true,
      lines: [
        "A new source function, Audit events, 2.0.0 (POST /functions)",
        "A new source, audit-events (POST /sources)",
        `The code, deployed to the source audit-events (${DEPLOY})`,
        "A new source, audit-trail (POST /sources)",
        "The source audit-trail: name (PATCH /sources/audit-trail)",
        "A new destination, Audit events to function (POST /destinations)",
        "The source audit-events: name (PATCH /sources/audit-events)",
        "The function's endpoint is needed. Copy it from Segment: the source Audit events → Overview, " +
          "or Settings → Endpoint.",
        'A new mapping, Audit events to the function: type = "track" and event = "Audit" ' +
          "(POST /destinations/made/subscriptions)",
        "The settings of the source Audit events, all of them, with WORKSPACE_TOKEN and a new shared " +
          "secret (PATCH /sources/audit-events)",
        "A new destination, Audit events in Slack (POST /destinations)",
        'A new mapping, Audit events: type = "track" (POST /destinations/made/subscriptions)',
        "Done.",
        AUDIT_FORWARDING("eu1.app.segment.com"),
        "Other templates and mappings stay. Disable those that post the same events a second time.",
      ],
      changes: [...makeChain(), ...MAKE_SLACK],
      there: {
        functions: [functionOf({ id: expect.stringMatching(/^sfnc_made/), catalogId: made })],
        sources: [
          madeSource({
            settings: { ...sourceOf().settings, region: "eu", sharedSecret: NEW_SECRET },
          }),
          {
            ...madeSource({ slug: "audit-trail", name: "Audit trail" }),
            settings: {},
            runs: undefined,
            metadata: httpSourceOf().metadata,
          },
        ],
        destinations: [
          {
            ...webhooksOf(
              webhookMappingOf(
                { id: made },
                {
                  url: expect.stringContaining("?b=bWFkZ"),
                  headers: { "X-Shared-Secret": NEW_SECRET },
                },
              ),
            ),
            id: made,
            sourceId: made,
            name: "Audit events to function",
            metadata: expect.objectContaining(webhooksOf().metadata),
          },
          {
            ...slackOf(
              slackMappingOf({
                id: made,
                settings: { ...slackMappingOf().settings, channel: undefined },
              }),
            ),
            id: made,
            sourceId: made,
            name: "Audit events in Slack",
            metadata: expect.objectContaining(slackOf().metadata),
          },
        ],
      },
    },
    "is left as it is by the plan, which shows all of that": {
      workspace: empty(),
      environment: { SLACK_WEBHOOK_URL },
      words: [],
      lines: [
        "The plan:",
        "A new source function, Audit events, 2.0.0 (POST /functions)",
        "A new source, audit-events (POST /sources)",
        "The code, deployed to the source audit-events (POST /functions/sfn_planned/deploy)",
        "A new source, audit-trail (POST /sources)",
        "The source audit-trail: name (PATCH /sources/planned)",
        "A new destination, Audit events to function (POST /destinations)",
        "The source audit-events: name (PATCH /sources/planned)",
        "Then the endpoint is needed: set ENDPOINT, or paste it when the command asks.",
        'A new mapping, Audit events to the function: type = "track" and event = "Audit" ' +
          "(POST /destinations/planned/subscriptions)",
        "The settings of the source Audit events, all of them, with WORKSPACE_TOKEN and a new shared " +
          "secret (PATCH /sources/planned)",
        "A new destination, Audit events in Slack (POST /destinations)",
        'A new mapping, Audit events: type = "track" (POST /destinations/planned/subscriptions)',
        EMPTY_PLAN,
      ],
    },
  });
});

describe("a complete workspace is left alone", () => {
  const lines = ["Nothing to change.", AUDIT_FORWARDING("app.segment.com"), NO_SLACK];
  testScenarios({
    "by a run": { lines },
    "by the plan": { words: [], lines },
    "without WORKSPACE_TOKEN": { environment: { WORKSPACE_TOKEN: "" }, lines },
  });
});

describe("an upgrade", () => {
  const old = [functionOf({ code: OLD_CODE })];
  const upgrade = (sources: object[] = []) =>
    complete({ functions: old, sources: [...complete().sources, ...sources] });
  const second = (over: object = {}) =>
    sourceOf({ id: "acmeSource000000000003", slug: "second", name: "Second", ...over });
  const answering = (body: object): Scenario => ({
    workspace: upgrade(),
    fault: (_, __, path) => (path.endsWith("/deploy") ? { status: 200, body } : undefined),
    changes: [`PATCH ${FUNCTION}`, DEPLOY],
    there: complete(),
    saves: { [`function-before-${functionOf().id}.js`]: OLD_CODE },
  });
  testScenarios({
    "is saved, sent and deployed to both connected sources": {
      workspace: upgrade([second({ runs: OLD_CODE })]),
      changes: [
        [`PATCH ${FUNCTION}`, { code: NEW_CODE }],
        [DEPLOY, null],
        ["POST /functions/sfn_second/deploy", null],
      ],
      there: complete({ sources: [...complete().sources, second()] }),
      saves: { [`function-before-${functionOf().id}.js`]: OLD_CODE },
      prints: ["The function Audit events, 1.0.0 → 2.0.0: code (PATCH"],
    },
    "is left as it is by the plan": {
      workspace: upgrade(),
      words: [],
      lines: [
        "The plan:",
        `The function Audit events, 1.0.0 → 2.0.0: code (PATCH ${FUNCTION})`,
        `The code, deployed to the source Audit events (${DEPLOY})`,
        EMPTY_PLAN,
      ],
    },
    "of code without its first line is shown, too": {
      workspace: complete({ functions: [functionOf({ code: "async function onRequest() {}" })] }),
      words: [],
      prints: ["The function Audit events, unknown version → 2.0.0: code (PATCH"],
    },
    "of a function whose name is not shown is named by its id": {
      workspace: complete({ functions: [functionOf({ code: OLD_CODE, displayName: undefined })] }),
      environment: { FUNCTION_ID: functionOf().id },
      words: [],
      prints: [`The function ${functionOf().id}, 1.0.0 → 2.0.0: code (PATCH`],
    },
    "brings the settings along where Segment does not show them": {
      workspace: complete({ functions: [functionOf({ code: OLD_CODE, settings: [] })] }),
      leeway: { optionalFields: "absent" },
      changes: [[`PATCH ${FUNCTION}`, { code: NEW_CODE, settings: SETTINGS }], DEPLOY],
      there: complete(),
      saves: { [`function-before-${functionOf().id}.js`]: OLD_CODE },
      again: [DEPLOY],
    },
    "that was sent and not deployed is deployed": {
      workspace: complete({ sources: [sourceOf({ runs: OLD_CODE }), httpSourceOf()] }),
      changes: [DEPLOY],
      there: complete(),
    },
    "whose deployment ends with anything but success is reported": {
      ...answering({ data: { functionDeployment: { status: "FAILED\u001b[31m" } } }),
      fails: "The deployment to Audit events ended with FAILED [31m. Run the command again.",
    },
    "whose deployment does not show how it ended goes on": {
      ...answering({ data: { functionDeployment: null } }),
      prints: ["Segment does not show how the deployment to Audit events ended. Check its events."],
    },
  });
});

describe("a function that is up to date is left alone", () => {
  const right = (over: {
    code?: string;
    resourceType?: string | null | undefined;
    deployedAt?: null;
    settings?: object[];
    id?: string;
  }): Scenario => ({
    workspace: complete({
      functions: [functionOf(over)],
      sources: complete().sources.map((source) => ({ ...source, runs: over.code ?? NEW_CODE })),
    }),
  });
  testScenarios({
    "without the last line's end": right({ code: NEW_CODE.trimEnd() }),
    "with another line's end": right({ code: `${NEW_CODE}\n` }),
    "where the definitions of its settings say more": right({
      settings: SETTINGS.map((one) => ({ ...one, extra: "x" })),
    }),
    "where its id does not have its catalogId": right({ id: "sfnc_other" }),
    "where its kind is null": {
      ...right({ resourceType: null }),
      environment: { FUNCTION_ID: functionOf().id },
    },
    "where its kind is not shown": {
      ...right({ resourceType: undefined }),
      environment: { FUNCTION_ID: functionOf().id },
    },
    "where Segment shows that its sources run it, and not since when": right({ deployedAt: null }),
  });
});

describe("the definitions of its settings", () => {
  const own = { ...SETTINGS[0], name: "own" };
  const [first, second, ...rest] = SETTINGS;
  const settings = [own, { ...second, required: false }, first, ...rest.slice(0, -1)];
  const file = `settings-before-${functionOf().id}.json`;
  const update = (before: object[]): Scenario => ({
    workspace: complete({ functions: [functionOf({ settings: before })] }),
    changes: [[`PATCH ${FUNCTION}`, { settings: SETTINGS }]],
    there: complete(),
    saves: { [file]: before },
  });
  testScenarios({
    "are brought up to date where one differs": update([
      ...SETTINGS.slice(1),
      { ...first, required: false },
    ]),
    "are brought up to date where there are none": update([]),
    "are brought up to date without its code, and others stay": {
      workspace: complete({ functions: [functionOf({ settings })] }),
      changes: [[`PATCH ${FUNCTION}`, { settings: [...SETTINGS, own] }]],
      there: complete({ functions: [functionOf({ settings: [...SETTINGS, own] })] }),
      saves: { [file]: settings },
      prints: ["The function Audit events: settings (PATCH"],
    },
  });
});

describe("which function it is", () => {
  const others = [1, 2, 3].map((index) =>
    functionOf({ id: `sfnc_${index}`, displayName: "Other" }),
  );
  const twins = [functionOf(), functionOf({ id: "sfnc_\u001b[31mtwin" })];
  const refused = (over: object, why: string): Scenario => ({
    workspace: complete({ functions: [functionOf(over)] }),
    environment: { FUNCTION_ID: functionOf().id },
    fails: `The function Audit events (${functionOf().id}) ${why}`,
  });
  const IS_OTHER =
    "is not a source function, or Segment does not show its code. Set FUNCTION_ID or FUNCTION_NAME to " +
    "another.";
  testScenarios({
    "is found by its name on any page": {
      workspace: complete({ functions: [...others, functionOf({ displayName: "Audit trail" })] }),
      environment: { FUNCTION_NAME: "Audit trail" },
    },
    "is not clear where two have the name": {
      workspace: complete({ functions: twins }),
      fails:
        /^Several functions are named Audit events: sfnc_acme\w+,sfnc_ \[31mtwin\. Set FUNCTION_ID\.$/,
    },
    "is said by FUNCTION_ID": {
      workspace: complete({ functions: twins }),
      environment: { FUNCTION_ID: functionOf().id },
    },
    "is refused where it is one for a destination": refused(
      { resourceType: "DESTINATION" },
      IS_OTHER,
    ),
    "is refused where its code is not shown": refused({ code: null }, IS_OTHER),
  });
});
