// The endpoint, which is in no API: asked for, or given.
import { endpointOf, having, SLACK_WEBHOOK_URL, sourceOf, webhookMappingOf } from "./deployment";
import {
  MAKE_MAPPING,
  renewed,
  type Scenario,
  savedSettings,
  testScenarios,
  WRITE_SOURCE,
} from "./scenarios";

const ENDPOINT = endpointOf(sourceOf().id);
const OTHER = endpointOf("other0000000000000000x");
const ODD =
  "The endpoint does not look like https://fn.segmentapis.com/?b=…, as Segment's examples do. Check it: " +
  "a wrong one loses events. To change it, set ENDPOINT, and run this again.";
const IS_NONE = "This is not an endpoint. It looks like https://fn.segmentapis.com/?b=…";
const IS_CUT = "ENDPOINT is wrong. This endpoint is not whole. Copy it again.";

/** The mapping is made, with a new secret on both sides. */
const made = (url = ENDPOINT): Scenario => ({
  workspace: having({}),
  changes: [WRITE_SOURCE, MAKE_MAPPING, WRITE_SOURCE],
  there: renewed({ url }),
  saves: savedSettings(),
});

describe("the endpoint", () => {
  testScenarios({
    "is missing outside a terminal: the run ends there, and says how to go on": {
      workspace: having({}),
      fails:
        "The function's endpoint is missing. Copy it from Segment: the source Audit events → Overview, " +
        "or Settings → Endpoint. Set ENDPOINT to it, and run the command again: it goes on here.",
    },
    "is taken from ENDPOINT": {
      ...made(),
      environment: { ENDPOINT },
      changes: [
        [WRITE_SOURCE, { settings: { ...sourceOf().settings, sharedSecret: "" } }],
        MAKE_MAPPING,
        WRITE_SOURCE,
      ],
      printsNot: [ODD],
    },
    "is asked for again until it can be right": {
      ...made(),
      pasted: [
        "nonsense",
        "http://fn.segmentapis.com/?b=x",
        `${ENDPOINT} x`,
        OTHER,
        ENDPOINT.slice(0, -20),
        ENDPOINT,
      ],
      prints: [
        `The function's endpoint is needed. Copy it from Segment: the source Audit events → Overview, or Settings → Endpoint.\n${[IS_NONE, IS_NONE, IS_NONE, "This is the endpoint of another source.", "This endpoint is not whole. Copy it again."].join("\n")}\n`,
      ],
      printsNot: [ODD],
    },
    "is taken as it stands in an address, or decoded": {
      ...made(decodeURIComponent(ENDPOINT)),
      environment: { ENDPOINT: decodeURIComponent(ENDPOINT) },
      printsNot: [ODD],
    },
    "that is not given ends the run": {
      workspace: having({}),
      pasted: [],
      fails:
        "The endpoint is still missing. Set ENDPOINT to it, and run the command again: it goes on here.",
    },
    "in the plan stands for the one to come": {
      workspace: having({}),
      words: [],
      pasted: [],
      prints: [
        "Then the endpoint is needed: set ENDPOINT, or paste it when the command asks.",
        "A new mapping, Audit events to the function",
      ],
    },
    "in the plan can be the one that is given": {
      workspace: having({}),
      words: [],
      environment: { ENDPOINT },
      prints: ["A new mapping, Audit events to the function"],
      printsNot: ["Then the endpoint is needed"],
    },
    "of another source is refused in the plan, too": {
      words: [],
      environment: { ENDPOINT: OTHER },
      fails: "ENDPOINT is wrong. This is the endpoint of another source.",
    },
    "of another source is refused where the chain is complete": {
      environment: { ENDPOINT: OTHER },
      fails: "ENDPOINT is wrong. This is the endpoint of another source.",
    },
  });
});

