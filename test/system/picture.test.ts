// The picture in README.md is drawn by hand: its words are those of the event below it.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { findUser, SETTINGS } from "../../tools/segment/audit-events";
import { createPublicApi } from "../../tools/segment/public-api";
import { createRuntime } from "../../tools/segment/runtime";

const read = (name: string) => readFileSync(path.join(__dirname, "../..", name), "utf8");

test("the picture shows the Slack message of the README's event", async () => {
  const [, event = ""] = /```json\n(.*?)```/s.exec(read("README.md")) ?? [];
  const [, drawn = ""] = /<g id="message">(.*)<\/g>/s.exec(read("docs/slack.svg")) ?? [];
  const lines = [...drawn.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, line = ""]) =>
    line.replace("⚠️", ":warning:").replace(/<tspan class="bold">(.*?)<\/tspan>/g, "*$1*"),
  );
  const { call } = createRuntime({ fetch: createPublicApi(findUser) });
  const { messages } = await call(JSON.parse(event), SETTINGS);
  expect(messages[0]?.properties.slack_text).toBe(lines.join("\n"));
});
