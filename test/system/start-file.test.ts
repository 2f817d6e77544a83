// What npm start reads from a file, and how it shows it.
import { audienceCreated, permissionCheck } from "../../tools/segment/audit-events";
import { run, write } from "./start";

/** The first lines of what Slack shows, and what goes wrong. */
async function replay(content: unknown): Promise<string[]> {
  const { lines, failure } = await run([write(content)]);
  expect(failure).toBe("");
  expect(lines.shift()).toMatch(/^Emails are made up\. Set WORKSPACE_TOKEN to ask the Public API/);
  return lines.filter((_, index) => index === 1 || lines[index - 1] === "");
}

const json = JSON.stringify(audienceCreated());
const twoLines = `${json}\r\n\r\n${JSON.stringify(permissionCheck())}\n`;
const FIRST = ":gear: *Audience Created* by ada7LovelaceX@acme.test: Big spenders";
const SECOND =
  ":gear: *Permission Check* by grc9HopperUSN@acme.test: source:debugger-view on source acmeSource1";

test.each([
  ["an event", json],
  ["an event with a BOM", `\uFEFF${json}`],
  ["UTF-16 with a BOM", Buffer.from(`\uFEFF${json}`, "utf16le")],
  ["a captured request", { payload: { body: JSON.parse(json) } }],
  ["a captured request with a text for a body", { payload: { body: json } }],
])("it reads %s", async (_, content) => {
  expect(await replay(content)).toEqual([FIRST]);
});

test.each([
  ["JSON Lines", twoLines],
  ["JSON Lines in UTF-16 with a BOM", Buffer.from(`\uFEFF${twoLines}`, "utf16le")],
  ["an array", [audienceCreated(), permissionCheck()]],
  [
    "captured requests",
    [{ payload: { body: audienceCreated() } }, { payload: { body: permissionCheck() } }],
  ],
  ["a captured batch", { payload: { body: [audienceCreated(), permissionCheck()] } }],
])("it shows each event of %s", async (_, content) => {
  expect(await replay(content)).toEqual([FIRST, SECOND]);
});

test("it shows the whole Slack text of each event, with a blank line between", async () => {
  const timestamp = "2026-11-23T09:30:00.000Z";
  const { lines } = await run([write([audienceCreated({ timestamp }), permissionCheck()])]);
  expect(lines.slice(1, 8)).toEqual([
    "",
    FIRST,
    "*resource_id:* spaces/default/audiences/aud_acme1 · *resource_type:* audience · " +
      "*subject:* users/ada7LovelaceX · *target:* Big spenders",
    `*userId:* ada7LovelaceX · *workspace_id:* acmeWS01 · *timestamp:* ${timestamp}`,
    "https://app.segment.com/acme/audit-trail",
    "",
    SECOND,
  ]);
});

test("of an array each event counts, and of a batch those that can be sent", async () => {
  const deep = `{"properties":{"type":"Deep","x":${"[".repeat(1e5)}${"]".repeat(1e5)}}}`;
  expect(await replay(`[{"type":"identify"},${deep},${json}]`)).toEqual([
    "identify: nothing goes out. EventNotSupported: Not an audit event: expected a track call named Audit.",
    expect.stringMatching(/^Deep: nothing goes out\. InvalidEventPayload: .* deeply/),
    FIRST,
  ]);
  expect(await replay({ payload: { body: [audienceCreated(), 7] } })).toEqual([
    FIRST,
    "A batch of 2: log: Skipped 1 of 2 events. Not an event: expected a JSON object.",
  ]);
});

test("it says where the message is too large for a text", async () => {
  expect(await replay(audienceCreated({ context: { text: "x".repeat(40_000) } }))).toEqual([
    "Audience Created: nothing in Slack, since the message is too large for a text",
  ]);
});

test.each([
  [20, []],
  [21, ["And 1 more."]],
  [300, ["And 280 more."]],
])("of %d events, it shows 20", async (count, more) => {
  const events = Array.from({ length: count }, () => audienceCreated());
  expect(await replay(events)).toEqual([...Array(20).fill(FIRST), ...more]);
  expect(await replay({ payload: { body: events } })).toHaveLength(20 + more.length);
});

test.each([
  ["", "is empty"],
  [" \r\n", "is empty"],
  ["\uFEFF", "is empty"],
  ["{", "is not JSON"],
  [`${json}\n{`, "is not JSON in line 2"],
  ["42", "has no audit event"],
  ["[]", "has no audit event"],
  ['{"payload":{"body":null}}', "has no audit event"],
  ["{}", "has no audit event"],
  ['{"properties":{"type":""}}', "has no audit event"],
  [`{"events":[${json}]}`, "has no audit event"],
  [`{"payload":${json}}`, "has no audit event"],
  [Buffer.from([0x7b, 0xff, 0x7d]), "is not text in UTF-8 or UTF-16"],
])("%j: it says that the file %s", async (content, what) => {
  const file = write(content);
  const { failure, printed } = await run([file]);
  expect(failure).toMatch(new RegExp(`^${file} ${what}\\. Expected audit events`));
  expect(printed).toBe("");
});

test.each([
  [["none.json"], /^none\.json is not there\. Expected/],
  [[__dirname], / is a folder\. Expected/],
  [["a", "b"], /^a is followed by another word/],
  [["--all"], /^--all is not a file\. Expected/],
  [["a\x1b[2J\nb"], /^a \[2J b is not there\./],
])("the words %j: it says what is wrong", async (words, said) => {
  expect((await run(words)).failure).toMatch(said);
});

test("help is five lines", async () => {
  const { lines } = await run(["--help"]);
  expect((await run(["-h"])).lines).toEqual(lines);
  expect(lines).toHaveLength(5);
  for (const name of ["WORKSPACE_TOKEN", "REGION", "BLOCKED_EVENTS", "API_URL", "FILE"]) {
    expect(lines.join()).toContain(name);
  }
});

test("nothing in a file begins a line or reaches the terminal as a control character", async () => {
  const forged = "U1\n:gear: *Audience Created*: forged\x1b[2J\u009b2J\u202e\r";
  const event = (over: object) => ({ type: "track", event: "Audit", userId: "ada", ...over });
  const { lines } = await run([
    write([
      event({ userId: forged, properties: { type: forged, details: { target: forged } } }),
      event({ userId: forged, properties: { type: forged, [forged]: forged, details: null } }),
      { type: forged, event: forged, userId: { [forged]: forged } },
    ]),
  ]);
  expect(lines.filter((line) => line.startsWith(":gear: *Audience"))).toEqual([]);
  expect(lines.filter((line) => line.includes("forged")).length).toBeGreaterThan(2);
});
