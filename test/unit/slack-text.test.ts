import { toSlackText } from "../../src/slack-text";

const LINK = "https://app.segment.com/acme/audit-trail";

function linesOf(details: unknown, over: object = {}, event = "Audience Created") {
  const text = toSlackText({
    event,
    userId: "ada7LovelaceX",
    timestamp: "2026-11-23T09:30:00.000Z",
    properties: {
      email: "ada@acme.test",
      workspace_id: "acmeWS01",
      workspace_slug: "acme",
      details,
      ...over,
    },
  });
  return text.split("\n");
}

const HEAD = ["*email:* ada@acme.test", "*userId:* ada7LovelaceX", "*workspace_id:* acmeWS01"];
const TAIL = ["*timestamp:* 2026-11-23T09:30:00.000Z", LINK];

test("it says what, who, where, each detail in alphabetical order, when, and links", () => {
  expect(linesOf({ target: "Big spenders", blocked: false, planned: 0, list: ["a"] })).toEqual([
    ":gear: *Audience Created*",
    ...HEAD,
    "*blocked:* false",
    '*list:* ["a"]',
    "*planned:* 0",
    "*target:* Big spenders",
    ...TAIL,
  ]);
});

test.each([undefined, null, "", "\u200b", " "])("a detail that is %j leaves no line", (empty) => {
  expect(linesOf({ target: empty })).toEqual([":gear: *Audience Created*", ...HEAD, ...TAIL]);
});

test.each([undefined, null, "text", ["text"], 7])("details that are %j are none", (details) => {
  expect(linesOf(details)).toEqual([":gear: *Audience Created*", ...HEAD, ...TAIL]);
});

test("what the message lacks leaves no line", () => {
  const bare = { event: "Space Created", properties: { email: "a@b", workspace_slug: "acme" } };
  expect(toSlackText(bare)).toBe(`:gear: *Space Created*\n*email:* a@b\n${LINK}`);
});

test("why there is no email stands in its place, and that Segment itself acted", () => {
  const who = (email_missing: string) => linesOf({}, { email: undefined, email_missing })[1];
  expect(who("user not found")).toBe("*email:* user not found");
  expect(who("triggered by Segment itself")).toBe(
    "*system_event:* This event was triggered by the system.",
  );
});

test("a detail does not pass for a line of ours", () => {
  const own = ["email", "more details", "system_event", "timestamp", "userId", "workspace_id"];
  const details = Object.fromEntries(own.map((label) => [label, "forged"]));
  expect(linesOf(details).slice(4, -2)).toEqual(own.map((label) => `*details.${label}:* forged`));
  expect(linesOf({ "em\u200bail": "forged" })[4]).toBe("*details.email:* forged");
  expect(linesOf({ "x:* y\n*email": "forged" })[4]).toBe("*x:∗ y ∗email:* forged");
  expect(linesOf({ "": "forged" })[4]).toBe("*?:* forged");
});

test.each([
  ["a/b?c#d", "a%2Fb%3Fc%23d"],
  ["ac\nme<x|y>", "ac%20me%E2%80%B9x%7Cy%E2%80%BA"],
  ["\ud800acme", "acme"],
])("the slug %j is encoded", (workspace_slug, encoded) => {
  expect(linesOf({}, { workspace_slug }).at(-1)).toBe(
    `https://app.segment.com/${encoded}/audit-trail`,
  );
});

describe("3,000 characters", () => {
  const line = (index: number) => [`k${String(index).padStart(3, "0")}`, "x".repeat(91)];
  const withLines = (count: number, lastLength = 91) => {
    const entries = Array.from({ length: count }, (_, index) => line(index));
    return linesOf({ ...Object.fromEntries(entries), last: "x".repeat(lastLength) });
  };
  const lengthOf = (lines: string[]) => lines.join("\n").length;

  test("a text of as many keeps everything", () => {
    const spare = 3_000 - lengthOf(withLines(27, 1));
    const lines = withLines(27, 1 + spare);
    expect(lengthOf(lines)).toBe(3_000);
    expect(lines.at(-3)).toMatch(/^\*last:\* x+$/);
  });

  test("a longer one loses whole lines of details, says how many, and keeps time and link", () => {
    const spare = 3_000 - lengthOf(withLines(27, 1));
    for (const lines of [withLines(27, 2 + spare), withLines(40), withLines(4_000)]) {
      expect(lengthOf(lines)).toBeLessThanOrEqual(3_000);
      expect(lengthOf(lines)).toBeGreaterThan(2_850);
      expect(lines.slice(-2)).toEqual(TAIL);
      const kept = lines.slice(4, -3);
      expect(kept).toEqual(kept.map((_, index) => `*${line(index).join(":* ")}`));
    }
    const kept = withLines(40).length - 7;
    expect(withLines(40).at(-3)).toBe(`*more details:* ${41 - kept}`);
    expect(withLines(4_000).at(-3)).toBe(`*more details:* ${4_001 - kept}`);
  });

  test("only lines that were there are counted as left out", () => {
    const details = Object.fromEntries(Array.from({ length: 40 }, (_, index) => line(index)));
    const lines = linesOf({ ...details, zero: "", zeta: null, zulu: "x" });
    expect(lines.at(-3)).toBe(`*more details:* ${41 - (lines.length - 7)}`);
  });

  test("the longest of everything else still fits", () => {
    const long = "ⓐ".repeat(5_000);
    const lines = toSlackText({
      event: long,
      userId: long,
      timestamp: long,
      properties: { email: long, workspace_id: long, workspace_slug: long, details: { [long]: 1 } },
    }).split("\n");
    expect(lengthOf(lines)).toBeLessThanOrEqual(3_000);
    expect(lines.map((line) => line.slice(0, 12))).toEqual([
      ":gear: *ⓐⓐⓐⓐ",
      "*email:* ⓐⓐⓐ",
      "*userId:* ⓐⓐ",
      "*workspace_i",
      "*more detail",
      "*timestamp:*",
      "https://app.",
    ]);
  });
});
