// The chain as a whole: the plan, the run, one paste, what is left to do by hand, and an upgrade.
import { readFileSync } from "node:fs";
import { audienceCreated, permissionCheck } from "../../tools/segment/audit-events";
import { HANDLER_PATH } from "../../tools/segment/runtime";
import { fillIn, walk } from "./deployed-chain";
import {
  ENDPOINT,
  empty,
  FUNCTION_ID,
  functionOf,
  given,
  HTTP_ID,
  httpSourceOf,
  NEW_CODE,
  OLD_CODE,
  SLACK_URL,
  SOURCE_ID,
  slackMappingOf,
  slackOf,
  sourceOf,
  webhookOf,
  webhooksOf,
} from "./deployed-workspace";
import { check, checksOf, restOf, run, WORKSPACE_TOKEN } from "./deployment";

const code = readFileSync(HANDLER_PATH, "utf8");
const environment = { SLACK_WEBHOOK_URL: SLACK_URL };
const SETTINGS =
  "Workspace slug: acme; Workspace token: the one of WORKSPACE_TOKEN; Blocked events: Permission Check";
const ACCESS = "https://app.segment.com/goto-my-workspace/settings/access-management";
const FORWARDING = (source: string, access = ACCESS) =>
  `Audit Forwarding, if it is off: ${access}, then Settings → Workspace Settings → Audit ` +
  `Forwarding, select the source ${source}, switch it On, Save Changes.`;
const PLAN = [
  "+ The function Audit events, version 2.0.0",
  `+ The source audit-events of the function. ${SETTINGS}`,
  "~ The code, deployed to the source audit-events",
  "+ The HTTP API source audit-trail",
  "+ The destination Audit events to function",
  '+ The mapping Audit events to the function: type = "track" and event = "Audit", to the endpoint, for which the command asks',
  "+ The destination Audit events in Slack",
  '+ The mapping Audit events: type = "track", to SLACK_WEBHOOK_URL',
];
const REST = [
  `Settings of the source audit-events, if they are empty: ${SETTINGS}`,
  FORWARDING("audit-trail"),
  `Delete the token of TOKEN: ${ACCESS}/tokens`,
  "A shared secret can be added: docs/set-up.md, step 8.",
];

