// npm start as a process.
import { spawnSync } from "node:child_process";
import * as path from "node:path";

function start(...words: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "tools/start.ts", ...words],
    { cwd: path.join(__dirname, "../.."), env: { PATH: process.env.PATH }, encoding: "utf8" },
  );
  return { stdout, stderr, status };
}

test("it shows what comes of each sample", () => {
  const { stdout, stderr, status } = start();
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(stdout).toContain(
    [
      "A user creates an audience",
      "  before: event Audit, userId ada7LovelaceX",
      "  after:  event Audience Created, userId ada7LovelaceX, and these properties",
      "    workspace_slug: acme",
      "    email: ada@acme.test",
      "    category: change",
      "    summary: Audience Created by ada@acme.test: Big spenders",
      "    slack_text:",
      "      :gear: *Audience Created* by ada@acme.test: Big spenders",
    ].join("\n"),
  );
  for (const line of [
    "Source Deleted by token/tok_1A2b3C: Web shop",
    "New Event Allowed by Segment: Order Completed in Web shop",
    "Warehouse Disabled by nobody named: Reports",
    "nothing goes out: blocked",
    "Source Disabled by goneUser01 (user not found): Web shop",
    "Space Modified by lin5ClarkXYZ (user has no email): Default",
    "nothing goes out. RetryError: The Public API is unavailable. Segment tries again, up to six times.",
    "Audience Created by ada7LovelaceX (Public API unavailable): Big spenders",
    "Source Created by ada@acme.test: Help desk",
    "Schema Event Blocked by ada@acme.test: 'Order Completed' set to block in JavaScript",
  ]) {
    expect(stdout).toContain(`\n  ${line}\n`);
  }
  expect(stdout).toContain("\n  log: Skipped 1 of 3 events.");
  expect(stdout).not.toContain("\x1b");
});

test("it says in one line what is wrong, and fails", () => {
  expect(start("none.json")).toEqual({
    stdout: "",
    stderr: expect.stringMatching(/^none\.json is not there\. Expected .*\n$/),
    status: 1,
  });
});
