// The chain as a whole: the plan, the run, one paste, what is left to do by hand, and an upgrade.
import { readFileSync } from "node:fs";
import { audienceCreated, permissionCheck } from "../../tools/segment/audit-events";
import { HANDLER_PATH } from "../../tools/segment/runtime";
import { fillIn, walk } from "./deployed-chain";
import * as the from "./deployed-workspace";
import { check, restOf, run, WORKSPACE_TOKEN } from "./deployment";

const { empty, given, httpSourceOf, OLD_CODE, sourceOf, withSources } = the;
const code = readFileSync(HANDLER_PATH, "utf8");
const environment = { SLACK_WEBHOOK_URL: the.SLACK_URL };
const TOKEN_SETTING = "Workspace token: the one of WORKSPACE_TOKEN";
const SETTINGS = `Workspace slug: acme; ${TOKEN_SETTING}; Blocked events: Permission Check`;
const ACCESS = "https://app.segment.com/goto-my-workspace/settings/access-management";
const forwarding = (source: string, access = ACCESS) =>
  `If it is off, at ${access}: Settings → Workspace Settings → Audit Forwarding, ` +
  `select the source ${source}, switch it On, Save Changes.`;
const TRIGGER = 'type = "track" and event = "Audit"';
const planOf = (endpoint: string) => [
  "+ The function Audit events, version 2.0.0",
  `+ The source audit-events of the function. ${SETTINGS}`,
  "~ The code, deployed to the source audit-events",
  "+ The HTTP API source audit-trail",
  "+ The destination Audit events to function",
  `+ The mapping Audit events to the function: ${TRIGGER}, to ${endpoint}`,
  "+ The destination Audit events in Slack",
  '+ The mapping Audit events: type = "track", to SLACK_WEBHOOK_URL',
];
const REST = [
  `Connections → Sources → audit-events → Settings, if they are empty: ${SETTINGS}`,
  forwarding("audit-trail"),
  `Delete the token of TOKEN: ${ACCESS}/tokens`,
  "A shared secret can be added: docs/set-up.md, step 8.",
];
const MAPPING_MADE = ["POST /destinations", "POST /destinations/new/subscriptions"];
const taken = { sourceSettings: "taken" } as const;

describe("an empty workspace", () => {
  test("the plan says all that would be made, and makes nothing", async () => {
    const workspace = empty();
    const { lines, sent } = await run(workspace, { words: [], environment });
    expect({ sent, workspace }).toEqual({ sent: [], workspace: empty() });
    const plan = planOf("the endpoint, for which the command asks");
    const ending = "Nothing was changed. To do all this: npm run deploy -- --yes";
    expect(lines).toEqual(["Workspace acme (us)", ...plan, ending]);
  });

  test("the run makes it, asks for the endpoint once, and says what is left", async () => {
    const around = { environment, leeway: taken, pastesEndpoint: true };
    const { lines, asked, sent } = await run(empty(), around);
    const rest = REST.map((line, index) => `${index + 1}. ${line}`);
    const made = planOf("ENDPOINT");
    expect(lines).toEqual(["Workspace acme (us)", ...made, "What is left:", ...rest]);
    expect(asked).toHaveLength(1);
    const deployed = "POST /functions/sfn_new/deploy";
    const sources = ["POST /functions", "POST /sources", deployed, "POST /sources"];
    expect(sent).toEqual([...sources, ...MAPPING_MADE, ...MAPPING_MADE]);
  });

  test.each<object>([
    {},
    { optionalFields: "absent" },
    { optionalFields: "null" },
    { subscriptionKey: "destinationSubscription" },
    { lagMs: 1e9 },
  ])("an event reaches Slack, and a second run makes nothing (%j)", async (leeway) => {
    const workspace = empty();
    const around = { code, environment, pastesEndpoint: true };
    const { lines, failure } = await run(workspace, { ...around, leeway });
    expect(failure).toBeUndefined();
    const send = (event: object) => walk(workspace, lines, event);
    expect((await send(audienceCreated())).messages).toEqual([]);
    fillIn(workspace, lines);
    const { messages, posts } = await send(audienceCreated());
    const properties = { email: "ada@acme.test", workspace_slug: "acme" };
    expect(messages).toMatchObject([{ event: "Audience Created", properties }]);
    expect(posts).toEqual([{ url: the.SLACK_URL, text: messages[0]?.properties.slack_text }]);
    expect((await send(permissionCheck())).posts).toEqual([]);
    expect((await send({ ...audienceCreated(), event: "Order Completed" })).posts).toEqual([]);
    const { sent, asked } = await run(workspace, around);
    expect({ sent, asked }).toEqual({ sent: [], asked: [] });
  });

  test("in the EU, the region is a setting too, and the links lead there", async () => {
    const around = { environment: { REGION: "eu" }, leeway: taken };
    const { lines, changes } = await run(empty(), around);
    expect(lines[0]).toBe("Workspace acme (eu)");
    expect(lines[2]).toContain(`${TOKEN_SETTING}; Region: eu; Blocked events: Permission Check`);
    const settings = { workspaceSlug: "acme", workspaceToken: WORKSPACE_TOKEN, region: "eu" };
    expect(changes[1]?.body?.settings).toEqual({
      ...settings,
      blockedEvents: ["Permission Check"],
    });
    expect(restOf(lines)).toContain(forwarding("audit-trail", ACCESS.replace("app.", "eu1.app.")));
  });

  test("without WORKSPACE_TOKEN it says that a token has to be made", async () => {
    const { lines } = await run(empty(), { environment: { WORKSPACE_TOKEN: "" } });
    const missing = "Workspace token: a new one, which you make";
    for (const line of [lines[2], restOf(lines)[0]]) expect(line).toContain(missing);
  });

  test.each([undefined, [], [""]])(
    "without an endpoint (%j) it says how to go on",
    async (pasted) => {
      const workspace = empty();
      const { lines } = await run(workspace, { environment, ...(pasted && { pasted }) });
      const missing =
        "The endpoint is missing. Copy it: Connections → Sources → audit-events → Overview, or " +
        "Settings → Endpoint. Set ENDPOINT to it, or use a terminal, which asks. Run the command again.";
      expect(restOf(lines)).toEqual([REST[0], missing, ...REST.slice(1)]);
      expect(workspace.destinations.map(({ name }) => name)).toEqual(["Audit events in Slack"]);
      const { sent } = await run(workspace, { environment, pastesEndpoint: true });
      expect(sent).toEqual(MAPPING_MADE);
    },
  );
});