describe("an empty workspace", () => {
  test("the plan says all that would be made, and makes nothing", async () => {
    const workspace = empty();
    const { lines, sent } = await run(workspace, { words: [], environment });
    expect(sent).toEqual([]);
    expect(workspace).toEqual(empty());
    const ending = "Nothing was changed. To do all this: npm run deploy -- --yes";
    expect(lines).toEqual(["Workspace acme (us)", ...PLAN, ending]);
  });

  test("the run makes it, asks for the endpoint once, and says what is left", async () => {
    const leeway = { sourceSettings: "taken" } as const;
    const { lines, asked, sent } = await run(empty(), {
      environment,
      leeway,
      pastesEndpoint: true,
    });
    const made = PLAN.map((line) => line.replace(/the endpoint, .*/, "ENDPOINT"));
    const numbered = REST.map((line, index) => `${index + 1}. ${line}`);
    expect(lines).toEqual(["Workspace acme (us)", ...made, "What is left:", ...numbered]);
    expect(asked).toHaveLength(1);
    expect(sent).toEqual([
      "POST /functions",
      "POST /sources",
      "POST /functions/sfn_new/deploy",
      "POST /sources",
      "POST /destinations",
      "POST /destinations/new/subscriptions",
      "POST /destinations",
      "POST /destinations/new/subscriptions",
    ]);
  });

  test.each<object>([
    {},
    { optionalFields: "absent" },
    { optionalFields: "null" },
    { subscriptionKey: "destinationSubscription" },
    { lagMs: 1e9 },
  ])("an event reaches Slack, and a second run makes nothing (%j)", async (leeway) => {
    const workspace = empty();
    const around = { code, environment, leeway, pastesEndpoint: true };
    const { lines, failure } = await run(workspace, around);
    expect(failure).toBeUndefined();
    expect((await walk(workspace, lines, audienceCreated())).messages).toEqual([]);
    fillIn(workspace, lines);
    const { messages, posts } = await walk(workspace, lines, audienceCreated());
    expect(messages).toMatchObject([
      { event: "Audience Created", properties: { email: "ada@acme.test", workspace_slug: "acme" } },
    ]);
    const text = messages[0]?.properties.slack_text;
    expect(posts).toEqual([{ url: SLACK_URL, text }]);
    expect((await walk(workspace, lines, permissionCheck())).posts).toEqual([]);
    const other = { ...audienceCreated(), event: "Order Completed" };
    expect((await walk(workspace, lines, other)).posts).toEqual([]);
    const second = await run(workspace, { ...around, leeway: { ...leeway, lagMs: 0 } });
    const isNewestShown = !("optionalFields" in leeway);
    expect(second.sent).toEqual(isNewestShown ? [] : ["POST /functions/sfn_new/deploy"]);
    expect(second.asked).toEqual([]);
  });

  test("in the EU, the region is a setting too, and the links lead there", async () => {
    const around = { environment: { REGION: "eu" }, leeway: { sourceSettings: "taken" } as const };
    const { lines, changes } = await run(empty(), around);
    expect(lines[0]).toBe("Workspace acme (eu)");
    expect(lines[2]).toContain("Region: eu; Blocked events: Permission Check");
    const { settings } = Object(changes[1]?.body);
    expect(settings).toEqual({
      workspaceSlug: "acme",
      workspaceToken: WORKSPACE_TOKEN,
      region: "eu",
      blockedEvents: ["Permission Check"],
    });
    const access = ACCESS.replace("app.", "eu1.app.");
    expect(restOf(lines)).toContain(FORWARDING("audit-trail", access));
  });

  test("without WORKSPACE_TOKEN it makes the rest, and says that a token has to be made", async () => {
    const around = { environment: { WORKSPACE_TOKEN: "" } };
    const { lines } = await run(empty(), around);
    expect(lines[2]).toContain("Workspace token: a new one, which you make");
    expect(restOf(lines)[0]).toContain("Workspace token: a new one, which you make");
  });

  test("without an endpoint, the run makes the rest, and says how to go on", async () => {
    for (const pasted of [undefined, [], [""]]) {
      const workspace = empty();
      const { lines } = await run(workspace, { environment, ...(pasted && { pasted }) });
      expect(restOf(lines)).toEqual([
        REST[0],
        "The endpoint is missing: the source audit-events → Overview, or Settings → Endpoint. Set " +
          "ENDPOINT to it, or use a terminal, which asks. Run the command again.",
        ...REST.slice(1),
      ]);
      expect(workspace.destinations.map(({ name }) => name)).toEqual(["Audit events in Slack"]);
      const { sent } = await run(workspace, { environment, pastesEndpoint: true });
      expect(sent).toEqual(["POST /destinations", "POST /destinations/new/subscriptions"]);
    }
  });
});

test("an upgrade reaches two connected sources", async () => {
  const second = { id: "acmeSecnd1", slug: "second", name: "Second", runs: OLD_CODE };
  const workspace = given({
    functions: [functionOf({ code: OLD_CODE })],
    sources: [sourceOf({ runs: OLD_CODE }), httpSourceOf(), sourceOf(second)],
  });
  const { sent, lines } = await run(workspace);
  expect(sent).toEqual([
    `PATCH /functions/${FUNCTION_ID}`,
    `POST /functions/sfn_${SOURCE_ID}/deploy`,
    "POST /functions/sfn_acmeSecnd1/deploy",
  ]);
  expect(lines.slice(1, 4)).toEqual([
    "~ The function Audit events (1.0.0 → 2.0.0): code",
    "~ The code, deployed to the source Audit events",
    "~ The code, deployed to the source Second",
  ]);
  expect(workspace.sources.map(({ runs }) => runs)).toEqual([NEW_CODE, undefined, NEW_CODE]);
});

