// What is set in the environment, and the command as a person runs it.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Workspace } from "../../tools/segment/stand-in-api";
import { ask } from "../../tools/shared/ask";
import { saveNew } from "../../tools/shared/save";
import { empty, functionOf, NEW_CODE } from "./deployed-workspace";
import { run, serve, TOKEN, WORKSPACE_TOKEN } from "./deployment";

const HOOK = "https://hooks.slack.com/services";

test.each<[string, string[]]>([
  ["TOKEN", ["", " ", "t\u00f6ken", "two words"]],
  ["WORKSPACE_TOKEN", ["two words", ` ${TOKEN} `]],
  ["REGION", ["mars", "constructor", "eu1"]],
  ["API_URL", ["https://a.test", "http://127.0.0.1.a.test:80", "x http://[::1]:80"]],
  ["SLACK_WEBHOOK_URL", [`${HOOK}/T0/B0`, `${HOOK}/T0/B0/x?y=1`, `${HOOK}/B0/T0/x`]],
  ["FUNCTION_NAME", ["half \ud83d", "a\u001b[31m"]],
  ["FUNCTION_ID", ["sfn_acme", "sfnc_a/b"]],
])("%s is refused where it is wrong, and not repeated", async (name, values) => {
  for (const value of values) {
    const { failure, changes } = await run(empty(), { environment: { [name]: value } });
    expect([failure, changes]).toEqual([expect.stringMatching(`^${name} is`), []]);
    expect(failure).not.toContain(value.trim() || "no value");
  }
});

const script = path.join(__dirname, "../../tools/deploy.ts");
const tsx = pathToFileURL(require.resolve("tsx")).href;

/** Runs the command itself in a new folder. */
async function command(word: string, workspace: Workspace) {
  const { server } = await serve(workspace);
  const cwd = mkdtempSync(path.join(tmpdir(), "deploy-"));
  const env = { PATH: process.env.PATH, TOKEN, WORKSPACE_TOKEN, API_URL: server.url };
  const words = ["--import", tsx, script, word];
  const ending = promisify(execFile)(process.execPath, words, { cwd, env });
  const ended = await ending.catch((error) => error);
  server.close();
  return { code: 0, ...ended, cwd };
}

test("--help says what can be set, and another word may be a token: it is not repeated", async () => {
  const { code, stdout } = await command("--help", empty());
  expect([code, stdout]).toEqual([0, expect.stringMatching(/TOKEN.*REGION.*ENDPOINT/s)]);
  expect((await run(empty(), { words: ["--yes", TOKEN] })).failure).toMatch(/--help/);
});

test("it deploys dist/handler.js, saves the code before, and fails without an endpoint", async () => {
  const workspace = { ...empty(), functions: [functionOf({ code: "before" })] };
  const { code, stdout, stderr, cwd } = await command("--yes", workspace);
  expect([code, stderr, stdout]).toEqual([1, "", expect.stringMatching(/endpoint/)]);
  expect(workspace.sources[0]?.runs).toBe(NEW_CODE);
  expect(readFileSync(path.join(cwd, "function-before.js"), "utf8")).toBe("before");
});

test("what was saved before stays, and only its owner can read it", () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "save-")), "before.js");
  for (const text of ["first", "second"]) saveNew(file, text);
  expect(readdirSync(path.dirname(file))).toEqual(["before-2.js", "before.js"]);
  expect([readFileSync(file, "utf8"), statSync(file).mode & 0o077]).toEqual(["first", 0]);
  expect(() => saveNew("/nowhere/at/all.js", "x")).toThrow(/cannot be saved/);
});

test("a question takes a line each time, without white space around it, or nothing", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  for (const typed of [" x \r\n", " \n", "y\n"]) {
    const asked = ask("? ", input, output);
    input.write(typed);
    expect([await asked, input.isPaused()]).toEqual([typed.trim() || undefined, true]);
  }
  input.end();
  expect(await ask("? ", input, output)).toBeUndefined();
});
