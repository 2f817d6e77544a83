// Slack (Actions), and Slack (classic).
import { COMPACT, MAPPING, TEMPLATE } from "../../templates/slack";
import {
  classicOf,
  complete,
  SLACK_WEBHOOK_URL,
  slackMappingOf,
  slackOf,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";
import { DEPLOY, type Scenario, testScenarios } from "./scenarios";

describe("Slack (Actions)", () => {
  const environment = { SLACK_WEBHOOK_URL };
  const posting = (...mappings: { id: string }[]) =>
    complete({ destinations: [webhooksOf(webhookMappingOf()), slackOf(...mappings)] });
  const right = (over: object): Scenario => ({
    workspace: posting(slackMappingOf(over)),
    environment,
    prints: ["Other templates and mappings stay. Disable those that post the same events a second"],
    printsNot: ["Check the URL"],
  });
  const MASKED = { ...MAPPING.settings, url: "••••••••" };
  const unclear = (over: object, name = "Audit events"): Scenario => ({
    workspace: posting(slackMappingOf(over)),
    environment,
    prints: [`Check the URL of the mapping ${name}: Segment does not show it.`],
  });
  const updated = (field: string, over: object, there: object = {}): Scenario => ({
    workspace: posting(slackMappingOf(over)),
    environment,
    changes: ["PATCH /destinations/slack1/subscriptions/mapping2"],
    there: posting(slackMappingOf(there)),
    saves: { "mapping-before-mapping2.json": slackMappingOf(over) },
    prints: [`The mapping Audit events: ${field} (PATCH`],
    printsNot: ["Check the URL"],
  });
  const added = (mapping: { id: string }): Scenario => ({
    workspace: posting(mapping),
    environment,
    changes: ["POST /destinations/slack1/subscriptions"],
    there: posting(
      mapping,
      slackMappingOf({
        id: expect.stringMatching(/^made/),
        settings: { ...MAPPING.settings, url: SLACK_WEBHOOK_URL },
      }),
    ),
  });
  const text = { "@template": "{{properties.summary}} in Acme" };
  const own = { ...MAPPING.settings, url: `${SLACK_WEBHOOK_URL}Own` };
  const security = 'type = "track" and properties.category = "security"';
  testScenarios({
    "is left alone without SLACK_WEBHOOK_URL": {
      workspace: posting(),
      prints: ["Segment disables a source without a destination after 14 days"],
    },
    "is left alone where it is right": right({}),
    "is left alone with other words around our text": right({
      settings: { text, url: SLACK_WEBHOOK_URL },
    }),
    "is left alone where a mapping of another name posts the same": right({ name: "Post Message" }),
    "is left alone where its webhook is masked": unclear({ settings: MASKED }),
    "is left alone where a mapping of another name may post the same": unclear(
      { name: "Own", settings: MASKED },
      "Own",
    ),
    "is left alone where its settings are not shown": {
      ...unclear({}),
      leeway: { optionalFields: "absent" },
      changes: [DEPLOY],
      again: [DEPLOY],
    },
    "has its trigger updated": updated("trigger", { trigger: 'event = "Audit"' }),
    "is enabled": updated("enabled", { enabled: false }),
    "has its text updated, and the rest kept": updated("settings", {
      settings: { text: "old", url: SLACK_WEBHOOK_URL, channel: "#audit" },
    }),
    "has its webhook updated, and the rest kept": updated("settings", {
      settings: { ...slackMappingOf().settings, url: `${SLACK_WEBHOOK_URL}Old` },
    }),
    "has its webhook updated, and other words around our text kept": updated(
      "settings",
      { settings: { text, url: "https://old.test" } },
      { settings: { text, url: SLACK_WEBHOOK_URL } },
    ),
    "gets our mapping beside one with another webhook": added(
      slackMappingOf({ name: "Own", settings: own }),
    ),
    "gets our mapping beside one that posts less": added(
      slackMappingOf({ name: "Security", trigger: security }),
    ),
  });
});

describe("Slack (classic)", () => {
  const environment = { DESTINATION_ID: "classic1" };
  const OWN = { eventName: "Source Created", regex: false, template: "look!", extra: 1 };
  const WORDS = { ...TEMPLATE, template: "Audit: {{properties.slack_text}}" };
  const SHORT = { ...TEMPLATE, template: COMPACT };
  const OTHER = { ...TEMPLATE, template: "{{event}}" };
  const SOME = { ...TEMPLATE, eventName: "Source .*" };
  const having = (templates: unknown[], over: object = {}) =>
    complete({ destinations: [webhooksOf(webhookMappingOf()), classicOf(templates, over)] });
  const updated = (before: unknown[], after: unknown[]): Scenario => ({
    workspace: having(before),
    environment,
    changes: [["PATCH /destinations/classic1", { settings: { templates: after } }]],
    there: having(after),
    saves: { "slack-before-classic1.json": { settings: { templates: before } } },
    prints: [
      `Slack (classic): our one template; others that stay: ${after.length - 1}`,
      "Other templates and mappings stay. Disable those that post the same events a second time.",
    ],
  });
  const refused = (over: object, fails: string): Scenario => ({
    workspace: having([OWN], over),
    environment,
    fails,
  });
  const IS_OTHER =
    "The destination classic1 is not Slack (classic), or not on a source of the function. Check " +
    "DESTINATION_ID.";
  const NOT_SHOWN =
    "Segment does not show the templates of the destination classic1. Add ours by hand: " +
    "templates/README.md says how.";
  testScenarios({
    "gets our template": updated([], [TEMPLATE]),
    "gets it behind others, which stay": updated([OWN], [OWN, TEMPLATE]),
    "has it updated": updated([{ ...TEMPLATE, regex: false }, OWN], [OWN, TEMPLATE]),
    "is left alone when it has it": { workspace: having([OWN, TEMPLATE]), environment },
    "is left alone when it has it in other words": { workspace: having([WORDS]), environment },
    "is left alone when it has the short text": { workspace: having([SHORT]), environment },
    "gets it beside other words for every event": updated([OTHER], [OTHER, TEMPLATE]),
    "gets it beside the text of some events": updated([SOME], [SOME, TEMPLATE]),
    "is left alone when it has it, and its source is not shown": {
      workspace: having([TEMPLATE], { sourceId: undefined }),
      environment,
    },
    "on a source of somebody else's is refused": refused({ sourceId: "website" }, IS_OTHER),
    "is no other kind of destination": refused({ metadata: { id: "x" } }, IS_OTHER),
    "may have templates that are not shown": refused({ settings: {} }, NOT_SHOWN),
    "may have templates that are null": refused({ settings: { templates: null } }, NOT_SHOWN),
    "may have templates in a text": refused({ settings: { templates: "[]" } }, NOT_SHOWN),
  });
});