test("an upgrade reaches two connected sources", async () => {
  const second = sourceOf({ id: "acmeSecnd1", slug: "second", name: "Second", runs: OLD_CODE });
  const functions = [the.functionOf({ code: OLD_CODE })];
  const sources = [sourceOf({ runs: OLD_CODE }), httpSourceOf(), second];
  const workspace = given({ functions, sources });
  const { sent, lines } = await run(workspace);
  const deployed = [the.SOURCE_ID, "acmeSecnd1"].map((id) => `POST /functions/sfn_${id}/deploy`);
  expect(sent).toEqual([`PATCH /functions/${the.FUNCTION_ID}`, ...deployed]);
  expect(lines.slice(1, 4)).toEqual([
    "~ The function Audit events (1.0.0 → 2.0.0): code",
    "~ The code, deployed to the source Audit events",
    "~ The code, deployed to the source Second",
  ]);
  expect(second.runs).toBe(the.NEW_CODE);
});

test("a chain made by hand, under other names, is left as it is", async () => {
  const webhooks = the.webhooksOf([the.webhookOf({ name: "Send" })], { name: "Post" });
  const slack = the.slackOf([the.slackMappingOf({ name: "To us" })], { name: "Our Slack" });
  const workspace = given({
    functions: [the.functionOf({ displayName: "Who did it" })],
    sources: [sourceOf({ slug: "who" }), httpSourceOf({ slug: "trail", name: "Trail" })],
    destinations: [webhooks, slack],
  });
  const around = { environment: { ...environment, FUNCTION_NAME: "Who did it" } };
  expect(await check(workspace, around)).toEqual([]);
  expect(restOf((await run(workspace, around)).lines)).toContain(forwarding("Trail"));
});

test("where Segment shows a token, settings are not among what is left", async () => {
  const shown = sourceOf({ settings: { workspaceToken: WORKSPACE_TOKEN } });
  const around = { leeway: { shownSettings: "masked" } as const };
  const { lines } = await run(withSources(shown, httpSourceOf()), around);
  expect(restOf(lines)[0]).toBe(forwarding("Audit trail"));
});

test("sources that are off are named, and left", async () => {
  const workspace = withSources(sourceOf({ enabled: false }), httpSourceOf({ enabled: false }));
  expect(await check(workspace)).toEqual([
    "The source Audit events is off: switch it on.",
    "The source Audit trail is off: switch it on.",
  ]);
});

describe("the HTTP API source", () => {
  const other = { id: "acmeOther2", slug: "other", name: "Other" };
  const web = { metadata: { id: "web" } };
  const find = async (overs: object[], HTTP_SOURCE_ID = "") => {
    const sources = [sourceOf(), ...overs.map(httpSourceOf)];
    return run(given({ sources, destinations: [] }), { environment: { HTTP_SOURCE_ID } });
  };

  test.each([
    ["is that of the slug", [other, {}], "", "Audit trail"],
    ["is made under another slug, where that is taken", [web], "", "audit-trail-2"],
    ["is found there again", [web, { ...other, slug: "audit-trail-2" }], "", "Other"],
    ["is that of the slug that the app makes", [{ ...other, slug: "audit_trail" }], "", "Other"],
    ["is that of HTTP_SOURCE_ID", [{}, other], "acmeOther2", "Other"],
  ])("%s", async (_, overs, id, name) => {
    const { lines } = await find(overs, id);
    expect(restOf(lines)).toContain(forwarding(name));
    expect(lines).not.toContain("Please check:");
  });

  test.each([the.SOURCE_ID, "nowhere"])("is not %s, which is none", async (id) => {
    const { failure, sent } = await find([{}], id);
    const wrong = `HTTP_SOURCE_ID is wrong. There is no HTTP API source ${id}.`;
    expect({ failure, sent }).toEqual({ failure: wrong, sent: [] });
  });

  test("is that of the webhook that is there, whatever HTTP_SOURCE_ID says", async () => {
    const workspace = withSources(sourceOf(), httpSourceOf(), httpSourceOf(other));
    const { lines } = await run(workspace, { environment: { HTTP_SOURCE_ID: other.id } });
    expect(restOf(lines)).toContain(forwarding("Audit trail"));
  });
});
