// From an empty workspace: the plan, the run, one paste, and what is left to do by hand.
import { readFileSync } from "node:fs";
import { audienceCreated, permissionCheck } from "../../tools/segment/audit-events";
import { HANDLER_PATH } from "../../tools/segment/runtime";
import { fillIn, walk } from "./deployed-chain";
import { empty, restOf, run, SLACK_WEBHOOK_URL } from "./deployment";

const code = readFileSync(HANDLER_PATH, "utf8");
const environment = { SLACK_WEBHOOK_URL };

async function makeChain(around: object = {}) {
  const workspace = empty();
  const outcome = await run(workspace, { code, environment, pastesEndpoint: true, ...around });
  expect(outcome.failure).toBeUndefined();
  return { workspace, ...outcome };
}

test("an audit event reaches Slack, once what is left is done", async () => {
  const { workspace, lines } = await makeChain();
  expect((await walk(workspace, lines, audienceCreated())).posts).toEqual([]);
  fillIn(workspace, lines);
  const { messages, posts } = await walk(workspace, lines, audienceCreated());
  expect(messages).toMatchObject([
    { event: "Audience Created", properties: { email: "ada@acme.test", workspace_slug: "acme" } },
  ]);
  const text = messages[0]?.properties.slack_text;
  expect(posts).toEqual([{ url: SLACK_WEBHOOK_URL, text }]);
  expect(text).toContain("ada@acme.test");
});
