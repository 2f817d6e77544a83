import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { readOptions } from "../../tools/deploy/options";
import { servePublicApi } from "../../tools/segment/public-api-server";
import { empty, TOKEN } from "./deployment";

describe("what is set", () => {
  test.each([
    [{}, /^TOKEN is missing\. Set it to a Public API token/],
    [{ TOKEN: " " }, /^TOKEN is missing/],
    [{ TOKEN: "two words" }, /^TOKEN has a space/],
    [{ TOKEN, REGION: "mars" }, /^REGION is wrong\. It takes us or eu/],
    [{ TOKEN, REGION: "toString" }, /^REGION is wrong/],
    [{ TOKEN, API_URL: "https://evil.test" }, /^API_URL is wrong/],
    [{ TOKEN, API_URL: "http://127.0.0.1.evil.test:80" }, /^API_URL is wrong/],
    [{ TOKEN, WEBHOOK_URL: "hooks.slack.com/x" }, /^WEBHOOK_URL is wrong/],
  ])("%j is refused", (environment, expected) => {
    expect(() => readOptions([], environment)).toThrow(expected);
    expect(() => readOptions([], environment)).not.toThrow(/two words|evil|\/x/);
  });

  test.each([
    [{ TOKEN }, "https://api.segmentapis.com"],
    [{ TOKEN, REGION: " EU " }, "https://eu1.api.segmentapis.com"],
  ])("%j asks %s", (environment, apiUrl) => {
    expect(readOptions([], environment)).toMatchObject({
      apiUrl,
      functionName: "Audit events",
      yes: false,
    });
  });

  test.each([["--force"], ["-y"], ["now"]])("the word %s is refused", (word) => {
    expect(() => readOptions([word], { TOKEN })).toThrow(
      /npm run deploy -- --help shows what there is/,
    );
  });
});

describe("the command", () => {
  const root = path.join(__dirname, "../..");
  const command = (words: string[], env: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "tools/deploy.ts", ...words], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
    }).catch(({ stdout, stderr, code }) => ({ stdout, stderr, code }));

  test("--help names everything that can be set", async () => {
    const { stdout } = await command(["--help"]);
    for (const name of [
      "--yes",
      "--help",
      "TOKEN",
      "REGION",
      "FUNCTION_NAME",
      "FUNCTION_ID",
      "DESTINATION_ID",
      "WEBHOOK_URL",
      "API_URL",
    ]) {
      expect(stdout).toContain(`\n  ${name}`);
    }
  });

  test("without a token it says so in one line", async () => {
    expect(await command([])).toEqual({
      stdout: "",
      stderr: expect.stringMatching(/^TOKEN is missing\. .*\n$/),
      code: 1,
    });
  });

  test("it brings dist/handler.js into a workspace", async () => {
    const workspace = empty();
    const server = await servePublicApi(workspace, TOKEN);
    const { stdout } = await command(["--yes"], { TOKEN, API_URL: server.url });
    server.close();
    expect(stdout).toContain("\nDone.\n");
    expect(workspace.functions[0]?.code).toBe(
      readFileSync(path.join(root, "dist/handler.js"), "utf8"),
    );
  });
});
