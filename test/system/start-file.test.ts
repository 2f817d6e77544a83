// What npm start reads from a file, and how it shows it.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { clock } from "../../tools/clock";
import { audienceCreated, permissionCheck } from "../../tools/segment/audit-events";
import { start } from "../../tools/start/start";

function write(content: unknown): string {
  const name = path.join(mkdtempSync(path.join(tmpdir(), "start-")), "events.json");
  const isFinal = typeof content === "string" || Buffer.isBuffer(content);
  writeFileSync(name, isFinal ? content : JSON.stringify(content));
  return name;
}

/** What is printed for a file with this content. */
async function replay(content: unknown): Promise<string[]> {
  const lines: string[] = [];
  await start([write(content)], {}, { ...clock, print: (line) => lines.push(...line.split("\n")) });
  return lines;
}

const out = (lines: string[]) => lines.filter((line) => line.startsWith("  out  "));

const json = JSON.stringify(audienceCreated());
const twoLines = `${json}\r\n\r\n${JSON.stringify(permissionCheck())}\n`;

test.each([
  ["an event", json],
  ["an event with a BOM", `\uFEFF${json}`],
  ["UTF-16 LE", Buffer.from(json, "utf16le")],
  ["UTF-16 LE with a BOM", Buffer.from(`\uFEFF${json}`, "utf16le")],
  ["UTF-16 BE", Buffer.from(json, "utf16le").swap16()],
  ["UTF-16 BE with a BOM", Buffer.from(`\uFEFF${json}`, "utf16le").swap16()],
  ["a captured request", { payload: { body: JSON.parse(json) } }],
  ["a captured request with a text for a body", { payload: { body: json } }],
])("it reads %s", async (_, content) => {
  const lines = await replay(content);
  expect(lines).toContain("       + email: ada7LovelaceX@acme.test");
  expect(out(lines)).toHaveLength(1);
});

test.each([
  ["JSON Lines", twoLines],
  ["JSON Lines in UTF-16 LE with a BOM", Buffer.from(`\uFEFF${twoLines}`, "utf16le")],
  ["an array", [audienceCreated(), permissionCheck()]],
  [
    "captured requests",
    [{ payload: { body: audienceCreated() } }, { payload: { body: permissionCheck() } }],
  ],
  ["a captured batch", { payload: { body: [audienceCreated(), permissionCheck()] } }],
])("it shows each event of %s", async (_, content) => {
  expect(out(await replay(content))).toEqual([
    "  out  Audience Created by ada7LovelaceX",
    "  out  Permission Check by grc9HopperUSN@acme.test: source:debugger-view on source acmeSource1",
  ]);
});

test("an array is several requests, a batch stays one", async () => {
  const incoming = (lines: string[]) => lines.filter((line) => line.startsWith("  in   "));
  const events = [audienceCreated(), permissionCheck()];
  expect(incoming(await replay(events))).toHaveLength(2);
  expect(incoming(await replay({ payload: { body: events } }))).toHaveLength(1);
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
  await expect(start([file], {}, untouched)).rejects.toThrow(
    `${file} ${what}. Expected audit events`,
  );
});

