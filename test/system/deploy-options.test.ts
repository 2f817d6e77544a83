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

const HOOK = "https://hooks.slack.com";
const API_TOKEN = "a Public API token";

/** What each variable does not take, and how what it takes begins. */
const REFUSED: Record<string, [is: string, ...values: string[]]> = {
  TOKEN: [API_TOKEN, "t\u00f6ken", "two words"],
  WORKSPACE_TOKEN: [API_TOKEN, "two words"],
  REGION: ["us or eu", "mars", "constructor", "eu1"],
  API_URL: ["http://127", "https://a.test", "http://127.0.0.1.a.test:80", "x http://[::1]:80"],
  SLACK_WEBHOOK_URL: [
    `an incoming webhook, ${HOOK}/services/T`,
    ...["T0/B0", "T0/B0/x?y=1", "T0/B0/a-b", "B0/T0/x"].map((end) => `${HOOK}/services/${end}`),
    ...["workflows/T0/B0/x", "triggers/T0/B0/x"].map((end) => `${HOOK}/${end}`),
    "https://acme.slack.com/services/T0/B0/x",
  ],
  ENDPOINT: ["the endpoint of", "https://fn x", "fn.segmentapis.com/?b=x"],
  FUNCTION_NAME: ["a name in one line", "half \ud83d", "a\u001b[31m"],
  FUNCTION_ID: ["the function's id, sfnc_", "sfn_acme", "sfnc_a/b"],
  HTTP_SOURCE_ID: ["an HTTP API source's id", "a/b", "a".repeat(65)],
};

test.each(Object.entries(REFUSED))("%s is refused where it is wrong", (name, [is, ...values]) => {
  for (const value of values) {
    const read = () => readOptions([], { TOKEN, [name]: value });
    expect(read).toThrow(`${name} is wrong. It takes ${is}`);
    expect(read).not.toThrow(value);
  }
});

test.each([
  [{ TOKEN: " " }, "TOKEN is missing. See npm run deploy -- --help"],
  [
    { TOKEN, WORKSPACE_TOKEN: ` ${TOKEN} ` },
    "WORKSPACE_TOKEN is that of TOKEN. Make a second one.",
  ],
])("%j is refused", (environment, expected) => {
  expect(() => readOptions([], environment)).toThrow(expected);
});

test.each([
  [{}, { apiUrl: "https://api.segmentapis.com", region: "us", functionName: "Audit events" }],
  [{ REGION: " EU " }, { apiUrl: "https://eu1.api.segmentapis.com", region: "eu" }],
  [{ SLACK_WEBHOOK_URL: SLACK_URL }, { slackUrl: SLACK_URL }],
  [{ API_URL: "http://[::1]:80" }, { apiUrl: "http://[::1]:80" }],
  [{ HTTPS_PROXY: "x" }, { networkAdvice: expect.stringMatching(/^HTTPS_PROXY is set, but/) }],
  [{ FUNCTION_NAME: "Prüfung ☃" }, { functionName: "Prüfung ☃" }],
])("%j comes to %j", (environment, expected) => {
  expect(readOptions([], { TOKEN, ...environment })).toMatchObject({ yes: false, ...expected });
});

test.each(["--force", TOKEN, `--token=${TOKEN}`])("the word %s is not repeated", (word) => {
  const message = "The command takes --yes and --help. A token goes into TOKEN.";
  expect(() => readOptions(["--yes", word], { TOKEN })).toThrow(new Error(message));
});

const root = path.join(__dirname, "../..");
const tsx = pathToFileURL(require.resolve("tsx")).href;
const parts = ["--import", tsx, path.join(root, "tools/deploy.ts")];
const { PATH } = process.env;
const environmentOf = (url: string) => ({ PATH, TOKEN, WORKSPACE_TOKEN, API_URL: url });
const command = (words: string[], env: NodeJS.ProcessEnv, cwd = root) =>
  promisify(execFile)(process.execPath, [...parts, ...words], { cwd, env });

test("the command names everything that can be set, with --help", async () => {
  const { stdout } = await command(["--yes", "--help"], { PATH });
  for (const name of Object.keys(REFUSED)) expect(stdout).toContain(`\n  ${name} `);
  expect(stdout).toMatch(/\n {2}npm run deploy -- --yes +\w/);
});

test("the command brings dist/handler.js into a workspace", async () => {
  const workspace = empty();
  const server = await servePublicApi(workspace, TOKENS);
  const { stdout } = await command(["--yes"], environmentOf(server.url));
  server.close();
  expect(stdout).toMatch(/^Workspace acme \(us\)\n/);
  expect(stdout).toMatch(/\n2\. The endpoint is missing\. [^\n]*\n/);
  const code = readFileSync(path.join(root, "dist/handler.js"), "utf8");
  expect(workspace.sources[0]?.runs).toBe(code);
});

test("the command saves code of another where it is run, and fails with one line", async () => {
  const code = "async function onRequest() {}";
  const workspace = given({ functions: [functionOf({ code })] });
  const server = await servePublicApi(workspace, TOKENS);
  server.fault = (_, method) => (method === "PATCH" ? 403 : undefined);
  const folder = mkdtempSync(path.join(tmpdir(), "deploy-"));
  const running = command(["--yes"], environmentOf(server.url), folder);
  await expect(running).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^PATCH \/functions\/\w+: refused \(403\)\. [^\n]*\n$/),
  });
  server.close();
  expect(readFileSync(path.join(folder, "function-before.js"), "utf8")).toBe(code);
});

test("the command goes on when nobody reads what it prints any more", async () => {
  const workspace = empty();
  const server = await servePublicApi(workspace, TOKENS);
  const child = spawn(process.execPath, [...parts, "--yes"], { env: environmentOf(server.url) });
  child.stdout.once("data", () => child.stdout.destroy());
  const [code] = await once(child, "close");
  server.close();
  expect(code).toBe(0);
  expect(workspace.sources).toHaveLength(2);
});
