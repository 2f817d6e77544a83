// npm run deploy: sets up the chain from the audit trail to Slack in a workspace.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { clock } from "./clock";
import { ask } from "./deploy/ask";
import { deploy } from "./deploy/deploy";
import { HELP, readOptions } from "./deploy/options";
import { saveNew } from "./deploy/save";
import { reportFailure } from "./failure";

// Whoever reads the output may stop early, as `head` does. The work goes on.
process.stdout.on("error", () => {});

reportFailure(main());

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (words.includes("--help")) return console.log(HELP);
  await deploy(readOptions(words, process.env), {
    ...clock,
    code: readFileSync(path.join(__dirname, "../dist/handler.js"), "utf8"),
    print: (line) => console.log(line),
    save: saveNew,
    ...(process.stdin.isTTY && { ask }),
  });
}
