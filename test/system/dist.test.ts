import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
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

test("it is under 32 KB, and no line is too long to read", () => {
  expect(Buffer.byteLength(code)).toBeLessThan(32_000);
  for (const line of code.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("it reads like the sources: names, numbers, keywords", () => {
  expect(code).not.toMatch(/^var |\bvoid 0\b|\b\d+e\d+\b|__PURE__|!keep!/m);
  const script = ts.createSourceFile("handler.js", code, ts.ScriptTarget.ES2022);
  const names = script.statements.flatMap((one) =>
    ts.isFunctionDeclaration(one)
      ? (one.name?.text ?? [])
      : ts.isVariableStatement(one)
        ? one.declarationList.declarations.map(({ name }) => name.getText(script))
        : [],
  );
  expect(names.length).toBeGreaterThan(40);
  // As esbuild names a double.
  expect(names.filter((name) => /\d$/.test(name))).toEqual([]);
  expect(code.match(/\b[a-z][A-Za-z]*[2-9]\b/g) ?? []).toEqual([]);
  expect(names.at(-1)).toBe("onRequest");
});

const SOURCES = readdirSync(path.join(ROOT, "src")).filter((name) => /(?<!\.d)\.ts$/.test(name));

test.each(SOURCES)("every comment on the code of %s is there", (name) => {
  const source = readFileSync(path.join(ROOT, "src", name), "utf8");
  // Without types, and so without their comments.
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const comments = outputText.match(/^ *(\/\/|\/?\*).*$|\/\/ .*$/gm) ?? [];
  const built = code.replace(/^ +/gm, "");
  for (const comment of comments) expect(built).toContain(comment.trim());
});

test("the files stand in the order of the flow", () => {
  const flow = ["settings", "request", "shared-secret", "audit-event", "actor", "attribution"];
  const places = [...flow, "retry", "message", "handler"].map((name) =>
    code.indexOf(`// src/${name}.ts\n`),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
});

test("it opens with a banner: name, version, what it does, every setting", () => {
  const [banner = ""] = code.split(/\n(?!\/\/)/);
  expect(banner).toMatch(
    new RegExp(`^// segment-audit-function ${version}\n//\n// Gives each event`),
  );
  const types = { STRING: "String", ARRAY: "Array" };
  const settings = Object.entries(SETTING_DEFINITIONS).map(([name, definition]) => {
    const { type, required, sensitive } = definition;
    const words = [types[type], required && "required", sensitive && "encrypted"].filter(Boolean);
    return `${name} ${words.join(", ")}`;
  });
  const lines = banner.split("\n").filter((line) => line.startsWith("//   "));
  expect(lines.map((line) => line.slice(5).replace(/ +/g, " "))).toEqual(settings);
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
    "Array Boolean Date Error JSON Map Math Number Object Promise RegExp Set String encodeURIComponent".split(
      " ",
    );
  const documented = Object.keys(createGlobals({ fetch: undefined }).globals);
  const used = new Set(freeNames());
  expect(used).toContain("Segment");
  expect(
    [...used].filter((name) => ![...language, "undefined", ...documented].includes(name)),
  ).toEqual([]);
});
