import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { SETTING_DEFINITIONS } from "../../src/settings";
import { createGlobals } from "../../tools/segment/globals";
import { HANDLER_PATH, loadHandler } from "../../tools/segment/runtime";

const ROOT = path.join(__dirname, "../..");
const code = readFileSync(HANDLER_PATH, "utf8");
const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));

test("the committed file is what the sources build to", () => {
  const built = execFileSync("node", ["esbuild.config.mjs", "--print"], { cwd: ROOT });
  expect(code).toBe(built.toString());
});

test("it is under 14 KB, and readable", () => {
  expect(Buffer.byteLength(code)).toBeLessThan(14_000);
  expect(code).toMatch(/^async function onRequest\(request, \w+\) \{$/m);
  expect(code).toContain("// src/settings.ts\n");
});

test("it opens with a banner: name, version, what it does, every setting", () => {
  const [banner] = code.split(/\n(?!\/\/)/);
  expect(banner).toMatch(new RegExp(`^// segment-audit-function ${version}\n// Gives each event`));
  for (const [name, { type, required, sensitive }] of Object.entries(SETTING_DEFINITIONS)) {
    const words = [type, required && "required", sensitive && "encrypted"].filter(Boolean);
    expect(banner).toContain(`${name} (${words.join(", ")}`);
  }
  expect(banner?.match(/\w+ \([A-Z]/g)).toHaveLength(Object.keys(SETTING_DEFINITIONS).length);
});

test("it is a script without imports, exports and what the editor refuses", () => {
  const script = ts.createSourceFile("handler.js", code, ts.ScriptTarget.ES2022);
  expect(ts.isExternalModule(script)).toBe(false);
  expect(code).not.toMatch(/\brequire\(|\bimport\(|\bmodule\.|fn\.segmentapis\.com/);
});

test("the loader's wrapping gives its onRequest", () => {
  const { globals } = createGlobals({ fetch: undefined });
  expect(loadHandler(globals).name).toBe("onRequest");
});

/** The names that the code uses without declaring them. */
function freeNames(): string[] {
  const options = { allowJs: true, checkJs: true, noLib: true, types: [] };
  const program = ts.createProgram([HANDLER_PATH], options);
  const messages = program.getSemanticDiagnostics().map(({ messageText }) => String(messageText));
  return messages.flatMap((message) => /^Cannot find name '(\w+)'/.exec(message)?.[1] ?? []);
}

test("it uses documented globals and the language's own alone", () => {
  const language =
    "Array Boolean Date Error Infinity JSON Map Math Object Promise Set encodeURIComponent".split(
      " ",
    );
  const documented = Object.keys(createGlobals({ fetch: undefined }).globals);
  const used = new Set(freeNames());
  expect(used).toContain("Segment");
  expect(
    [...used].filter((name) => ![...language, "undefined", ...documented].includes(name)),
  ).toEqual([]);
});

describe("the type checker guards the runtime", () => {
  const { config } = ts.readConfigFile(path.join(ROOT, "src/tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    path.join(ROOT, "src"),
  );

  /** What the checker says of a file in src/ with this text. */
  function check(text: string): string[] {
    const file = path.join(ROOT, "src/probe.ts");
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (name) => name === file || fileExists(name);
    host.getSourceFile = (name, version) =>
      name === file ? ts.createSourceFile(name, text, version) : getSourceFile(name, version);
    const program = ts.createProgram([...fileNames, file], options, host);
    const source = program.getSourceFile(file);
    return program.getSemanticDiagnostics(source).map(({ messageText }) => String(messageText));
  }

  test("a documented global is fine", () => {
    expect(check("export const digest = crypto.createHash('sha256');")).toEqual([]);
  });

  test.each([
    "process.env",
    "new AbortController()",
    "require('fs')",
    "module.exports",
    "structuredClone({})",
    "performance.now()",
    "new TextEncoder()",
    "document.title",
    "__dirname",
  ])("%s in src/ is a compile error", (expression) => {
    expect(check(`export const probe = ${expression};`)).toEqual([
      expect.stringMatching(/^Cannot find name/),
    ]);
  });
});
