// Writes slack.json, slack-actions.json and README.md. Part of `npm run build`.
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { PAGE } from "./page";
import { slack, slackActions } from "./slack";

/** The generated files' text, by name. */
export const FILES = {
  "slack.json": `${JSON.stringify(slack, null, 2)}\n`,
  "slack-actions.json": `${JSON.stringify(slackActions, null, 2)}\n`,
  "README.md": PAGE,
};

if (require.main === module) {
  for (const [name, text] of Object.entries(FILES)) {
    writeFileSync(path.join(__dirname, name), text);
  }
}