test("a chain made by hand, under other names, is left as it is", async () => {
  const workspace = given({
    functions: [functionOf({ displayName: "Who did it" })],
    sources: [sourceOf({ slug: "who" }), httpSourceOf({ slug: "trail", name: "Trail" })],
    destinations: [
      webhooksOf([webhookOf({ name: "Send" })], { name: "Post" }),
      slackOf([slackMappingOf({ name: "To us" })], { name: "Our Slack" }),
    ],
  });
  const named = { FUNCTION_NAME: "Who did it", SLACK_WEBHOOK_URL: SLACK_URL };
  expect(await check(workspace, { environment: named })).toEqual([]);
  const { lines } = await run(workspace, { environment: named });
  expect(restOf(lines)).toContain(FORWARDING("Trail"));
});

test("where Segment shows a token at the source, its settings are not among what is left", async () => {
  const sources = [sourceOf({ settings: { workspaceToken: WORKSPACE_TOKEN } }), httpSourceOf()];
  const { lines } = await run(given({ sources }), { leeway: { shownSettings: "masked" } });
  expect(restOf(lines)[0]).toBe(FORWARDING("Audit trail"));
});

test("sources that are off are named, and left", async () => {
  const sources = [sourceOf({ enabled: false }), httpSourceOf({ enabled: false })];
  expect(await check(given({ sources }))).toEqual([
    "The source Audit events is off: switch it on.",
    "The source Audit trail is off: switch it on.",
  ]);
});

describe("the HTTP API source", () => {
  const blank = (...sources: object[]) =>
    given({ sources: [sourceOf(), ...sources.map(httpSourceOf)], destinations: [] });

  test.each([
    ["is that of the slug", [{}], "Audit trail"],
    [
      "is made under another slug, where that is taken",
      [{ metadata: { id: "web" } }],
      "audit-trail-2",
    ],
    [
      "is found there again",
      [{ metadata: { id: "web" } }, { id: "acmeOther2", slug: "audit-trail-2", name: "2nd" }],
      "2nd",
    ],
  ])("%s", async (_, sources, name) => {
    const { lines } = await run(blank(...sources));
    expect(restOf(lines)).toContain(FORWARDING(name));
  });

  test("can be another one by HTTP_SOURCE_ID, which has to be one", async () => {
    const workspace = blank({ id: "acmeOther2", slug: "siem", name: "SIEM" });
    const { lines } = await run(workspace, { environment: { HTTP_SOURCE_ID: "acmeOther2" } });
    expect(restOf(lines)).toContain(FORWARDING("SIEM"));
    for (const id of [SOURCE_ID, "nowhere"]) {
      const { failure, sent } = await run(workspace, { environment: { HTTP_SOURCE_ID: id } });
      expect(failure).toBe(`HTTP_SOURCE_ID is wrong. There is no HTTP API source ${id}.`);
      expect(sent).toEqual([]);
    }
  });

  test("is that of the webhook that is there, whatever HTTP_SOURCE_ID says", async () => {
    const sources = [sourceOf(), httpSourceOf(), httpSourceOf({ id: "acmeOther2", slug: "other" })];
    const environment = { HTTP_SOURCE_ID: "acmeOther2" };
    expect(await check(given({ sources }), { environment })).toEqual([
      "HTTP_SOURCE_ID is not used: the webhook is on the source Audit trail.",
    ]);
    expect(await check(given({ sources }), { environment: { HTTP_SOURCE_ID: HTTP_ID } })).toEqual(
      [],
    );
  });
});

test("the first line says whose workspace it is, before anything else", async () => {
  const { lines } = await run(empty(), { fault: (index) => (index > 1 ? 500 : undefined) });
  expect(lines[0]).toBe("Workspace acme (us)");
  expect(checksOf(lines)).toEqual([]);
});
