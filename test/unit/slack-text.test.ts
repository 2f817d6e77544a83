import type { Actor } from "../../src/actor";
import type { Email } from "../../src/email";
import { parseSettings } from "../../src/settings";
import { toSlackText } from "../../src/slack-text";
import { toSummary } from "../../src/summary";
import { auditEvent, parsed, SETTINGS } from "../../tools/segment/audit-events";

const LINK = "https://app.segment.com/acme/audit-trail";
const ADA: Email = { kind: "known", address: "ada@acme.test" };
const USER: Actor = { kind: "user", id: "ada7LovelaceX", email: undefined };
const LAST =
  "*userId:* ada7LovelaceX · *workspace_id:* acmeWS01 · *timestamp:* 2026-11-23T09:30:00.000Z";

interface Given {
  type?: string;
  actor?: Actor;
  email?: Email;
  settings?: object;
  /** Fields of the event, and of its properties. */
  over?: object;
  properties?: object;
}

function linesOf(details: unknown, given: Given = {}): string[] {
  const { type = "Audience Created", actor = USER, email = ADA, settings } = given;
  const properties = { type, details, workspace_id: "acmeWS01", ...given.properties };
  const timestamp = "2026-11-23T09:30:00.000Z";
  const event = parsed(auditEvent("", {}, { timestamp, ...given.over, properties }));
  const attributed = { event, actor, email };
  const summary = toSummary(attributed);
  const { full, short } = toSlackText(
    attributed,
    summary,
    parseSettings({ ...SETTINGS, ...settings }),
  );
  const lines = full.split("\n");
  expect(short.split("\n")).toEqual([lines[0], lines.at(-1)]);
  return lines;
}

test("it says what, who, each detail, where and when, and links to the audit trail", () => {
  const details = {
    target: "JavaScript",
    description: "'Order Completed' set to block",
    source_id: "src1",
    resource_type: "source",
    resource_id: "src1",
  };
  expect(linesOf(details, { type: "Schema Event Blocked" })).toEqual([
    ":warning: *Schema Event Blocked* by ada@acme.test: 'Order Completed' set to block in JavaScript",
    "*description:* 'Order Completed' set to block · *resource_id:* src1 · " +
      "*resource_type:* source · *source_id:* src1 · *target:* JavaScript",
    LAST,
    LINK,
  ]);
});

test.each([
  ["User Removed", ":rotating_light:"],
  ["Source Deleted", ":warning:"],
  ["Source Run Failed", ":warning:"],
  ["Source Created", ":gear:"],
  ["Permission Check", ":gear:"],
])("%s has the icon %s", (type, icon) => {
  expect(linesOf({}, { type })[0]).toBe(`${icon} *${type}* by ada@acme.test`);
});

test("values of any kind show, and empty ones do not", () => {
  const details = { a: false, b: 0, c: ["x"], d: {}, e: null, f: "", g: "\u200b", h: " ", i: "⠀" };
  expect(linesOf(details)[1]).toBe('*a:* false · *b:* 0 · *c:* ["x"] · *d:* {}');
});

test.each([undefined, null, "text", ["text"], 7, {}, { target: "" }])(
  "details %j leave no line",
  (details) => {
    expect(linesOf(details)).toEqual([":gear: *Audience Created* by ada@acme.test", LAST, LINK]);
  },
);

test("what the event lacks leaves nothing", () => {
  const over = { timestamp: undefined };
  const properties = { workspace_id: undefined };
  const lines = linesOf({}, { actor: { kind: "nobody", id: undefined }, over, properties });
  expect(lines).toEqual([":gear: *Audience Created* by ada@acme.test", LINK]);
});

test.each<[Actor, Email, string, string]>([
  [
    { kind: "segment", id: "__system__" },
    { kind: "segment" },
    "Segment",
    "*userId:* __system__ · ",
  ],
  [{ kind: "other", id: "token/t" }, { kind: "other" }, "token/t", "*userId:* token/t · "],
  [{ kind: "nobody", id: undefined }, { kind: "nobody" }, "nobody named", "*workspace_id:* "],
])("of %j it says who, and the id", (actor, email, who, start) => {
  const lines = linesOf({}, { actor, email });
  expect(lines[0]).toBe(`:gear: *Audience Created* by ${who}`);
  expect(lines[1]?.startsWith(start)).toBe(true);
});

test("secrets are hidden, also nested ones", () => {
  const details = {
    api_key: "k1",
    settings: { url: "u", auth: [{ Password: "p" }] },
    token: { id: "t1" },
    secret: "",
    write_key: null,
  };
  expect(linesOf(details)[1]).toBe(
    '*api_key:* [hidden] · *settings:* {"url":"u","auth":[{"Password":"[hidden]"}]} · ' +
      "*token:* [hidden]",
  );
});

test("an email alone stays as it is", () => {
  const [, line] = linesOf({ subject_email: "ada@acme.test", target: "by ceo@acme.test" });
  expect(line).toBe("*subject_email:* ada@acme.test · *target:* by ceo@acme․test");
});

