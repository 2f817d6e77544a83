import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { SETTING_DEFINITIONS } from "../../tools/deploy/setting-definitions";
import { createRuntime, HANDLER_PATH, loadHandler } from "../../tools/segment/runtime";
import { auditEvent, SETTINGS } from "../../tools/segment/samples";
import { SHOWN_DETAILS } from "../shown-details";

const ROOT = path.join(__dirname, "../..");
const code = readFileSync(HANDLER_PATH, "utf8");

test("the committed file is what the sources build to", () => {
  const built = execFileSync("node", ["esbuild.config.mjs", "--print"], { cwd: ROOT });
  expect(code === built.toString()).toBe(true);
});

test("it is a script in ASCII that the editor takes", () => {
  const script = ts.createSourceFile("handler.js", code, ts.ScriptTarget.ES2022);
  expect(ts.isExternalModule(script)).toBe(false);
  expect(code).toMatch(/^[\n -~]*$/);
  expect(code).not.toMatch(/\brequire\(|\bimport\(|fn\.segmentapis\.com/);
});

test("its banner names the version and every setting", () => {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  const [banner = ""] = code.split(/\n(?!\/\/)/);
  expect(banner).toContain(` ${version}\n`);
  for (const { name, required, sensitive } of SETTING_DEFINITIONS) {
    const [, kind = ""] = RegExp(`//   ${name} +(.*)`).exec(banner) ?? [];
    expect([kind.includes("required"), kind.includes("encrypted")]).toEqual([required, sensitive]);
  }
});

test("it uses documented globals and the language's own alone", () => {
  const options = { allowJs: true, checkJs: true, noLib: true, types: [] };
  const messages = ts.createProgram([HANDLER_PATH], options).getSemanticDiagnostics();
  const used = messages.flatMap(({ messageText }) => {
    return /^Cannot find name '(\w+)'/.exec(String(messageText))?.[1] ?? [];
  });
  const language = [
    "Array",
    "Boolean",
    "Date",
    "JSON",
    "Map",
    "Math",
    "Object",
    "Promise",
    "RegExp",
  ];
  const documented = Object.keys(createRuntime({ fetch: undefined }).globals);
  expect(used).toContain("Segment");
  const names = [...language, "String", "undefined", ...documented];
  expect(used.filter((name) => !names.includes(name))).toEqual([]);
});

test("it shows each detail as the sources do", async () => {
  const { call } = createRuntime({ fetch: undefined });
  const bodies = SHOWN_DETAILS.map(([key, value]) => {
    return auditEvent("Source Created", { subject: "__system__", [key]: value }, { userId: null });
  });
  const { messages } = await call(bodies, SETTINGS);
  const shown = messages.map(({ properties }) => String(properties.slack_text).split("\n")[1]);
  const expected = SHOWN_DETAILS.map(
    ([key, , text]) => `*subject:* __system__ · *${key}:* ${text}`,
  );
  expect(shown).toEqual(expected);
});

describe("the runtime that stands in for Segment's is as strict", () => {
  function run(text: string) {
    const load = (globals: Parameters<typeof loadHandler>[0]) => loadHandler(globals, text);
    return createRuntime({ fetch: undefined, load }).call({ a: 1 }, SETTINGS);
  }

  test("messages are collected when the function returns", async () => {
    const track = 'Segment.track({ event: "A", userId: "u", properties: {} });';
    expect((await run(`function onRequest() { ${track} }`)).messages).toHaveLength(1);
    const thrown = await run(`function onRequest() { ${track} throw new RetryError("late"); }`);
    expect(thrown).toEqual({ messages: [], error: { name: "RetryError", message: "late" } });
  });

  test.each(['{ event: "", userId: "u" }', '{ event: "A" }'])(
    "track(%s) throws",
    async (message) => {
      const { error } = await run(`function onRequest() { Segment.track(${message}); }`);
      expect(error?.name).toBe("ValidationError");
    },
  );

  test.each(["process", "require", "AbortController", "structuredClone", "TextEncoder"])(
    "%s is not there",
    async (name) => {
      expect((await run(`function onRequest() { ${name}; }`)).error?.name).toBe("ReferenceError");
    },
  );

  test.each(["const onRequest = () => {};", "export function onRequest() {}", ""])(
    "%j is no function that the loader finds",
    (text) => {
      expect(() => run(text)).toThrow();
    },
  );

  test("a call is stopped after 5 seconds", async () => {
    jest.useFakeTimers();
    const outcome = run("function onRequest() { return new Promise(() => {}); }");
    await jest.advanceTimersByTimeAsync(5_000);
    expect((await outcome).error?.message).toMatch(/5 s/);
    jest.useRealTimers();
  });
});
