// Writes what is to be copied, and the pages to copy it from. Part of `npm run build`.
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { BY_KIND_PAGE } from "./by-kind/page";
import { slackActionsByKind, slackByKind } from "./by-kind/templates";
import { PAGE } from "./page";
import { slack, slackActions } from "./slack";

const toFileText = (json: unknown) => `${JSON.stringify(json, null, 2)}\n`;

/** The generated files' text, by name. */
export const FILES = {
  "slack.json": toFileText(slack),
  "slack-actions.json": toFileText(slackActions),
  "README.md": PAGE,
  "by-kind/slack.json": toFileText(slackByKind),
  "by-kind/slack-actions.json": toFileText(slackActionsByKind),
  "by-kind/README.md": BY_KIND_PAGE,
};

if (require.main === module) {
  for (const [name, text] of Object.entries(FILES)) {
    writeFileSync(path.join(__dirname, name), text);
  }
}