test("a key is looked at as it is shown", () => {
  expect(linesOf({ ｔｏｋｅｎ: "S", "pass\u200bword": "S" })[1]).toBe(
    "*password:* [hidden] · *token:* [hidden]",
  );
});

test("a detail does not pass for one of ours", () => {
  const own = ["email", "more details", "timestamp", "userId", "workspace_id"];
  const details = Object.fromEntries(own.map((label) => [label, "x"]));
  expect(linesOf(details)[1]?.split(" · ")).toEqual(own.map((label) => `*details ${label}:* x`));
  expect(linesOf({ "em\u200bail": "x" })[1]).toBe("*details email:* x");
  expect(linesOf({ "x:* y\n*email": "z" })[1]).toBe("*x:∗ y ∗email:* z");
  expect(linesOf({ "": "x" })[1]).toBe("*?:* x");
});

test.each([
  ["a/b?c#d", "us", "https://app.segment.com/a%2Fb%3Fc%23d/audit-trail"],
  ["acme", "eu", "https://eu1.app.segment.com/acme/audit-trail"],
  ["ac\nme<x|y>", "us", "https://app.segment.com/ac%20me%3Cx%7Cy%3E/audit-trail"],
  ["\ud800acme", "us", LINK],
])("the slug %j in %s leads to %s", (workspaceSlug, region, link) => {
  expect(linesOf({}, { settings: { workspaceSlug, region } }).at(-1)).toBe(link);
});

describe("3,000 characters", () => {
  const detail = (index: number) => [`k${String(index).padStart(4, "0")}`, "x".repeat(91)];
  const withDetails = (count: number, lastLength = 91) => {
    const entries = Array.from({ length: count }, (_, index) => detail(index));
    return linesOf({ ...Object.fromEntries(entries), last: "x".repeat(lastLength) });
  };
  const lengthOf = (lines: string[]) => lines.join("\n").length;
  const spare = 3_000 - lengthOf(withDetails(26, 1));

  test("a text of as many keeps everything", () => {
    expect(lengthOf(withDetails(26, 1 + spare))).toBe(3_000);
    expect(withDetails(26, 1 + spare)[1]).toMatch(/ · \*last:\* x+$/);
  });

  test("a longer one loses whole details, counts them, and keeps the rest", () => {
    for (const [count, lastLength] of [[26, 2 + spare], [40], [4_000]] as const) {
      const lines = withDetails(count, lastLength);
      expect(lengthOf(lines)).toBeLessThanOrEqual(3_000);
      expect(lengthOf(lines)).toBeGreaterThan(2_800);
      expect(lines.slice(2)).toEqual([LAST, LINK]);
      const items = lines[1]?.split(" · ") ?? [];
      const kept = items.slice(0, -1);
      expect(kept).toEqual(kept.map((_, index) => `*${detail(index).join(":* ")}`));
      expect(items.at(-1)).toBe(`*more details:* ${count + 1 - kept.length}`);
    }
  });

  test("30 details are kept at most", () => {
    const details = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index + 100}`, "x"]));
    expect(linesOf(details(31))[1]?.split(" · ").slice(29)).toEqual([
      "*k129:* x",
      "*more details:* 1",
    ]);
    expect(linesOf(details(30))[1]?.split(" · ").slice(29)).toEqual(["*k129:* x"]);
    expect(linesOf(details(40_000))[1]).toContain(" · *more details:* 39970");
  });

  test("as many details are kept as fit, whatever their length", () => {
    for (let length = 100; length <= 200; length += 1) {
      const items = Array.from({ length: 300 }, (_, index) => [`k${index}`, "x".repeat(length)]);
      const lines = linesOf(Object.fromEntries(items));
      const itemLength = "*k100:* · ".length + 1 + length;
      expect(lengthOf(lines)).toBeLessThanOrEqual(3_000);
      expect(lengthOf(lines)).toBeGreaterThan(3_000 - 40 - itemLength);
    }
  });

  test("only details that say something are counted, whatever stands in them", () => {
    const details = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`k${index}`, ` a · b${"x".repeat(90)}`]),
    );
    const [, line = ""] = linesOf({ ...details, zero: "", zeta: null, zulu: "x" });
    const kept = line.match(/\*k\d+:\*/g)?.length ?? 0;
    expect(line.endsWith(` · *more details:* ${41 - kept}`)).toBe(true);
  });

  test("the longest of everything still fits, in four lines", () => {
    const long = "ⓐ日".repeat(5_000);
    const lines = linesOf(
      { [long]: long, a: long, b: long, c: long, d: long, e: long, f: long, g: long, h: long },
      {
        type: long,
        actor: { kind: "other", id: long },
        email: { kind: "known", address: `${long}@x` },
        over: { timestamp: `2026-11-23T${long}` },
        properties: { workspace_id: long },
      },
    );
    expect(lengthOf(lines)).toBeLessThanOrEqual(3_000);
    expect(lines).toHaveLength(4);
  });
});
