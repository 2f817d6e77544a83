// npm run deploy: sets up the chain from the audit trail to Slack in a workspace.
import { readFileSync } from "node:fs";
import { deploy } from "./deploy/chain";
import { HELP } from "./deploy/options";
import { ask } from "./shared/ask";
import { clock } from "./shared/clock";
import { reportFailure } from "./shared/failure";
import { saveNew as save } from "./shared/save";

// Whoever reads the output may stop early, as `head` does. The work goes on.
process.stdout.on("error", () => {});

reportFailure(main());

async function main(): Promise<void> {
  if (process.argv.includes("--help")) return console.log(HELP);
  const code = readFileSync(`${__dirname}/../dist/handler.js`, "utf8");
  const world = { ...clock, ...(process.stdin.isTTY && { ask }), code, save, print: console.log };
  if (!(await deploy(process.argv.slice(2), process.env, world))) process.exitCode = 1;
}
