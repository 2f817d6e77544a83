// Writes what is to be copied, and the pages to copy it from. Part of `npm run build`.
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { slackActionsByKind, slackByKind } from "./by-kind";
import { BY_KIND_PAGE } from "./by-kind-page";
import { PAGE } from "./page";
import { slack, slackActions } from "./slack";

const toText = (json: unknown) => `${JSON.stringify(json, null, 2)}\n`;

/** The generated files' text, by name. */
export const FILES = {
  "slack.json": toText(slack),
  "slack-actions.json": toText(slackActions),
  "README.md": PAGE,
  "slack-by-kind.json": toText(slackByKind),
  "slack-actions-by-kind.json": toText(slackActionsByKind),
  "by-kind.md": BY_KIND_PAGE,
};

if (require.main === module) {
  for (const [name, text] of Object.entries(FILES)) {
    writeFileSync(path.join(__dirname, name), text);
  }
}
