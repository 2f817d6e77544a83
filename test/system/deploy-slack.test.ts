import { slackActionsByKind, slackByKind } from "../../templates/by-kind/templates";
import { COMPACT, MAPPING, TEMPLATE } from "../../templates/slack";
import {
  actions,
  classic,
  functionOf,
  mappingOf,
  routes,
  run,
  WEBHOOK_URL,
  withoutId,
} from "./deployment";

describe("Slack (classic)", () => {
  const DESTINATION_ID = "dest_classic";
  const OWN = { eventName: "Source Created", regex: false, template: "look!", extra: 1 };

  const set = async (templates: unknown[], over: object = {}) => {
    const destination = classic(templates, over);
    const workspace = { functions: [functionOf()], destinations: [destination] };
    return {
      ...(await run(workspace, ["--yes"], { DESTINATION_ID })),
      settings: destination.settings,
    };
  };

  test("gets our template in place of those that we made, keeps all others, and saves them", async () => {
    const before = [OWN, ...slackByKind.templates, { ...TEMPLATE, template: COMPACT }];
    const { settings, saved, printed, changes } = await set(before);
    expect(settings).toEqual({
      templates: [OWN, TEMPLATE],
      channels: ["#audit"],
      webhookUrl: WEBHOOK_URL,
    });
    expect(saved).toEqual({
      "slack-before-dest_classic.json": { settings: { templates: before } },
    });
    expect(printed).toMatch(
      /\nSaved Slack's templates to slack-before-dest_classic\.json\. .*\n1\/1 /,
    );
    expect(changes.map(({ body }) => body)).toEqual([{ settings: { templates: [OWN, TEMPLATE] } }]);
  });

  test("gets it when there is none yet", async () => {
    expect((await set([])).settings.templates).toEqual([TEMPLATE]);
    expect((await set([{ ...TEMPLATE, regex: false }])).settings.templates).toEqual([TEMPLATE]);
    const settings = { channels: [] };
    await set([], { settings });
    expect(settings).toEqual({ channels: [], templates: [TEMPLATE] });
  });

  test("knows ours also when they were entered by hand", async () => {
    const byHand = slackByKind.templates.map(({ template, ...rest }) => ({
      ...rest,
      template: template.replaceAll("\n", "\\n"),
    }));
    expect((await set(byHand)).settings.templates).toEqual([TEMPLATE]);
  });

  test.each([
    ["full", TEMPLATE],
    ["compact", { ...TEMPLATE, template: COMPACT }],
    ["compact by hand", { ...TEMPLATE, template: COMPACT.replace("\n", "\\n") }],
  ])("that has our %s template is left alone", async (_, template) => {
    const { changes, printed, saved } = await set([OWN, template]);
    expect({ changes, saved }).toEqual({ changes: [], saved: {} });
    expect(printed).toContain("Slack's template is up to date.\n");
  });

  test("names those of the others that fit the same events", async () => {
    const others = [
      OWN,
      { eventName: "^Space", regex: true, template: "x" },
      { eventName: "Signed Up", regex: false, template: "x" },
      { eventName: "^Space", regex: false, template: "x" },
      { eventName: "(", regex: true, template: "x" },
      "odd",
    ];
    const { printed } = await set(others);
    const named = printed.split("\n").filter((line) => line.startsWith("The template for"));
    expect(named).toEqual([
      "The template for Source Created stays, and posts 1 of the 173 known events once more, such as Source Created. Delete it if it should not.",
      "The template for ^Space stays, and posts 3 of the 173 known events once more, such as Space Created. Delete it if it should not.",
    ]);
  });

  test("that is disabled is said to be", async () => {
    expect((await set([TEMPLATE], { enabled: false })).printed).toContain(
      "Slack destination is disabled",
    );
  });
});

