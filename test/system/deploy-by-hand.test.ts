// A chain that was made by hand, on whichever source: it is found, and never cut off by a new secret.
import {
  complete,
  endpointOf,
  functionOf,
  having,
  httpSourceOf,
  sourceOf,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";
import {
  MAKE_MAPPING,
  NEW_SECRET,
  OPEN_SETTINGS,
  renewed,
  type Scenario,
  savedSettings,
  testScenarios,
  WRITE_SOURCE,
} from "./scenarios";

const ENDPOINT = endpointOf(sourceOf().id);
const environment = { ENDPOINT };
const FORWARDED = httpSourceOf({
  id: "acmeSource000000000009",
  slug: "forwarded",
  name: "Forwarded",
});
const POSTS =
  "The source acmeSource000000000009 posts to the function, or may: Segment does not show it. Set " +
  "HTTP_SOURCE_ID to the source that should post, and delete the destination of any other that does.";

/** Webhooks of the source that was made by hand. */
const byHand = (mapping: { id: string }, over: object = {}) => ({
  ...webhooksOf({ ...mapping, id: "mapping9" }),
  id: "webhooks9",
  sourceId: FORWARDED.id,
  ...over,
});
type Destination = ReturnType<typeof byHand>;

const classic = (hook: string) =>
  byHand(webhookMappingOf(), {
    metadata: { id: "54521fdc25e721e32a72ef04" },
    settings: { hooks: [{ hook: "https://acme.test/?b=x" }, { hook }] },
    subscriptions: [],
  });
const send = (settings: object = {}, over: object = {}) =>
  byHand(webhookMappingOf({ name: "Send", ...over }, settings));

/** A workspace with it alone, and one with a source of ours beside it. */
const alone = (...destinations: Destination[]) =>
  complete({ sources: [sourceOf(), FORWARDED], destinations });
const beside = (destination: Destination) => ({
  ...having({}),
  sources: [...having({}).sources, FORWARDED],
  destinations: [webhooksOf(), destination],
});

describe("it is found", () => {
  const id = expect.stringMatching(/^made/);
  const unrelated = byHand(webhookMappingOf(), {
    id: "webhooks8",
    sourceId: "another",
    settings: { url: "?b=%E0" },
    subscriptions: [],
  });
  testScenarios({
    "and left alone": {
      workspace: alone(unrelated, send()),
      prints: ["select the source Forwarded, switch it On"],
    },
    "and left alone, the first of two": {
      workspace: {
        ...alone(send(), { ...send(), id: "webhooks8", sourceId: httpSourceOf().id }),
        sources: [sourceOf(), FORWARDED, httpSourceOf({ slug: "second", name: "Second" })],
      },
      prints: ["select the source Forwarded, switch it On"],
    },
    "and gets its mapping on the same source, where it has Webhooks (classic)": {
      workspace: alone(classic(ENDPOINT)),
      environment,
      changes: [
        "POST /destinations",
        WRITE_SOURCE,
        MAKE_MAPPING.replace("webhooks1", "made"),
        WRITE_SOURCE,
      ],
      there: {
        ...alone(classic(ENDPOINT)),
        sources: [
          sourceOf({ settings: { ...OPEN_SETTINGS, sharedSecret: NEW_SECRET } }),
          FORWARDED,
        ],
        destinations: [
          classic(ENDPOINT),
          {
            ...byHand(webhookMappingOf()),
            id,
            name: "Audit events to function",
            metadata: expect.objectContaining(webhooksOf().metadata),
            subscriptions: [
              webhookMappingOf({ id }, { headers: { "X-Shared-Secret": NEW_SECRET } }),
            ],
          },
        ],
      },
      saves: savedSettings(),
    },
  });
});

describe("it is not cut off by a second one with another secret", () => {
  const kept = (destination: Destination): Scenario => ({
    workspace: beside(destination),
    environment,
    fails: POSTS,
  });
  const region = { ...sourceOf().settings, region: "eu" };
  testScenarios({
    "where it is Webhooks (Actions)": kept(send()),
    "where it is Webhooks (classic)": kept(classic(ENDPOINT)),
    "where its endpoint is masked": kept(send({ url: "••••••••" })),
    "where its endpoint is in no known form": kept(
      send({ url: "https://fn.eu1.segmentapis.com/?b=opaque" }),
    ),
    "where its settings are not shown": kept(send({}, { settings: undefined })),
    "though HTTP_SOURCE_ID names the other": {
      ...kept(send()),
      environment: { ENDPOINT, HTTP_SOURCE_ID: httpSourceOf().id },
    },
    "and where the function's source does not show its settings, nobody is asked about it": {
      workspace: {
        ...beside(send()),
        destinations: [webhooksOf(webhookMappingOf()), send()],
      },
      leeway: { shownSettings: "none" },
    },
    "where the settings of the function's source are wrong": {
      workspace: {
        ...beside(send()),
        sources: [...having({ settings: region }).sources, FORWARDED],
        destinations: [webhooksOf(webhookMappingOf()), send()],
      },
      fails: POSTS,
    },
  });
});

describe("what does not post to the function does not matter", () => {
  const id = expect.stringMatching(/^made/);
  const made = (destination: Destination): Scenario => ({
    workspace: beside(destination),
    environment,
    changes: [WRITE_SOURCE, MAKE_MAPPING, WRITE_SOURCE],
    there: {
      ...beside(destination),
      sources: [...renewed().sources, FORWARDED],
      destinations: [...renewed().destinations, destination],
    },
    saves: savedSettings(),
  });
  testScenarios({
    "a mapping that leads elsewhere": made(send({ url: "https://acme.test/siem" })),
    "Webhooks (classic) for another function": made(classic(endpointOf("other0000000000000000x"))),
    "a masked endpoint, where a person has said which source it is to be": {
      ...made(send({ url: "••••••••" })),
      environment: { ENDPOINT, HTTP_SOURCE_ID: httpSourceOf().id },
    },
    "a masked endpoint, where the function's source is new": {
      workspace: complete({
        functions: [functionOf()],
        sources: [httpSourceOf(), FORWARDED],
        destinations: [webhooksOf(), send({ url: "••••••••" })],
      }),
      pastesEndpoint: true,
      changes: [
        "POST /sources",
        "POST /functions/sfn_audit-events/deploy",
        WRITE_SOURCE,
        MAKE_MAPPING,
        WRITE_SOURCE,
      ],
      there: complete({
        sources: [
          httpSourceOf(),
          FORWARDED,
          {
            ...sourceOf({ id, settings: { ...OPEN_SETTINGS, sharedSecret: NEW_SECRET } }),
            writeKeys: expect.anything(),
          },
        ],
        destinations: [
          ...renewed({ url: expect.stringContaining("?b=bWFkZ") }).destinations,
          send({ url: "••••••••" }),
        ],
      }),
    },
  });
});
