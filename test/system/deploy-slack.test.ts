// Slack (Actions) on the function's source.
import * as the from "./deployed-workspace";
import { check, run } from "./deployment";

const { SLACK_URL, slackMappingOf, slackOf, webhookOf, webhooksOf, withDestinations } = the;
const environment = { SLACK_WEBHOOK_URL: SLACK_URL };
const webhooks = webhooksOf([webhookOf()]);
const withSlack = (...slack: ReturnType<typeof slackOf>[]) => withDestinations(webhooks, ...slack);
const NAME = "The mapping Audit events of the destination Audit events in Slack (slack1)";
const text = (template: string) => slackMappingOf({}, { text: { "@template": template } });
const MADE = ["POST /destinations", "POST /destinations/new/subscriptions"];

test("it is made with one mapping for all events, which posts the function's text", async () => {
  const workspace = withSlack();
  const { changes } = await run(workspace, { environment });
  const place = { sourceId: the.SOURCE_ID, metadataId: the.KINDS.slack };
  const action = { actionId: "kp6oMyKQbaeqt6TcwFJop9", trigger: 'type = "track"', enabled: true };
  const settings = { url: SLACK_URL, text: { "@template": "{{properties.slack_text}}" } };
  expect(changes.map(({ body }) => body)).toEqual([
    { ...place, enabled: true, name: "Audit events in Slack", settings: {} },
    { name: "Audit events", ...action, settings },
  ]);
  expect(await check(workspace, { environment })).toEqual([]);
});

test("without SLACK_WEBHOOK_URL nothing is made", async () => {
  expect(await check(withSlack(slackOf([])))).toEqual([]);
});

const path = { "@path": "$.properties.slack_text" };
test.each([
  ["with the whole text", text("{{properties.slack_text}}")],
  ["with the short text, and words of somebody's", text("News: {{properties.summary}}")],
  ["with the text as a path, as the app may save it", slackMappingOf({}, { text: path })],
  ["with a channel, under another name", slackMappingOf({ name: "Ours" }, { channel: "#a" })],
])("a mapping counts as there: %s", async (_, mapping) => {
  expect(await check(withSlack(slackOf([mapping])), { environment })).toEqual([]);
});

test.each([
  ["with another text", slackOf([text("{{event}}")]), MADE],
  ["without a text", slackOf([slackMappingOf({}, { text: undefined })]), MADE],
  ["on another source", slackOf([slackMappingOf()], { sourceId: "acmeOther2" }), MADE],
  ["in a destination that is empty", slackOf([]), ["POST /destinations/slack1/subscriptions"]],
])("no mapping counts as there: %s", async (_, slack, expected) => {
  expect((await run(withSlack(slack), { environment })).sent).toEqual(expected);
});

describe("what differs is named, and left", () => {
  const other = { url: "https://hooks.slack.com/services/T0/B0/other" };
  const second = { id: "mapping3", name: "Second" };
  const some = { ...second, trigger: 'properties.category = "security"' };
  const OFF = `${NAME} is off, or the destination is. Switch both on.`;
  const ELSEWHERE = `${NAME} posts elsewhere than SLACK_WEBHOOK_URL says. Correct what is wrong.`;
  const TRIGGER = `${NAME} has another trigger than type = "track": event = "X"`;
  const SECOND = NAME.replace("Audit events", "Second");
  const TWICE = `Keep one, or each event comes twice: ${NAME}; ${SECOND}`;
  test.each([
    ["a mapping that is off", slackOf([slackMappingOf({ enabled: false })]), [OFF]],
    ["a destination that is off", slackOf([slackMappingOf()], { enabled: false }), [OFF]],
    ["another webhook", slackOf([slackMappingOf({}, other)]), [ELSEWHERE]],
    ["another trigger", slackOf([slackMappingOf({ trigger: 'event = "X"' })]), [TRIGGER]],
    ["the same twice", slackOf([slackMappingOf(), slackMappingOf(second)]), [TWICE]],
    ["so too", slackOf([slackMappingOf(some), slackMappingOf({}, other)]), [ELSEWHERE]],
    ["not a second channel", slackOf([slackMappingOf(some, other), slackMappingOf()]), []],
    ["not one for all, too", slackOf([slackMappingOf(second, other), slackMappingOf()]), []],
    ["not one for some, too", slackOf([slackMappingOf(some), slackMappingOf()]), []],
  ])("%s", async (_, slack, expected) => {
    expect(await check(withSlack(slack), { environment })).toEqual(expected);
  });

  test("also without SLACK_WEBHOOK_URL", async () => {
    expect(await check(withSlack(slackOf([slackMappingOf()], { enabled: false })))).toEqual([OFF]);
  });
});

test("it is made on the source that is posted to", async () => {
  const sources = [the.sourceOf(), the.sourceOf({ id: "acmeSecnd1" }), the.httpSourceOf()];
  const url = the.endpointOf("acmeSecnd1");
  const destinations = [webhooksOf([webhookOf({}, { url })])];
  const { changes } = await run(the.given({ sources, destinations }), { environment });
  expect(changes[0]?.body).toMatchObject({ sourceId: "acmeSecnd1" });
});

test("it is set up also where the endpoint is still missing", async () => {
  expect((await run(withDestinations(), { environment })).sent).toEqual(MADE);
});