describe("Slack (Actions)", () => {
  const DESTINATION_ID = "dest_actions";

  const set = async (mappings: object[], environment: Record<string, string> = {}) => {
    const destination = actions(mappings);
    const workspace = { functions: [functionOf()], destinations: [destination] };
    const outcome = await run(workspace, ["--yes"], { DESTINATION_ID, ...environment });
    const again = await run(workspace, ["--yes"], { DESTINATION_ID, ...environment });
    if (!outcome.message) expect(again.changes).toEqual([]);
    return {
      ...outcome,
      mappings: destination.subscriptions.map(withoutId),
    };
  };

  test("gets our mapping, once", async () => {
    const { mappings, printed } = await set([], { WEBHOOK_URL });
    const settings = { ...MAPPING.settings, url: WEBHOOK_URL };
    expect(mappings).toEqual([{ ...MAPPING, settings }]);
    expect(printed).toContain('    a new mapping, Audit events: type = "track"');
  });

  test("needs the webhook for it, before anything is changed", async () => {
    const workspace = { functions: [], destinations: [actions([])] };
    const { message, changes } = await run(workspace, ["--yes"], { DESTINATION_ID });
    expect(message).toBe("WEBHOOK_URL is missing. A new mapping needs Slack's incoming webhook.");
    expect(changes).toEqual([]);
  });

  test.each([
    ["trigger", { trigger: 'event = "Audit"' }, {}],
    ["enabled", { enabled: false }, {}],
    ["text", { settings: { text: "old", url: WEBHOOK_URL, channel: "#audit" } }, {}],
    ["url", { settings: { ...mappingOf().settings, url: "https://old.test" } }, { WEBHOOK_URL }],
  ])("has its %s updated, and keeps the rest", async (field, over, environment) => {
    const { mappings, changes, printed } = await set([mappingOf(over)], environment);
    expect(mappings).toEqual([mappingOf()]);
    expect(routes(changes)).toEqual(["PATCH /destinations/dest_actions/subscriptions/sub_0x"]);
    expect(Object.keys(Object(changes[0]?.body?.input))).toEqual(Object.keys(over));
    expect(printed).toContain(`\n    ${field}`);
  });

  test("keeps the compact text", async () => {
    const settings = { ...mappingOf().settings, text: { "@template": COMPACT } };
    const { changes, printed } = await set([mappingOf({ settings })]);
    expect(changes).toEqual([]);
    expect(printed).toMatch(/\nSlack's mapping is up to date\.\nNothing to change\.$/);
  });

  test("has those disabled that we made by kind, as fast as the rate limit allows", async () => {
    const own = mappingOf({ name: "Own", trigger: 'type = "track" and event = "Space Created"' });
    const edited = { ...slackActionsByKind[0], settings: { text: { "@template": "mine" } } };
    const byKind = slackActionsByKind.map((mapping) => ({
      ...mapping,
      settings: { ...mapping.settings, url: WEBHOOK_URL },
    }));
    const identify = mappingOf({ name: "People", trigger: 'type = "identify"' });
    const { mappings, printed, waitedMs, changes } = await set([own, edited, identify, ...byKind], {
      WEBHOOK_URL,
    });
    expect(mappings.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual([
      "Own",
      "Audience",
      "People",
      "Audit events",
    ]);
    expect(mappings).toHaveLength(30);
    expect(changes.filter(({ status }) => status === 200)).toHaveLength(27);
    expect(waitedMs).toBe(5 * 60_000);
    expect(printed).toContain(
      "Segment's rate limit: 60 s to wait.\nSegment's rate limit: 50 s to wait.\n",
    );
    expect(printed).toMatch(
      /^The mapping Own stays, and posts 1 of the 173 known events once more/m,
    );
    expect(printed).toMatch(/^The mapping Audience stays, and posts 9 of the 173 /m);
    expect(printed).not.toMatch(/The mapping People/);
  });

  test("with two mappings of our name is refused", async () => {
    const { message, changes } = await set([mappingOf(), mappingOf()]);
    expect(message).toBe("Several mappings are named Audit events. Delete all but one of them.");
    expect(changes).toEqual([]);
  });
});

describe("without a DESTINATION_ID", () => {
  const other = classic([], { id: "dest_other", metadata: { id: "x", name: "Mixpanel" } });
  const workspace = { functions: [functionOf()], destinations: [other, classic([]), actions([])] };

  test("the Slack destinations that there are are listed, over all pages", async () => {
    const { printed, changes } = await run(workspace);
    expect(printed.split("\n").slice(1)).toEqual([
      "To set up Slack, Alerts, too: DESTINATION_ID=dest_classic",
      "To set up Slack (Actions), Security, too: DESTINATION_ID=dest_actions",
      "Nothing to change.",
    ]);
    expect(changes).toEqual([]);
  });

  test("a list that fails costs nothing else", async () => {
    const fault = (_: number, __: string, path: string) =>
      path === "/destinations" ? 403 : undefined;
    const created = { ...workspace, functions: [] };
    const { printed, message } = await run(created, ["--yes"], {}, fault);
    expect(printed).toContain(
      "Slack's destinations cannot be listed. GET /destinations: TOKEN may",
    );
    expect(message).toBeUndefined();
    expect(created.functions).toHaveLength(1);
  });
});

test("another destination is refused before anything is changed", async () => {
  const metadata = { id: "614a3c7d791c91c41bae7599", name: "Webhooks (Actions)" };
  const destinations = [classic([], { metadata })];
  const environment = { DESTINATION_ID: "dest_classic" };
  const { message, changes } = await run({ functions: [], destinations }, ["--yes"], environment);
  expect(message).toMatch(
    /is of the kind Webhooks \(Actions\), and neither Slack nor Slack \(Actions\)/,
  );
  expect(changes).toEqual([]);
});
