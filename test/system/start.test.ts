import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { audienceCreated } from "../../tools/segment/audit-events";

const ROOT = path.join(__dirname, "../..");

/** What `npm start -- <words>` prints, without the build. */
function start(words: string[] = [], env: Record<string, string> = {}) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "tools/start.ts", ...words],
    { cwd: ROOT, env: { PATH: process.env.PATH, ...env }, encoding: "utf8" },
  );
  return { stdout, stderr, status };
}

function file(json: unknown): string {
  const name = path.join(mkdtempSync(path.join(tmpdir(), "start-")), "request.json");
  writeFileSync(name, typeof json === "string" ? json : JSON.stringify(json));
  return name;
}

test("it shows what comes of each sample, up to Slack", () => {
  const { stdout, stderr, status } = start();
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(stdout).toContain(
    [
      "A user creates an audience",
      "  in   Audit by ada7LovelaceX",
      "  out  Audience Created by ada7LovelaceX",
      "       + workspace_slug: acme",
      "       + email: ada@acme.test",
      "       + summary: Audience Created: Big spenders, by ada@acme.test",
      "       + slack_text:",
      "       │ :gear: *Audience Created*",
      "       │ *email:* ada@acme.test",
    ].join("\n"),
  );
  expect(stdout).toContain("  out  nothing: blocked\n");
  expect(stdout).toContain("  out  Source Disabled: Web shop, by goneUser01 (user not found)\n");
  expect(stdout).toContain("  out  New Event Allowed: Order Completed in Web shop, by Segment\n");
  expect(stdout).toContain("  out  nothing. RetryError: The Public API is unavailable.");
  expect(stdout).toContain(", by ada7LovelaceX (Public API unavailable)\n");
  expect(stdout).toContain("  log  Left out 1 of 3 events: ");
  expect(stdout).not.toContain("\x1b");
  expect(stdout.split(":gear:")).toHaveLength(2);
  expect(stdout.split("\n").length).toBeLessThanOrEqual(48); // Two screens.
});

test.each([
  ["a body", audienceCreated()],
  ["a captured request", { payload: { body: audienceCreated() } }],
])("it replays %s from a file", (_, json) => {
  const { stdout, status } = start([file(json)]);
  expect(stdout).toContain("       │ *email:* ada7LovelaceX@acme.test\n");
  expect(status).toBe(0);
});

test("it says what is wrong with a file or the environment", () => {
  const broken = file("{");
  expect(start([broken])).toEqual({
    stdout: "",
    stderr: expect.stringContaining(`${broken} cannot be read as JSON: `),
    status: 1,
  });
  expect(start([], { WORKSPACE_SLUG: "acme" })).toEqual({
    stdout: "",
    stderr: "Set both WORKSPACE_SLUG and WORKSPACE_TOKEN, or neither.\n",
    status: 1,
  });
});
