// npm run deploy: sets up the chain from the audit trail to Slack in a workspace.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { deploy } from "./deploy/chain";
import { HELP, readOptions } from "./deploy/options";
import { ask } from "./shared/ask";
import { clock } from "./shared/clock";
import { reportFailure } from "./shared/failure";
import { saveNew as save } from "./shared/save";

// Whoever reads the output may stop early, as `head` does. The work goes on.
process.stdout.on("error", () => {});

reportFailure(main());

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (words.includes("--help")) return console.log(HELP);
  const code = readFileSync(path.join(__dirname, "../dist/handler.js"), "utf8");
  const person = process.stdin.isTTY ? { ask } : {};
  const surroundings = { ...clock, ...person, code, save, print: console.log };
  await deploy(readOptions(words, process.env), surroundings);
}
