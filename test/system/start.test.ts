// npm start on samples, and as a process.
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { createTerminal } from "../../tools/start/terminal";
import { run } from "./start-run";

test("it shows the first sample in full, and the summaries of the others", async () => {
  const { printed } = await run([]);
  expect(printed).toMatch(/before .*Audit.*after .*email: ada@acme.*Slack .*\*Audience Created\*/s);
  expect(printed).toMatch(/by token\/.*by Segment.*by nobody.*\(user not found\).*no email\)/s);
});

test.each([
  [[], /\*Audience Created\*/, /^$/, 0],
  [["none.json"], /^$/, /^.*none\.json.*\n$/, 1],
])("the process with %j ends as it should", (words, stdout, stderr, status) => {
  const cwd = path.join(__dirname, "../..");
  const command = ["--import", "tsx", "tools/start.ts", ...words];
  const ended = spawnSync(process.execPath, command, { cwd, encoding: "utf8" });
  expect(ended.stdout).toMatch(stdout);
  expect(ended.stderr).toMatch(stderr);
  expect(ended.status).toBe(status);
});

test.each([
  [true, "\r\x1b[K1 read\r\x1b[Koops\n\r\x1b[K"],
  [false, "oops\n"],
])("progress has its own line, in a terminal alone (%p)", (isTTY, onErrors) => {
  const [output, errors]: [string[], string[]] = [[], []];
  const toStream = (texts: string[]) => ({ isTTY, write: (text: string) => texts.push(text) > 0 });
  const terminal = createTerminal(toStream(output), toStream(errors));
  terminal.showProgress("1 read");
  terminal.warn("oops");
  terminal.print("done");
  expect([output.join(""), errors.join("")]).toEqual(["done\n", onErrors]);
});