test("it refuses a folder and a second file, and shows no name's control characters", async () => {
  await expect(start([__dirname], {}, untouched)).rejects.toThrow(
    `${__dirname} is a folder. Expected`,
  );
  await expect(start(["a", "b"], {}, untouched)).rejects.toThrow("a is followed by another word");
  await expect(start(["--help"], {}, untouched)).rejects.toThrow(
    /^--help is not a file\. Expected/,
  );
  await expect(start(["a\x1b[2J\nb"], {}, untouched)).rejects.toThrow(/^a \[2J b is not there\./);
});

/** Nothing is printed. */
const untouched = {
  ...clock,
  print: (line: string) => {
    throw new Error(`printed: ${line}`);
  },
};

test("nothing in a file begins a line or reaches the terminal as a control character", async () => {
  const forged = "U1\n  out  Audience Created: forged\x1b[2J\u009b2J\u202e\r";
  const event = (over: object) => ({ type: "track", event: "Audit", userId: "ada", ...over });
  const lines = await replay([
    event({ userId: forged, properties: { type: forged, details: { target: forged } } }),
    event({ userId: forged, properties: { type: forged, [forged]: forged, details: null } }),
    { type: forged, event: forged, userId: { [forged]: forged } },
  ]);
  expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(lines.filter((line) => line.startsWith("  out  Audience"))).toEqual([]);
  expect(out(lines)).toHaveLength(3);
  expect(lines).toContain("  in   Audit by U1 out Audience Created: forged [2J 2J");
});

test("it says what is too large for Segment, and where there is no slack_text", async () => {
  const text = (length: number) => audienceCreated({ context: { text: "x".repeat(length) } });
  const large = await replay([audienceCreated(), text(40_000)]);
  expect(large).toContain("  in   too large for Segment, over 32 KB: 1 of 1");
  expect(out(large)[1]).toMatch(/ \(slack_text: none, the message is too large for Segment\)$/);
  expect(await replay(text(31_700))).toContain(
    "       + slack_text: none, the message would be too large for Segment",
  );

  const batch = Array.from({ length: 30 }, () => text(18_000));
  const tooLarge = /Too large for Segment[.,:] \d{3},\d{3} bytes\. A function takes 512 KiB/;
  const asOne = await replay({ payload: { body: batch } });
  expect(out(asOne)).toEqual([expect.stringMatching(tooLarge)]);
  const oneByOne = await replay(batch);
  expect(oneByOne.find((line) => line.includes("as one request"))).toMatch(tooLarge);
  expect(out(oneByOne)).toHaveLength(20);
});

test("a body of 524,288 bytes is shown, one of a byte more is not", async () => {
  const length = 524_288 - JSON.stringify(audienceCreated({ context: "" })).length;
  const body = (over: number) => audienceCreated({ context: "x".repeat(length + over) });
  expect(out(await replay(body(0)))).toEqual(["  out  Audience Created by ada7LovelaceX"]);
  expect(out(await replay(body(1)))[0]).toContain("524,289 bytes");
});

test("the text of a captured body counts as it was received", async () => {
  const text = `${JSON.stringify(audienceCreated())}${" ".repeat(524_288)}`;
  expect(out(await replay({ payload: { body: text } }))[0]).toMatch(
    /Too large for Segment: \d{3},/,
  );
});

test("an event that nobody can write as JSON is refused", async () => {
  const deep = `{"type":"track","properties":{"type":"Deep","x":${"[".repeat(1e5)}${"]".repeat(1e5)}}}`;
  expect(out(await replay(deep))).toEqual([expect.stringMatching(/InvalidEventPayload/)]);
});

test("beyond 20 events, it sums up", async () => {
  const many = (count: number, event: object) => Array.from({ length: count }, () => event);
  const lines = await replay([
    ...many(21, audienceCreated()),
    ...many(3, audienceCreated({ userId: "a/b", properties: { type: "Space Created\n" } })),
    ...many(2, { type: "identify" }),
    { payload: { body: [permissionCheck(), { type: "page" }] } },
  ]);
  expect(out(lines)).toHaveLength(20);
  expect(lines.slice(lines.findIndex((line) => line.startsWith("And ")))).toEqual([
    "And 8 more, of 5 kinds:",
    "  3 × Space Created, malformed user id",
    "  2 × identify: EventNotSupported",
    "  1 × Audience Created, with email",
    "  1 × Permission Check, with email",
    "  1 × left out",
  ]);
  const batch = await replay({ payload: { body: many(30, audienceCreated()) } });
  expect(out(batch)).toHaveLength(20);
  expect(batch).toContain("  10 × Audience Created, with email");
});

test("beyond 20 events, what is too large is still said", async () => {
  const large = (length: number) =>
    audienceCreated({ properties: { type: "Large", details: {}, note: "x".repeat(length) } });
  const lines = await replay([
    ...Array.from({ length: 20 }, () => audienceCreated()),
    large(33 * 1024),
    large(32_000),
  ]);
  expect(lines.filter((line) => line.includes(" × "))).toEqual([
    "  1 × Large, with email, slack_text: none, the message is too large for Segment",
    "  1 × Large, with email, slack_text: none, the message would be too large for Segment",
  ]);
});

test("so many kinds that nobody reads them are not all named", async () => {
  const kind = (_: unknown, index: number) =>
    audienceCreated({ properties: { type: `Kind ${index}` } });
  const lines = await replay(Array.from({ length: 50 }, kind));
  expect(lines.filter((line) => line.includes(" × "))).toHaveLength(20);
  expect(lines).toContain("And 30 more, of 30 kinds:");
  expect(lines.at(-1)).toBe("  …");
});
