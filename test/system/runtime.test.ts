// The stand-in has to be as strict as Segment's runtime, or the other tests prove nothing.
import { SETTINGS } from "../../tools/segment/audit-events";
import { createRuntime, loadHandler } from "../../tools/segment/runtime";

function run(code: string) {
  const { call } = createRuntime({
    fetch: undefined,
    load: (globals) => loadHandler(globals, code),
  });
  return call({ a: 1 }, SETTINGS);
}

test("messages are collected when the function returns", async () => {
  const track = 'Segment.track({ event: "A", userId: "u", properties: {} });';
  const returns = await run(`async function onRequest() { ${track} }`);
  expect(returns.messages).toEqual([{ event: "A", userId: "u", properties: {} }]);
  const throws = await run(`async function onRequest() { ${track} throw new RetryError("late"); }`);
  expect(throws).toEqual({
    messages: [],
    error: { name: "RetryError", message: "late" },
    logs: [],
  });
});

test.each(['{ event: "", userId: "u" }', '{ event: "A" }'])("track(%s) throws", async (message) => {
  const { error } = await run(`async function onRequest() { Segment.track(${message}); }`);
  expect(error?.name).toBe("ValidationError");
});

test.each([
  "process",
  "require",
  "module",
  "AbortController",
  "structuredClone",
  "performance",
  "TextEncoder",
])("%s is not there", async (name) => {
  const { error } = await run(`async function onRequest() { ${name}; }`);
  expect(error).toEqual({ name: "ReferenceError", message: `${name} is not defined` });
});

test.each([
  ["a const", "const onRequest = async () => {};"],
  ["an export", "export async function onRequest() {}"],
  ["nothing", ""],
])("%s is not a function that the loader finds", (_, code) => {
  expect(() => run(code)).toThrow();
});

test("a call is stopped after 5 seconds", async () => {
  jest.useFakeTimers();
  const outcome = run("function onRequest() { return new Promise(() => {}); }");
  await jest.advanceTimersByTimeAsync(5000);
  expect((await outcome).error?.message).toBe("The call took over 5 s.");
  jest.useRealTimers();
});
