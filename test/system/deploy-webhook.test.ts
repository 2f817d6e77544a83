// The webhook between both sources: its destination and its mapping.
import {
  complete,
  endpointOf,
  having,
  httpSourceOf,
  OLD_SECRET,
  sourceOf,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";
import {
  DEPLOY,
  MAKE_MAPPING,
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

const ENDPOINT = endpointOf(sourceOf().id);
const ODD = ENDPOINT.replace("fn.", "fn.eu1.");
const environment = { ENDPOINT };
const MAPPING = webhookMappingOf();
const SECRET = { "X-Shared-Secret": OLD_SECRET };

describe("what is right stays", () => {
  const right = (settings: object, source: object = {}): Scenario => ({
    workspace: having(source, webhookMappingOf({}, settings)),
  });
  testScenarios({
    "without a secret on either side": right({ headers: {} }, { settings: OPEN_SETTINGS }),
    "with the header in another case": right({ headers: { "x-shared-secret": OLD_SECRET } }),
    "where Segment does not show its headers": right({ headers: undefined }),
    "where it has another name": { workspace: having({}, webhookMappingOf({ name: "Send" })) },
    "beside one of another name to the same endpoint": {
      workspace: having(
        {},
        webhookMappingOf({ id: "mapping3", name: "Send", enabled: false }),
        MAPPING,
      ),
    },
    "where its destination shows nothing of being enabled": {
      workspace: complete({ destinations: [{ ...webhooksOf(MAPPING), enabled: undefined }] }),
    },
    "where Segment does not show its settings, and a person has to check an ENDPOINT": {
      environment,
      leeway: { optionalFields: "absent" },
      changes: [DEPLOY],
      there: complete(),
      prints: ["Check the URL of the mapping: Segment does not show it."],
      again: [DEPLOY],
    },
  });
});

describe("what differs is brought up to date", () => {
  const stale = webhookMappingOf({ trigger: 'type = "track"', enabled: false });
  const unclear = webhookMappingOf({ enabled: undefined });
  testScenarios({
    "its trigger, and whether it is enabled: its secret stays": {
      workspace: having({}, stale),
      changes: [[WRITE_MAPPING, { input: { trigger: MAPPING.trigger, enabled: true } }]],
      there: having({}, MAPPING),
      saves: savedMapping(stale),
      prints: ["The mapping Audit events to the function: trigger, enabled (PATCH"],
    },
    "that nothing is shown of its being enabled": {
      workspace: having({}, unclear),
      changes: [[WRITE_MAPPING, { input: { enabled: true } }]],
      there: having({}, MAPPING),
      saves: savedMapping(unclear),
    },
    "its destination, which is enabled": {
      workspace: complete({ destinations: [{ ...webhooksOf(MAPPING), enabled: false }] }),
      changes: [["PATCH /destinations/webhooks1", { enabled: true }]],
      there: having({}, MAPPING),
    },
  });
});

describe("settings that differ are mended, with a new secret on both sides", () => {
  const mended = (settings: object): Scenario => {
    const headers = { "X-Own": "own", ...SECRET };
    const stale = webhookMappingOf({}, { headers, batch_size: 5, ...settings });
    return {
      workspace: having({}, stale),
      changes: [
        [WRITE_SOURCE, { settings: { ...sourceOf().settings, sharedSecret: "" } }],
        [WRITE_MAPPING, expect.anything()],
        [WRITE_SOURCE, expect.anything()],
      ],
      there: renewed({ batch_size: 5 }),
      saves: { ...savedSettings(), ...savedMapping(stale) },
    };
  };
  const moved = (url: string): Scenario => ({ ...mended({ url }), environment });
  testScenarios({
    batching: mended({ enable_batching: true }),
    "batching, at an odd endpoint that is given again and not called odd": {
      ...mended({ enable_batching: true, url: ODD }),
      environment: { ENDPOINT: ODD },
      there: renewed({ batch_size: 5, url: ODD }),
      printsNot: ["does not look like"],
    },
    "another method": mended({ method: "PUT" }),
    "another part of the event": mended({ data: { "@path": "$.properties" } }),
    "no secret, though the source wants one": mended({ headers: { "X-Own": "own" } }),
    "the endpoint at another host": moved(ODD),
    "the endpoint of another source": moved(endpointOf("other0000000000000000x")),
    "an address elsewhere": moved("https://acme.test/opaque"),
  });
});

describe("a source that is new", () => {
  const made = (settings: object, leeway: Scenario["leeway"] = {}): Scenario => {
    const stale = webhookMappingOf({}, settings);
    const id = expect.stringMatching(/^made/);
    const { destinations } = renewed({ url: expect.stringMatching(/^https:.*\?b=bWFkZ/) });
    return {
      workspace: complete({ sources: [httpSourceOf()], destinations: [webhooksOf(stale)] }),
      pastesEndpoint: true,
      leeway,
      changes: ["POST /sources", DEPLOY, WRITE_SOURCE, WRITE_MAPPING, WRITE_SOURCE],
      there: complete({
        sources: [
          httpSourceOf(),
          {
            ...sourceOf({ id, settings: { ...OPEN_SETTINGS, sharedSecret: NEW_SECRET } }),
            writeKeys: expect.anything(),
          },
        ],
        destinations,
      }),
      saves: savedMapping(stale),
    };
  };
  const opaque = { url: "https://fn.eu1.segmentapis.com/?b=opaque" };
  testScenarios({
    "is not the one that a mapping leads to, nobody knows where": made(opaque),
    "is not the one that a mapping leads to where Segment does not show it": {
      ...made(opaque, { optionalFields: "absent" }),
      saves: {
        "mapping-before-mapping1.json": expect.not.objectContaining({
          settings: expect.anything(),
        }),
      },
      again: [DEPLOY],
    },
  });
});

describe("beside other destinations", () => {
  const siem = webhookMappingOf({ id: "mapping8", name: "To SIEM" }, { url: "https://x.test" });
  const others = {
    ...webhooksOf(siem),
    id: "webhooks8",
    enabled: false,
  };
  const elsewhere = { ...webhooksOf(MAPPING), id: "webhooks9", sourceId: "another" };
  const id = expect.stringMatching(/^made/);
  testScenarios({
    "it is found": {
      workspace: complete({ destinations: [elsewhere, others, webhooksOf(MAPPING)] }),
    },
    "it is made in one that shows nothing of being enabled": {
      workspace: complete({ destinations: [{ ...webhooksOf(), enabled: undefined }] }),
      environment,
      changes: [WRITE_SOURCE, MAKE_MAPPING, WRITE_SOURCE],
      there: {
        ...renewed(),
        destinations: [{ ...renewed().destinations[0], enabled: undefined }],
      },
      saves: savedSettings(),
    },
    "its mapping is told from another's, when it is mended at once": {
      workspace: having({ settings: OPEN_SETTINGS }, siem),
      environment,
      leeway: { sourceSettings: "kept" },
      changes: [
        WRITE_SOURCE,
        MAKE_MAPPING,
        WRITE_SOURCE,
        `${MAKE_MAPPING.replace("POST", "PATCH")}/made`,
      ],
      there: having({ settings: OPEN_SETTINGS }, siem, webhookMappingOf({ id }, { headers: {} })),
      saves: savedSettings(OPEN_SETTINGS),
    },
    "it is made, and somebody else's stays as it is": {
      workspace: complete({ destinations: [others] }),
      environment,
      changes: [
        "POST /destinations",
        WRITE_SOURCE,
        MAKE_MAPPING.replace("webhooks1", "made"),
        WRITE_SOURCE,
      ],
      there: {
        ...renewed(),
        destinations: [
          others,
          {
            ...webhooksOf(webhookMappingOf({ id }, { headers: { "X-Shared-Secret": NEW_SECRET } })),
            id,
            name: "Audit events to function",
            metadata: expect.objectContaining(webhooksOf().metadata),
          },
        ],
      },
      saves: savedSettings(),
    },
    "two mappings of its name are refused": {
      workspace: complete({
        destinations: [
          webhooksOf(MAPPING),
          { ...webhooksOf(webhookMappingOf({ id: "mapping3" })), id: "webhooks3", name: "Second" },
        ],
      }),
      fails:
        "Several mappings are named Audit events to the function, in Webhooks,Second. Keep one of them.",
    },
  });
});
