// What the documents leave open: a chain is made, found again and upgraded all the same.
import {
  complete,
  empty,
  functionOf,
  NEW_CODE,
  OLD_CODE,
  SLACK_WEBHOOK_URL,
  sourceOf,
} from "./deployment";
import {
  DEPLOY,
  MAKE_SLACK,
  makeChain,
  NEW_SECRET,
  type Scenario,
  testScenarios,
} from "./scenarios";

const environment = { SLACK_WEBHOOK_URL };
const CHAIN = {
  functions: [expect.objectContaining({ code: NEW_CODE })],
  sources: [
    expect.objectContaining({
      name: "Audit events",
      runs: NEW_CODE,
      settings: { ...sourceOf().settings, sharedSecret: NEW_SECRET },
    }),
    expect.objectContaining({ name: "Audit trail" }),
  ],
  destinations: [
    expect.objectContaining({
      subscriptions: [
        expect.objectContaining({
          settings: expect.objectContaining({ headers: { "X-Shared-Secret": NEW_SECRET } }),
        }),
      ],
    }),
    expect.objectContaining({ subscriptions: [expect.anything()] }),
  ],
};

/** Only where Segment leaves out whether the sources run the newest code, each run deploys it. */
const open = (leeway: Scenario["leeway"]) =>
  ({
    "an empty workspace": {
      workspace: empty(),
      environment,
      leeway: leeway ?? {},
      pastesEndpoint: true,
      changes: [...makeChain(), ...MAKE_SLACK],
      there: CHAIN,
      again: leeway?.optionalFields ? [DEPLOY] : [],
    },
    "an upgrade": {
      workspace: complete({ functions: [functionOf({ code: OLD_CODE })] }),
      leeway: leeway ?? {},
      changes: [`PATCH /functions/${functionOf().id}`, DEPLOY],
      there: complete(),
      saves: { [`function-before-${functionOf().id}.js`]: OLD_CODE },
      again: leeway?.optionalFields ? [DEPLOY] : [],
    },
  }) satisfies Record<string, Scenario>;

describe("fields that are left out", () => testScenarios(open({ optionalFields: "absent" })));
describe("fields that are null", () => testScenarios(open({ optionalFields: "null" })));
describe("answers to changes that are null", () => testScenarios(open({ changedThings: "null" })));
describe("another name of the changed mapping", () =>
  testScenarios(open({ subscriptionKey: "destinationSubscription" })));
describe("lists that lag for 4 s", () => testScenarios(open({ lagMs: 4_000 })));
describe("lists that lag for ever", () => testScenarios(open({ lagMs: 1e9 })));

describe("something new whose making got no answer is looked for", () => {
  const lost = (lagMs: number): Scenario => ({
    ...open({ lagMs })["an empty workspace"],
    fault: (_, method, path) =>
      method === "POST" && !path.endsWith("deploy") ? "lost after" : undefined,
  });
  testScenarios({
    "and found where the list lags for 0.9 s": lost(900),
    "and found where the list lags for 20 s": lost(20_000),
    "and not made again where the list lags for a minute": {
      ...lost(60_000),
      changes: ["POST /functions"],
      there: { functions: CHAIN.functions, sources: [], destinations: [] },
      fails:
        "POST /functions: nothing new is there so far. Run the command again in a minute: it looks first.",
    },
  });
});
