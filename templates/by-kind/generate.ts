// Writes the files to copy from, and into the page of the templates by kind what is in them. Part of
// `npm run build`.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { slack, slackActions } from "../slack";
import { withKinds } from "./page";
import { slackActionsByKind, slackByKind } from "./templates";

const toFileText = (json: unknown) => `${JSON.stringify(json, null, 2)}\n`;

/** The generated files' text, by name within templates/. */
export const FILES = {
  "slack.json": toFileText(slack),
  "slack-actions.json": toFileText(slackActions),
  "by-kind/slack.json": toFileText(slackByKind),
  "by-kind/slack-actions.json": toFileText(slackActionsByKind),
  "by-kind/README.md": withKinds(readFileSync(path.join(__dirname, "README.md"), "utf8")),
};

if (require.main === module) {
  for (const [name, text] of Object.entries(FILES)) {
    writeFileSync(path.join(__dirname, "..", name), text);
  }
}
