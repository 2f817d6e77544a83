// npm start on a file.
import * as path from "node:path";
import { ADA, audienceCreated, GRACE, permissionCheck } from "../../tools/segment/samples";
import { at, run, runBeside, write } from "./start-run";

const audience = audienceCreated();
const json = JSON.stringify(audience);
const twoLines = `${json}\r\n\r\n[${JSON.stringify(permissionCheck())}]\n`;
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
  ["JSON Lines, with an array", twoLines, BOTH],
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

test("beside a token, emails come from the Public API, or are missing for a reason", async () => {
  const file = write([audience, audienceCreated(), permissionCheck()]);
  const api = { fault: at(`/users/${ADA.id}`, 503) };
  const { printed, warnings, asked } = await runBeside(api, [file]);
  expect(printed).toMatch(/ 2 {2}without: Public API unavailable$.*by grace@acme\.test/ms);
  expect(warnings.match(/users\/ada7LovelaceX.*503/g)).toHaveLength(1);
  expect(asked.filter((route) => route.endsWith(GRACE.id))).toHaveLength(1);
});

test("BLOCKED_EVENTS holds here, too", async () => {
  const environment = { BLOCKED_EVENTS: "Permission*, Source Deleted" };
  const { messages } = await readMessages(twoLines, environment);
  expect(messages.map(({ event }) => event)).toEqual(["Audience Created"]);
});

test("of a file where npm was called, it shows ten, and says where one is too large", async () => {
  const large = { ...audience, context: { text: "x".repeat(40_000) } };
  const file = write([large, ...Array(10).fill(audience)]);
  const { printed } = await run([path.basename(file)], { INIT_CWD: path.dirname(file) });
  expect(printed.match(/\*Audience Created\*/g)).toHaveLength(9);
  expect(printed).toMatch(/Audience Created: .*too large/);
});

const latin1 = Buffer.from(json.replace("Big", "Gro\xdfe"), "latin1");
test.each([
  [[write("{\n}}")], /events\.json.* Expected/],
  [[write([{ event: "Login" }, 42])], /events\.json.* Expected/],
  [[write(latin1)], /events\.json.* Expected/],
  [["a\x1b[2J\nb"], /a \[2J b .*no such file/],
  [["a", "b"], /one FILE/],
  [["--json"], /FILE, or WORKSPACE_TOKEN/],
  [["--help"], /FILE.*WORKSPACE_TOKEN.*--json/s],
])("it says what to do (%#)", async (words, said) => {
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
