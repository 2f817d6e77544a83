// npm start on samples, and as a process.
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { createTerminal } from "../../tools/start/terminal";
import { run } from "./start";

test("it shows the first sample in full, and the summaries of the others", async () => {
  const { printed } = await run([]);
  expect(printed).toMatch(/before .*Audit.*after .*email: ada@acme.*Slack .*\*Audience Created\*/s);
  const actors = [...printed.matchAll(/^ {2}\w.* by ([^:]*):/gm)].map(([, actor]) => actor);
  expect(actors.slice(0, 3)).toEqual(["token/tok_1A2b3C", "Segment", "nobody named"]);
  expect(actors.join()).toMatch(/\(user not found\).*\(user has no email\)/);
});

test.each([
  [[], { stdout: /\*Audience Created\*/, stderr: /^$/, status: 0 }],
  [["none.json"], { stdout: /^$/, stderr: /^.*none\.json.*\n$/, status: 1 }],
])("the process with %j ends as it should", (words, { stdout, stderr, status }) => {
  const options = { cwd: path.join(__dirname, "../.."), env: { PATH: process.env.PATH } };
  const command = ["--import", "tsx", "tools/start.ts", ...words];
  const ended = spawnSync(process.execPath, command, options);
  expect(String(ended.stdout)).toMatch(stdout);
  expect(String(ended.stderr)).toMatch(stderr);
  expect(ended.status).toBe(status);
});

test.each([
  [true, "\r\x1b[K1 read\r\x1b[Koops\n\r\x1b[K"],
  [false, "oops\n"],
])("progress has its own line, in a terminal alone (%p)", (isTTY, onErrors) => {
  const [output, errors]: [string[], string[]] = [[], []];
  const createStream = (texts: string[]) => ({
    isTTY,
    write: (text: string) => !!texts.push(text),
  });
  const terminal = createTerminal(createStream(output), createStream(errors));
  terminal.showProgress("1 read");
  terminal.warn("oops");
  terminal.print("done");
  expect([output.join(""), errors.join("")]).toEqual(["done\n", onErrors]);
});
