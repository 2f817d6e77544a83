// What is set in the environment, and the command as a person runs it.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { readOptions } from "../../tools/deploy/options";
import { servePublicApi } from "../../tools/segment/public-api-server";
import { empty, functionOf, given, SLACK_URL } from "./deployed-workspace";
import { TOKEN, TOKENS, WORKSPACE_TOKEN } from "./deployment";

const HOOK = "https://hooks.slack.com/services";

test.each([
  [{}, "TOKEN is missing. See npm run deploy -- --help"],
  [{ TOKEN: " " }, "TOKEN is missing. See npm run deploy -- --help"],
  [{ TOKEN: "t\u00f6ken" }, /^TOKEN is wrong\. It takes a Public API token, /],
  [{ TOKEN: "two words" }, /^TOKEN is wrong/],
  [{ TOKEN, WORKSPACE_TOKEN: "two words" }, /^WORKSPACE_TOKEN is wrong\. It takes a Public API/],
  [
    { TOKEN, WORKSPACE_TOKEN: ` ${TOKEN} ` },
    "WORKSPACE_TOKEN is that of TOKEN, which is to be deleted.",
  ],
  [{ TOKEN, REGION: "mars" }, /^REGION is wrong\. It takes us or eu/],
  [{ TOKEN, REGION: "constructor" }, /^REGION is wrong/],
  [{ TOKEN, REGION: "eu1" }, /^REGION is wrong/],
  [{ TOKEN, API_URL: "https://evil.test" }, /^API_URL is wrong/],
  [{ TOKEN, API_URL: "http://127.0.0.1.evil.test:80" }, /^API_URL is wrong/],
  [{ TOKEN, API_URL: "x http://127.0.0.1:80" }, /^API_URL is wrong/],
  [
    { TOKEN, SLACK_WEBHOOK_URL: `${HOOK}/T0/B0` },
    /^SLACK_WEBHOOK_URL is wrong\. It takes an incoming webhook, https/,
  ],
  [{ TOKEN, SLACK_WEBHOOK_URL: `${HOOK}/T0/B0/x?y=1` }, /^SLACK_WEBHOOK_URL is wrong/],
  [{ TOKEN, SLACK_WEBHOOK_URL: `${HOOK}/T0/B0/a-b` }, /^SLACK_WEBHOOK_URL is wrong/],
  [{ TOKEN, SLACK_WEBHOOK_URL: `${HOOK}/B0/T0/x` }, /^SLACK_WEBHOOK_URL is wrong/],
  [
    { TOKEN, SLACK_WEBHOOK_URL: "https://hooks.slack.com/workflows/T0/B0/x" },
    /^SLACK_WEBHOOK_URL is wrong/,
  ],
  [
    { TOKEN, SLACK_WEBHOOK_URL: "https://hooks.slack.com/triggers/T0/1/x" },
    /^SLACK_WEBHOOK_URL is wrong/,
  ],
  [
    { TOKEN, SLACK_WEBHOOK_URL: "https://acme.slack.com/archives/C0/p1" },
    /^SLACK_WEBHOOK_URL is wrong/,
  ],
  [{ TOKEN, FUNCTION_NAME: "half \ud83d" }, /^FUNCTION_NAME is wrong/],
  [{ TOKEN, FUNCTION_NAME: "a\u001b[31m" }, /^FUNCTION_NAME is wrong/],
  [{ TOKEN, FUNCTION_ID: "sfn_acme" }, /^FUNCTION_ID is wrong\. It takes the function's id, sfnc_/],
  [{ TOKEN, FUNCTION_ID: "sfnc_a/b" }, /^FUNCTION_ID is wrong/],
  [{ TOKEN, HTTP_SOURCE_ID: "a/b" }, /^HTTP_SOURCE_ID is wrong/],
  [{ TOKEN, ENDPOINT: "https://fn x" }, /^ENDPOINT is wrong\. It takes/],
  [{ TOKEN, ENDPOINT: "fn.segmentapis.com/?b=x" }, /^ENDPOINT is wrong/],
])("%j is refused, and no value is told", (environment, expected) => {
  const read = () => readOptions([], environment);
  expect(read).toThrow(expected);
  const values = Object.values(environment).filter((one) => one.trim());
  for (const value of values) expect(read).not.toThrow(value);
});

test.each([
  [{}, { apiUrl: "https://api.segmentapis.com", region: "us", functionName: "Audit events" }],
  [{ REGION: " EU " }, { apiUrl: "https://eu1.api.segmentapis.com", region: "eu" }],
  [{ SLACK_WEBHOOK_URL: SLACK_URL }, { slackUrl: SLACK_URL }],
  [{ WEBHOOK_URL: "x", DESTINATION_ID: "x" }, { slackUrl: undefined }],
  [{ HTTP_SOURCE_ID: "acmeHttp12" }, { httpSourceId: "acmeHttp12" }],
  [{ API_URL: "http://localhost:80" }, { apiUrl: "http://localhost:80" }],
  [{ API_URL: "http://[::1]:80" }, { apiUrl: "http://[::1]:80" }],
  [{ FUNCTION_NAME: "Prüfung ☃" }, { functionName: "Prüfung ☃" }],
])("%j comes to %j", (environment, expected) => {
  expect(readOptions([], { TOKEN, ...environment })).toMatchObject({ yes: false, ...expected });
});

test.each(["--force", "-y", TOKEN, `--token=${TOKEN}`])(
  "the word %s is refused, and not repeated",
  (word) => {
    const message = "The command takes --yes and --help. A token goes into TOKEN.";
    expect(() => readOptions(["--yes", word], { TOKEN })).toThrow(new Error(message));
  },
);

describe("the command", () => {
  const root = path.join(__dirname, "../..");
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  const parts = ["--import", tsx, path.join(root, "tools/deploy.ts")];
  const environmentOf = (url: string) => ({
    PATH: process.env.PATH,
    TOKEN,
    WORKSPACE_TOKEN,
    API_URL: url,
  });
  const command = (words: string[], env: NodeJS.ProcessEnv = {}, cwd = root) =>
    promisify(execFile)(process.execPath, [...parts, ...words], { cwd, env });

  test("--help names everything that can be set", async () => {
    const { stdout } = await command(["--yes", "--help"], { PATH: process.env.PATH });
    const names =
      "TOKEN WORKSPACE_TOKEN REGION SLACK_WEBHOOK_URL ENDPOINT FUNCTION_NAME FUNCTION_ID HTTP_SOURCE_ID API_URL";
    for (const name of names.split(" ")) expect(stdout).toContain(`\n  ${name} `);
    expect(stdout).toMatch(/\n {2}npm run deploy -- --yes +\w/);
  });

  test("it brings dist/handler.js into a workspace, and says that the endpoint is missing", async () => {
    const workspace = empty();
    const server = await servePublicApi(workspace, TOKENS);
    const { stdout } = await command(["--yes"], environmentOf(server.url));
    server.close();
    expect(stdout).toMatch(/^Workspace acme \(us\)\n/);
    expect(stdout).toMatch(/\n2\. The endpoint is missing: [^\n]*\n/);
    const code = readFileSync(path.join(root, "dist/handler.js"), "utf8");
    expect(workspace.sources[0]?.runs).toBe(code);
  });

  test("it saves code of another in the folder where it is run, and fails with one line", async () => {
    const code = "async function onRequest() {}";
    const workspace = given({ functions: [functionOf({ code })] });
    const server = await servePublicApi(workspace, TOKENS);
    const fault = (_: number, method: string) => (method === "PATCH" ? 403 : undefined);
    server.fault = fault;
    const folder = mkdtempSync(path.join(tmpdir(), "deploy-"));
    const running = command(["--yes"], environmentOf(server.url), folder);
    await expect(running).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^PATCH \/functions\/\w+: refused \(403\)\. [^\n]*\n$/),
    });
    server.close();
    expect(readFileSync(path.join(folder, "function-before.js"), "utf8")).toBe(code);
  });

  test("it goes on when nobody reads what it prints any more", async () => {
    const workspace = empty();
    const server = await servePublicApi(workspace, TOKENS);
    const child = spawn(process.execPath, [...parts, "--yes"], { env: environmentOf(server.url) });
    child.stdout.once("data", () => child.stdout.destroy());
    const [code] = await once(child, "close");
    server.close();
    expect(code).toBe(0);
    expect(workspace.sources).toHaveLength(2);
  });
});
