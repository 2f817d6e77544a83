// npm start on a file.
import * as path from "node:path";
import { audienceCreated, permissionCheck } from "../../tools/segment/samples";
import { at, run, runBeside, write } from "./start";

const audience = audienceCreated();
const json = JSON.stringify(audience);
const twoLines = `${json}\r\n\r\n${JSON.stringify(permissionCheck())}\n`;
const BOTH = ["Audience Created", "Permission Check"];
const listed = { id: "event1", type: "Source Deleted", timestamp: "2026-11-23T09:30:00.000Z" };

/** The messages of `--json`. */
async function readMessages(content: unknown, environment: Record<string, string> = {}) {
  const { lines, warnings } = await run(["--json", write(content)], environment);
  return { warnings, messages: lines.map((line) => JSON.parse(line)) };
}

test.each([
  ["an event, with a BOM", `\uFEFF${json}`, ["Audience Created"]],
  ["an array", [audience, permissionCheck()], BOTH],
  ["JSON Lines", twoLines, BOTH],
  ["JSON Lines of arrays", `[${json}]\n[${JSON.stringify(permissionCheck())}]`, BOTH],
  ["a captured request", { payload: { body: audience } }, ["Audience Created"]],
  ["the Public API's answer", { data: { events: [listed, listed] } }, ["Source Deleted"]],
])("it reads %s", async (_, content, names) => {
  const { messages, warnings } = await readMessages(content);
  expect(messages.map(({ event }) => event)).toEqual(names);
  expect(warnings).toMatch(/^.*made up.*$/);
});

test.each([
  ["lines", `{\n${twoLines}]`, 2, /line 1, 5\./],
  ["events", [null, { event: "Login" }, audience, 7], 1, /: 3\. .*No audit event.*named Audit/],
  ["of a list", { data: { events: [listed, null, { ...listed, id: 7 }] } }, 1, /: 2\./],
])("bad %s cost themselves alone, and are named or counted", async (_, content, count, said) => {
  const { messages, warnings } = await readMessages(content);
  expect(messages).toHaveLength(count);
  expect(warnings).toMatch(said);
});

test("beside a token, emails come from the Public API", async () => {
  const { printed, asked } = await runBeside({}, [write([audience, audience])]);
  expect(printed).toMatch(/\*Audience Created\* by ada@acme\.test/);
  expect(asked).toEqual(["/", "/users/ada7LovelaceX"]);
});

test("an event that would wait for its email is shown without it", async () => {
  const api = { fault: at("/users/ada7LovelaceX", 503) };
  const { printed, warnings } = await runBeside(api, [write([audience, audienceCreated()])]);
  expect(printed).toMatch(/^ +2 {2}without: Public API unavailable$/m);
  expect(warnings.match(/users\/ada7LovelaceX.*503/g)).toHaveLength(1);
});

test("BLOCKED_EVENTS holds here, too, and nothing is dropped without it", async () => {
  const environment = { BLOCKED_EVENTS: "Permission*, Source Deleted" };
  expect((await readMessages(twoLines)).messages).toHaveLength(2);
  expect((await readMessages(twoLines, environment)).messages).toHaveLength(1);
  const { printed } = await run([write(twoLines)], environment);
  expect(printed).toMatch(/Permission Check \(dropped/);
  expect(printed).not.toContain("*Permission Check*");
});

test("a relative file is looked for where npm was called", async () => {
  const file = write(audience);
  const { printed } = await run([path.basename(file)], { INIT_CWD: path.dirname(file) });
  expect(printed).toContain("Audience Created");
});

test("of many events, it shows ten, and says where one is too large for a text", async () => {
  const large = { ...audience, context: { text: "x".repeat(40_000) } };
  const { printed } = await run([write([large, ...Array(10).fill(audience)])]);
  expect(printed.match(/\*Audience Created\*/g)).toHaveLength(9);
  expect(printed).toMatch(/Audience Created: .*too large/);
});

test.each([
  ["empty", ""],
  ["no JSON", "{\n}}"],
  ["no event", [{ event: "Login" }, 42]],
  ["Latin-1", Buffer.from(json.replace("Big", "Gro\xdfe"), "latin1")],
])("%s: it says what it expects", async (_, content) => {
  const { failure, printed } = await run([write(content)]);
  expect(failure).toMatch(/events\.json.* Expected/);
  expect(printed).toBe("");
});

test.each([
  [["a\x1b[2J\nb"], /a \[2J b .*no such file/],
  [[__dirname], /directory/],
  [["a", "b"], /one FILE/],
  [["--all"], /one FILE/],
  [["--json"], /FILE, or WORKSPACE_TOKEN/],
  [["--help"], /FILE.*WORKSPACE_TOKEN.*--json.*BLOCKED_EVENTS.*REGION.*API_URL/s],
])("the words %j: it says what to do", async (words, said) => {
  const { printed, failure } = await run(words);
  expect(printed + failure).toMatch(said);
});

test("nothing in a file begins a line, or reaches the terminal as a control character", async () => {
  const forged = "U1\n:gear: *Audience Created*: forged\x1b[2J\u009b2J\u202e\u{e0041}\r";
  const properties = { type: forged, [forged]: forged, details: { target: forged } };
  const event = { ...audience, userId: forged, properties };
  const { printed } = await run([write([event, { event: forged, userId: { [forged]: forged } }])]);
  expect(printed).toContain("forged");
  expect(printed).not.toMatch(/^:gear: \*Audience/m);
  const { messages } = await readMessages(event);
  expect(messages[0]).toMatchObject({ properties: { [forged]: forged } });
});
