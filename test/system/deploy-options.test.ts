import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { readOptions } from "../../tools/deploy/options";
import { servePublicApi } from "../../tools/segment/public-api-server";
import { complete, empty, functionOf, NEW_CODE, TOKEN, WORKSPACE_TOKEN } from "./deployment";

const SLACK = "https://hooks.slack.com/services/T0/B0";

describe("what is set", () => {
  test.each([
    [
      {},
      /^TOKEN is missing: a Public API token, without spaces, with Workspace Owner access\. See npm run deploy -- --help$/,
    ],
    [{ TOKEN: " " }, /^TOKEN is missing/],
    [{ TOKEN: "t\u00f6ken" }, /^TOKEN is wrong/],
    [{ TOKEN: "two words" }, /^TOKEN is wrong\. It takes a Public API token/],
    [{ TOKEN, WORKSPACE_TOKEN: "two words" }, /^WORKSPACE_TOKEN is wrong/],
    [
      { TOKEN, WORKSPACE_TOKEN: ` ${TOKEN} ` },
      /^WORKSPACE_TOKEN and TOKEN are the same\. Make a second one/,
    ],
    [{ TOKEN, REGION: "mars" }, /^REGION is wrong\. It takes us or eu/],
    [{ TOKEN, REGION: "toString" }, /^REGION is wrong/],
    [{ TOKEN, REGION: "__proto__" }, /^REGION is wrong/],
    [{ TOKEN, REGION: "constructor" }, /^REGION is wrong/],
    [{ TOKEN, REGION: "eu1" }, /^REGION is wrong/],
    [{ TOKEN, API_URL: "https://evil.test" }, /^API_URL is wrong/],
    [{ TOKEN, API_URL: "http://127.0.0.1.evil.test:80" }, /^API_URL is wrong/],
    [{ TOKEN, API_URL: "x http://127.0.0.1:80" }, /^API_URL is wrong/],
    [{ TOKEN, SLACK_WEBHOOK_URL: "hooks.slack.com/x" }, /^SLACK_WEBHOOK_URL is wrong/],
    [
      { TOKEN, SLACK_WEBHOOK_URL: `${SLACK}?x=1` },
      /^SLACK_WEBHOOK_URL is wrong.* https:\/\/hooks\.slack\.com\/…; Slack \(Actions\) takes only letters, digits and \/\./,
    ],
    [{ TOKEN, SLACK_WEBHOOK_URL: `${SLACK}/a-b` }, /^SLACK_WEBHOOK_URL is wrong/],
    [{ TOKEN, SLACK_WEBHOOK_URL: "https://hooks.slack.test/x" }, /^SLACK_WEBHOOK_URL is wrong/],
    [
      { TOKEN, WEBHOOK_URL: "https://hooks.slack.test/x" },
      /^WEBHOOK_URL is wrong\. It takes Slack's webhook, https/,
    ],
    [{ TOKEN, FUNCTION_NAME: "half \ud83d" }, /^FUNCTION_NAME is wrong/],
    [{ TOKEN, FUNCTION_NAME: "a\u001b[31m" }, /^FUNCTION_NAME is wrong/],
    [
      { TOKEN, FUNCTION_ID: "sfn_acme" },
      /^FUNCTION_ID is wrong\. It takes the function's id, sfnc_/,
    ],
    [{ TOKEN, FUNCTION_ID: "sfnc_\ud83d" }, /^FUNCTION_ID is wrong/],
    [{ TOKEN, HTTP_SOURCE_ID: "a/b" }, /^HTTP_SOURCE_ID is wrong/],
    [{ TOKEN, DESTINATION_ID: "a b" }, /^DESTINATION_ID is wrong/],
    [{ TOKEN, DESTINATION_ID: "a".repeat(65) }, /^DESTINATION_ID is wrong/],
    [{ TOKEN, ENDPOINT: "https://fn x" }, /^ENDPOINT is wrong\. It takes/],
    [{ TOKEN, ENDPOINT: "fn.segmentapis.com/?b=x" }, /^ENDPOINT is wrong/],
  ])("%j is refused", (environment, expected) => {
    expect(() => readOptions([], environment)).toThrow(expected);
    for (const value of Object.values(environment).filter(
      (one) => one.trim() && one.trim() !== TOKEN,
    )) {
      expect(messageOf(() => readOptions([], environment))).not.toContain(value);
    }
  });

  test.each([
    [{ TOKEN }, { apiUrl: "https://api.segmentapis.com", region: "us" }],
    [
      { TOKEN, REGION: " EU " },
      { apiUrl: "https://eu1.api.segmentapis.com", region: "eu" },
    ],
    [{ TOKEN, WEBHOOK_URL: SLACK }, { slackUrl: SLACK }],
    [{ TOKEN, WEBHOOK_URL: `${SLACK}/old`, SLACK_WEBHOOK_URL: SLACK }, { slackUrl: SLACK }],
    [{ TOKEN }, { functionName: "Audit events", yes: false }],
    [{ TOKEN, HTTP_SOURCE_ID: "a-b" }, { httpSourceId: "a-b" }],
    [
      { TOKEN, SLACK_WEBHOOK_URL: "https://my-team.enterprise.slack.com/services/T0" },
      { slackUrl: "https://my-team.enterprise.slack.com/services/T0" },
    ],
    [{ TOKEN, API_URL: "http://localhost:80" }, { apiUrl: "http://localhost:80" }],
    [{ TOKEN, API_URL: "http://[::1]:80" }, { apiUrl: "http://[::1]:80" }],
    [{ TOKEN, FUNCTION_NAME: "Prüfung ☃" }, { functionName: "Prüfung ☃" }],
  ])("%j comes to %j", (environment, expected) => {
    expect(readOptions([], environment)).toMatchObject(expected);
  });

  test.each([["--force"], ["-y"], [TOKEN], [`--token=${TOKEN}`]])(
    "the word %s is refused, and not repeated",
    (word) => {
      const message = messageOf(() => readOptions(["--yes", word], { TOKEN }));
      expect(message).toBe("The command takes --yes and --help. A token goes into TOKEN.");
    },
  );
});

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return Object(error).message;
  }
  throw new Error("Nothing was thrown.");
}

