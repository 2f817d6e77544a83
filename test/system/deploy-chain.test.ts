// The chain as a whole: the plan, the run, one paste, an upgrade, and a chain made by hand.
import { audienceCreated, permissionCheck } from "../../tools/segment/samples";
import { pasteFor, walk } from "./deployed-chain";
import * as the from "./deployed-workspace";
import { run } from "./deployment";

const { empty, ENDPOINT, httpSourceOf, sourceOf, workspaceOf } = the;
const environment = { SLACK_WEBHOOK_URL: the.SLACK_URL };

test.each(["given", "absent", "null"] as const)(
  "from an empty workspace, a plan, a run and one paste let an event reach Slack (%s)",
  async (optionalFields) => {
    const workspace = empty();
    const leeway = { sourceSettings: "hidden", optionalFields } as const;
    const around = { environment, leeway, paste: pasteFor(workspace) };
    const plan = await run(workspace, { ...around, words: [] });
    expect([plan.changes, workspace, plan.asked, plan.isWhole]).toEqual([[], empty(), 0, true]);
    expect(plan.lines.filter((line) => /^[+~] /.test(line))).toHaveLength(8);
    expect(plan.rest).toMatch(/settings.*endpoint.*Forwarding.*Delete.*secret/s);
    const { sent, isWhole, asked, checks, rest } = await run(workspace, around);
    expect([sent.length, isWhole, asked, checks]).toEqual([7, true, 1, []]);
    const text = expect.stringMatching(/Audience Created.* by ada@acme\.test/);
    expect(await walk(workspace, rest, audienceCreated())).toEqual([{ url: the.SLACK_URL, text }]);
    expect(await walk(workspace, rest, permissionCheck())).toEqual([]);
    const second = await run(workspace, around);
    expect([second.sent, second.asked, second.changes.length]).toEqual([[], 0, 1]);
  },
);

test.each([undefined, () => undefined])("without an endpoint it is not whole", async (paste) => {
  const workspace = empty();
  const { isWhole, rest } = await run(workspace, { paste });
  expect([isWhole, workspace.destinations]).toEqual([false, []]);
  expect(rest).toMatch(/endpoint/);
  const second = await run(workspace, { paste: pasteFor(workspace) });
  expect([second.sent.length, second.isWhole]).toEqual([2, true]);
});

test("in PowerShell, npm sets npm_config_yes; settings that Segment shows are not left", async () => {
  const npm = { words: [], environment: { npm_config_yes: "true", REGION: "eu" } };
  const { changes, rest } = await run(empty(), { ...npm, leeway: { sourceSettings: "masked" } });
  expect(changes[1]?.body).toMatchObject({ settings: { region: "eu", workspaceSlug: "acme" } });
  expect(rest).not.toMatch(/settings/);
});

test("an upgrade reaches two connected sources, and saves the code before", async () => {
  const workspace = the.outdated();
  const { sent, saved } = await run(workspace);
  expect([sent, saved]).toEqual([[`PATCH /functions/${the.FUNCTION_ID}`], [the.OLD_CODE]]);
  const codes = workspace.sources.map(({ runs }) => runs);
  expect(codes).toEqual([the.NEW_CODE, the.NEW_CODE, undefined]);
});

test("a chain made by hand, under other names, is left, and planned with what is left", async () => {
  const text = { "@path": "$.properties.summary" };
  const webhooks = the.webhooksOf([the.webhookOf({}, { name: "Send" })], { name: "Post" });
  const slack = the.slackOf([the.postOf({ text }, { name: "To us" })], { name: "Our Slack" });
  const workspace = workspaceOf({
    functions: [the.functionOf({ displayName: "Who did it" })],
    sources: [sourceOf({ slug: "who" }), httpSourceOf({ slug: "trail", name: "Trail" })],
    destinations: [webhooks, slack],
  });
  const before = structuredClone(workspace);
  const hand = { environment: { ...environment, ENDPOINT, FUNCTION_NAME: "Who did it" } };
  for (const words of [[], ["--yes"]]) {
    const { sent, checks, rest } = await run(workspace, { ...hand, words });
    expect([sent, checks, workspace]).toEqual([[], [], before]);
    expect(rest).toMatch(/source Trail \(trail\)/);
  }
});
