// The function's source, and the HTTP API source.
import {
  complete,
  empty,
  endpointOf,
  having,
  httpSourceOf,
  SLACK_WEBHOOK_URL,
  sourceOf,
  webhookMappingOf,
} from "./deployment";
import {
  NEW_SECRET,
  renewed,
  type Scenario,
  savedMapping,
  savedSettings,
  testScenarios,
  WRITE_MAPPING,
} from "./scenarios";

const MAPPING = webhookMappingOf();
const ENDPOINT_IS_MISSING = /^The function's endpoint is missing/;

describe("the function's source", () => {
  const named = (name: string): Scenario => ({
    workspace: having({ name }, MAPPING),
    changes: [["PATCH /sources/audit-events", { name: "Audit events" }]],
    there: having({}, MAPPING),
  });
  const slugs = (...taken: string[]) => ({
    ...empty(),
    sources: taken.map((slug) => sourceOf({ id: slug, slug, metadata: { id: "x" }, settings: {} })),
  });
  testScenarios({
    "is not made without WORKSPACE_TOKEN": {
      workspace: empty(),
      words: [],
      environment: { WORKSPACE_TOKEN: "" },
      fails:
        "WORKSPACE_TOKEN is missing. Make a second Public API token, for the function; set it.",
    },
    "is enabled where Segment disabled it": {
      workspace: having({ enabled: false }, MAPPING),
      changes: [["PATCH /sources/audit-events", { enabled: true }]],
      there: having({}, MAPPING),
    },
    "is named where its name is empty": named(""),
    "is named where its name is its slug": named("audit-events"),
    "keeps its name where a person made it": {
      workspace: having({ slug: "staging", name: "staging" }, MAPPING),
    },
    "keeps its name where its slug only has ours in it": {
      workspace: having({ slug: "my-audit-events", name: "my-audit-events" }, MAPPING),
    },
    "counts as enabled where that is not shown": {
      workspace: having({ enabled: undefined }, MAPPING),
    },
    "gets our slug beside one that begins so": {
      workspace: slugs("audit-events-old"),
      words: [],
      prints: ["A new source, audit-events (POST /sources)"],
    },
    "gets a slug that is free": {
      workspace: slugs("audit-events"),
      fails: ENDPOINT_IS_MISSING,
      changes: [
        "POST /functions",
        "POST /sources",
        expect.stringMatching(/^POST .*audit-events-made/),
        "POST /sources",
        "PATCH /sources/audit-trail",
        "POST /destinations",
        expect.stringMatching(/^PATCH .*audit-events-made/),
      ],
      there: expect.objectContaining({
        sources: [
          slugs("audit-events").sources[0],
          expect.objectContaining({
            slug: expect.stringMatching(/^audit-events-made/),
            name: "Audit events",
          }),
          expect.objectContaining({ slug: "audit-trail" }),
        ],
      }),
    },
    "whose making got no answer is not made again, without the settings neither": {
      workspace: empty(),
      fault: (_, method, path) =>
        method === "POST" && path === "/sources" ? "lost before" : undefined,
      prints: [/^POST \/sources: no answer.*\. It may have been done or not\. Looking whether it/m],
      fails:
        "POST /sources: nothing new is there so far. Run the command again in a minute: it looks first.",
      changes: ["POST /functions", "POST /sources"],
      there: { functions: [expect.anything()], sources: [], destinations: [] },
    },
  });
});

describe("of two sources of the function", () => {
  const staging = (over: object = {}) =>
    sourceOf({ id: "acmeSource000000000004", slug: "staging", name: "Staging", ...over });
  const url = endpointOf(staging().id);
  const both = (mapping: { id: string }) => ({
    ...having({}, mapping),
    sources: [staging(), ...having({}).sources],
  });
  testScenarios({
    "it is the one that the mapping leads to, though listed last": {
      workspace: complete({ sources: [staging(), ...complete().sources] }),
      environment: { SLACK_WEBHOOK_URL },
    },
    "it is the one that the mapping leads to, though a person's": {
      workspace: both(webhookMappingOf({}, { url })),
    },
    "it is the one of the ENDPOINT": {
      workspace: both(MAPPING),
      environment: { ENDPOINT: url },
      changes: ["PATCH /sources/staging", WRITE_MAPPING, "PATCH /sources/staging"],
      there: {
        ...renewed({ url }),
        sources: [
          staging({ settings: { ...sourceOf().settings, sharedSecret: NEW_SECRET } }),
          ...having({}).sources,
        ],
      },
      saves: {
        [`settings-before-${staging().id}.json`]: Object.values(savedSettings())[0],
        ...savedMapping(MAPPING),
      },
    },
  });
});

describe("the HTTP API source", () => {
  const { id } = httpSourceOf();
  const beside = (over: object) => ({
    ...having({}, MAPPING),
    sources: [sourceOf(), httpSourceOf(over)],
  });
  const environment = { HTTP_SOURCE_ID: id };
  testScenarios({
    "can be another than audit-trail": {
      workspace: beside({ slug: "mine", name: "Mine" }),
      environment,
      prints: ["select the source Mine, switch it On"],
    },
    "keeps its name where a person made it": {
      workspace: beside({ slug: "forwarded", name: "forwarded" }),
      environment,
    },
    "is enabled where Segment disabled it": {
      workspace: beside({ enabled: false }),
      changes: [["PATCH /sources/audit-trail", { enabled: true }]],
      there: having({}, MAPPING),
    },
    "is refused where it is of another kind": {
      workspace: beside({ metadata: { id: "x" } }),
      fails:
        "The source audit-trail is not there, or is no HTTP API source. Set HTTP_SOURCE_ID to the id " +
        "of one.",
    },
    "is refused where it is not there": {
      environment: { HTTP_SOURCE_ID: "missing" },
      fails: /^The source missing is not there, or is no HTTP API source\./,
    },
  });
});
