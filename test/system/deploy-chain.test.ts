// The chain as a whole: the plan, the run, one paste, an upgrade, and a chain made by hand.
import { readFileSync } from "node:fs";
import { HANDLER_PATH } from "../../tools/segment/runtime";
import { audienceCreated, permissionCheck } from "../../tools/segment/samples";
import { pasteFor, walk } from "./deployed-chain";
import * as the from "./deployed-workspace";
import { run } from "./deployment";

const { empty, ENDPOINT, httpSourceOf, OLD_CODE, sourceOf, workspaceOf } = the;
const code = readFileSync(HANDLER_PATH, "utf8");
const environment = { SLACK_WEBHOOK_URL: the.SLACK_URL };
const MAPPING_MADE = ["POST /destinations", "POST /destinations/new/subscriptions"];
test("an empty workspace is planned, with what is left, and nothing is made", async () => {
  const workspace = empty();
  const { lines, changes, rest, isWhole } = await run(workspace, { words: [], environment });
  expect([changes, workspace, isWhole]).toEqual([[], empty(), true]);
  expect(lines.filter((line) => /^[+~] /.test(line))).toHaveLength(8);
  expect(rest).toMatch(/settings.*endpoint.*Forwarding.*Delete.*secret/s);
});

test.each(["given", "absent", "null"] as const)(
  "from an empty workspace, a run and one paste let an event reach Slack (%s)",
  async (optionalFields) => {
    const workspace = empty();
    const leeway = { sourceSettings: "taken", optionalFields } as const;
    const around = { code, environment, leeway, paste: pasteFor(workspace) };
    const { sent, isWhole, asked, checks, rest } = await run(workspace, around);
    expect([sent.length, isWhole, asked, checks]).toEqual([7, true, 1, []]);
    const posts = await walk(workspace, rest, audienceCreated());
    const text = expect.stringMatching(/Audience Created.* by ada@acme\.test/);
    expect(posts).toEqual([{ url: the.SLACK_URL, text }]);
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
  expect([second.sent, second.isWhole]).toEqual([MAPPING_MADE, true]);
});

test("the region is among the settings, and those that Segment shows are not left", async () => {
  const leeway = { sourceSettings: "taken", shownSettings: "masked" } as const;
  const { changes, rest } = await run(empty(), { environment: { REGION: "eu" }, leeway });
  expect(changes[1]?.body).toMatchObject({ settings: { region: "eu", workspaceSlug: "acme" } });
  expect(rest).not.toMatch(/settings/);
});

test("npm_config_yes, which npm sets in PowerShell, is --yes", async () => {
  const npm = { words: [], environment: { npm_config_yes: "true" } };
  expect((await run(empty(), npm)).sent).toContain("POST /functions");
});

test("an upgrade reaches two connected sources, and saves the code before", async () => {
  const second = sourceOf({ id: "acmeSecnd1", slug: "second", runs: OLD_CODE });
  const sources = [sourceOf({ runs: OLD_CODE }), second];
  const functions = [the.functionOf({ code: OLD_CODE })];
  const workspace = workspaceOf({ functions, sources: [...sources, httpSourceOf()] });
  const { sent, saved } = await run(workspace);
  expect([sent, saved]).toEqual([[`PATCH /functions/${the.FUNCTION_ID}`], [OLD_CODE]]);
  expect(sources.map(({ runs }) => runs)).toEqual([the.NEW_CODE, the.NEW_CODE]);
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