describe("the command", () => {
  const root = path.join(__dirname, "../..");
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  const parts = ["--import", tsx, path.join(root, "tools/deploy.ts")];
  const command = (words: string[], env: Record<string, string> = {}, cwd = root) =>
    promisify(execFile)(process.execPath, [...parts, ...words], {
      cwd,
      env: { PATH: process.env.PATH, ...env },
    }).catch(({ stdout, stderr, code }) => ({ stdout, stderr, code }));

  test("--help names everything that can be set", async () => {
    const { stdout } = await command(["--yes", "--help"]);
    const names =
      "TOKEN WORKSPACE_TOKEN REGION SLACK_WEBHOOK_URL ENDPOINT FUNCTION_NAME " +
      "FUNCTION_ID HTTP_SOURCE_ID DESTINATION_ID API_URL";
    for (const name of names.split(" ")) expect(stdout).toContain(`\n  ${name} `);
    expect(stdout).toMatch(
      /\nTokens are made at Settings → .*\nDelete that of TOKEN afterwards\. Audit Forwarding is /,
    );
    expect(stdout).toMatch(/\n {2}npm run deploy -- --yes +\w.*\n {2}npm run deploy -- --help +\w/);
  });

  test("it brings dist/handler.js into a workspace, and ends at the endpoint", async () => {
    const workspace = empty();
    const server = await servePublicApi(workspace, TOKEN);
    const { stderr, code } = Object(
      await command(["--yes"], { TOKEN, WORKSPACE_TOKEN, API_URL: server.url }),
    );
    server.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The function's endpoint is missing\. [^\n]* Set ENDPOINT [^\n]*\n$/);
    expect(workspace.sources[0]?.runs).toBe(
      readFileSync(path.join(root, "dist/handler.js"), "utf8"),
    );
  });

  test("it saves the code that was there, in the folder where it is run", async () => {
    const server = await servePublicApi(complete(), TOKEN);
    const folder = mkdtempSync(path.join(tmpdir(), "deploy-"));
    const { stdout } = await command(["--yes"], { TOKEN, API_URL: server.url }, folder);
    server.close();
    const file = `function-before-${functionOf().id}.js`;
    expect(stdout).toContain(`Saved what is there now to ${file}\n`);
    expect(readFileSync(path.join(folder, file), "utf8")).toBe(NEW_CODE);
  });

  test("it goes on when nobody reads what it prints any more", async () => {
    const workspace = empty();
    const server = await servePublicApi(workspace, TOKEN);
    const env = { PATH: process.env.PATH, TOKEN, WORKSPACE_TOKEN, API_URL: server.url };
    const child = spawn(process.execPath, [...parts, "--yes"], { env });
    child.stdout.once("data", () => child.stdout.destroy());
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    await once(child, "close");
    server.close();
    expect(stderr).toMatch(/^The function's endpoint is missing\. [^\n]*\n$/);
    expect(workspace.sources).toHaveLength(2);
  });
});
