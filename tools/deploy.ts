// npm run deploy: sets up the chain from the audit trail to Slack in a workspace.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { clock } from "./clock";
import { ask } from "./deploy/ask";
import { deploy } from "./deploy/deploy";
import { HELP, readOptions } from "./deploy/options";
import { saveNew } from "./deploy/save";
import { Failure } from "./failure";

main().catch((error) => {
  // Anything but a Failure is a fault of ours, and its stack says where.
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === "help") return console.log(HELP);
  await deploy(options, {
    ...clock,
    code: readFileSync(path.join(__dirname, "../dist/handler.js"), "utf8"),
    print: (line) => console.log(line),
    save: (file, text) => saveNew(process.cwd(), file, text),
    ...(process.stdin.isTTY && { ask }),
  });
}