describe("what cannot be an endpoint is refused", () => {
  const encoding = (credentials: string) =>
    `https://fn.segmentapis.com/?b=${encodeURIComponent(Buffer.from(credentials).toString("base64"))}`;
  const refused = (endpoint: string, fails: string | RegExp): Record<string, Scenario> => ({
    [endpoint]: { workspace: having({}), environment: { ENDPOINT: endpoint }, fails },
  });
  testScenarios({
    ...refused(OTHER, "ENDPOINT is wrong. This is the endpoint of another source."),
    ...refused("https://fn.segmentapis.com/?b=opaque", IS_CUT),
    ...refused(ENDPOINT + ENDPOINT, IS_CUT),
    ...refused(`${ENDPOINT}abc`, IS_CUT),
    ...refused(`${decodeURIComponent(ENDPOINT)}abc`, IS_CUT),
    ...refused(encoding(`${sourceOf().id}::${"k".repeat(33)}`), IS_CUT),
    ...refused(encoding(`x${sourceOf().id}::${"k".repeat(32)}`), IS_CUT),
    ...refused(OTHER.slice(0, -20), "ENDPOINT is wrong. This is the endpoint of another source."),
    ...refused(ENDPOINT.slice(0, 55), IS_CUT),
    ...refused(ENDPOINT.slice(0, -20), IS_CUT),
    ...refused("https://fn.segmentapis.com/", /^ENDPOINT is wrong\. This is not an endpoint/),
    ...refused("https://fn.segmentapis.com/#?b=x", `ENDPOINT is wrong. ${IS_NONE}`),
    ...refused("https://fn.segmentapis.com/x&b=x", `ENDPOINT is wrong. ${IS_NONE}`),
    ...refused("https://fn.segmentapis.com/?b=&x=1", `ENDPOINT is wrong. ${IS_NONE}`),
    ...refused(
      "https://",
      `ENDPOINT is wrong. It takes the endpoint of the function's source; a terminal asks for it.`,
    ),
  });
});

describe("an endpoint that looks odd is taken, and said to be odd", () => {
  const odd = (what: string, url: string): Record<string, Scenario> => ({
    [what]: { ...made(url), pasted: [url], prints: [ODD] },
  });
  testScenarios({
    ...odd("another host", ENDPOINT.replace("fn.", "fn.eu1.")),
    ...odd("a host in the path", ENDPOINT.replace("fn.", "acme.test/fn.")),
    ...odd("a path", ENDPOINT.replace("/?", "/some/path?")),
    ...odd("a user", ENDPOINT.replace("fn.", "ada@fn.")),
    ...odd("an opaque key", "https://fn.eu1.segmentapis.com/?b=opaque"),
  });
});

describe("an endpoint is not printed, whatever Segment says", () => {
  const refusing = (message: string): Pick<Scenario, "fault" | "changes" | "saves" | "there"> => ({
    fault: (_, method, path) =>
      method === "POST" && path.endsWith("subscriptions")
        ? { status: 400, body: { errors: [{ message }] } }
        : undefined,
    // Nothing posts to the source yet: it is left without a secret.
    changes: [WRITE_SOURCE, MAKE_MAPPING],
    there: having({ settings: { ...sourceOf().settings, sharedSecret: "" } }),
    saves: savedSettings(),
  });
  const pasted = "https://fn.eu1.segmentapis.com/k/?x=1&b=opaque-credentials";
  const given = "https://fn.eu1.segmentapis.com/?b=opaque-credentials-of-acme";
  testScenarios({
    "that was pasted": {
      workspace: having({}),
      pasted: [pasted],
      ...refusing(`no ${encodeURIComponent(pasted)}!`),
      fails: /Segment says: no \[hidden\]!/,
    },
    "that was given, and neither is Slack's webhook": {
      workspace: having({}),
      environment: { ENDPOINT: given, SLACK_WEBHOOK_URL },
      ...refusing(
        `no ${[encodeURIComponent(given), encodeURIComponent(SLACK_WEBHOOK_URL), "opaque-credentials-of-acme"].join(" or ")}!`,
      ),
      fails: /Segment says: no \[hidden\] or \[hidden\] or \[hidden\]!/,
    },
    "that was given and is not used yet": {
      workspace: having({ enabled: false }),
      environment: { ENDPOINT: given },
      fault: (_, method) =>
        method === "PATCH"
          ? { status: 422, body: { errors: [{ message: "no opaque-credentials-of-acme!" }] } }
          : undefined,
      changes: [WRITE_SOURCE],
      fails: /Segment says: no \[hidden\]!/,
    },
  });
});

describe("a mapping that is there says where it posts", () => {
  const opaque = "https://fn.eu1.segmentapis.com/?b=opaque";
  const leading = (url: string) => having({}, webhookMappingOf({}, { url }));
  testScenarios({
    "to the address that is given, though it says nothing of the source": {
      workspace: leading(opaque),
      environment: { ENDPOINT: opaque },
      printsNot: ["Check the URL"],
    },
    "to an address in no known form: it stays, and nobody is asked": {
      workspace: leading(opaque),
      pasted: [opaque],
    },
    "masked: it counts as right": {
      workspace: leading("••••••••"),
      printsNot: ["Check the URL"],
    },
    "masked, with an ENDPOINT: a person has to check": {
      workspace: leading("••••••••"),
      environment: { ENDPOINT },
      prints: ["Check the URL of the mapping: Segment does not show it."],
    },
    "elsewhere, under our name: the endpoint is asked for": {
      workspace: leading("https://acme.test/siem"),
      fails: /^The function's endpoint is missing/,
    },
  });
});
