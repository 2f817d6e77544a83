// npm run deploy: creates or upgrades the function in a workspace, and sets Slack up.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { deploy } from "./deploy/deploy";
import { Failure } from "./deploy/failure";
import { HELP, readOptions } from "./deploy/options";

/** How long one request may take, in ms. */
const TIMEOUT_MS = 30_000;

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
    createTimeout: () => AbortSignal.timeout(TIMEOUT_MS),
    save: saveNew,
  });
}

/** Saves to a file that is not there yet, so that nothing saved before is lost. */
function saveNew(name: string, text: string): string {
  for (let count = 1; ; count += 1) {
    const file = `${name}${count === 1 ? "" : `-${count}`}.json`;
    try {
      writeFileSync(file, text, { flag: "wx", mode: 0o600 });
      return file;
    } catch (error) {
      if (Object(error).code !== "EEXIST") throw new Failure(`${file} cannot be saved: ${error}`);
    }
  }
}
