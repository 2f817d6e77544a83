// Writes the files to copy from, and the page of the templates by kind. Part of `npm run build`.
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { slack, slackActions } from "../slack";
import { BY_KIND_PAGE } from "./page";
import { slackActionsByKind, slackByKind } from "./templates";

const toFileText = (json: unknown) => `${JSON.stringify(json, null, 2)}\n`;

/** The generated files' text, by name within templates/. */
export const FILES = {
  "slack.json": toFileText(slack),
  "slack-actions.json": toFileText(slackActions),
  "by-kind/slack.json": toFileText(slackByKind),
  "by-kind/slack-actions.json": toFileText(slackActionsByKind),
  "by-kind/README.md": BY_KIND_PAGE,
};

if (require.main === module) {
  for (const [name, text] of Object.entries(FILES)) {
    writeFileSync(path.join(__dirname, "..", name), text);
  }
}
