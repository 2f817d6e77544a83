// npm run deploy: sets up the chain from the audit trail to Slack in a workspace.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ask } from "./deploy/ask";
import { deploy } from "./deploy/deploy";
import { Failure } from "./deploy/failure";
import { HELP, readOptions } from "./deploy/options";
import { saveNew } from "./deploy/save";

main().catch((error) => {
  // Anything but a Failure is a fault of ours, and its stack says where.
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === "help") return console.log(HELP);
  await deploy(options, {
    code: readFileSync(path.join(__dirname, "../dist/handler.js"), "utf8"),
    print: (line) => console.log(line),
    wait: (ms) => wait(ms),
    createTimeout: (ms) => AbortSignal.timeout(ms),
    save: (file, text) => saveNew(process.cwd(), file, text),
    ...(process.stdin.isTTY && { ask }),
  });
}
