import type { Actor } from "../../src/actor";
import type { Email } from "../../src/email";
import { parseSettings } from "../../src/settings";
import { toTexts } from "../../src/texts";
import { parsed } from "../parsed";

const SETTINGS = parseSettings({ workspaceSlug: "acme", workspaceToken: "t" });
const ADA: Actor = { kind: "user", id: "ada7", email: undefined };
const KNOWN: Email = { kind: "known", address: "ada@acme.test" };

function textsOf(
  properties: object,
  { actor = ADA, email = KNOWN, settings = SETTINGS, ...event }: Partial<Parts> = {},
) {
  const body = {
    properties: { type: "Source Created", workspace_id: "ws1", ...properties },
    ...event,
  };
  return toTexts({ event: parsed(body), actor, email }, settings);
}
interface Parts {
  actor: Actor;
  email: Email;
  settings: typeof SETTINGS;
  timestamp: string;
}

test("the Slack text has what happened, the details, the ids and a link", () => {
  const details = { zone: "eu", target: "Web shop", blank: " ", none: null, apiKey: "abc" };
  const { summary, slackText, shortSlackText } = textsOf(
    { details },
    { timestamp: "2026-11-23T09:30:00Z" },
  );
  expect(summary).toBe("Source Created by ada@acme.test: Web shop");
  expect(slackText.split("\n")).toEqual([
    ":gear: *Source Created* by ada@acme.test: Web shop",
    "*zone:* eu · *target:* Web shop · *apiKey:* [hidden]",
    "*userId:* ada7 · *workspace_id:* ws1 · *timestamp:* 2026-11-23T09:30:00Z",
    "https://app.segment.com/acme/audit-trail",
  ]);
  expect(shortSlackText.split("\n")).toEqual([
    slackText.split("\n")[0],
    "https://app.segment.com/acme/audit-trail",
  ]);
});

test("a line of which nothing is known is left out", () => {
  const nobody: Partial<Parts> = {
    actor: { kind: "nobody", id: undefined },
    email: { kind: "nobody" },
  };
  const { slackText } = textsOf({ workspace_id: undefined }, nobody);
  expect(slackText.split("\n")).toEqual([
    ":gear: *Source Created* by nobody named",
    "https://app.segment.com/acme/audit-trail",
  ]);
});

test.each([
  ["User Removed", ":rotating_light:"],
  ["Source Deleted", ":warning:"],
  ["Source Run Failed", ":warning:"],
  ["Source Created", ":gear:"],
  ["Permission Check", ":gear:"],
])("%s has the icon %s", (type, icon) => {
  expect(textsOf({ type }).slackText.split(" ")[0]).toBe(icon);
});

test.each<[Actor, Email, string]>([
  [ADA, KNOWN, "ada@acme.test"],
  [ADA, { kind: "not found" }, "ada7 (user not found)"],
  [ADA, { kind: "token rejected", status: 403 }, "ada7 (workspaceToken rejected (403))"],
  [{ kind: "other", id: "token/t", email: undefined }, { kind: "other" }, "token/t"],
  [{ kind: "other", id: "token/t", email: "a@b" }, { kind: "known", address: "a@b" }, "a@b"],
  [{ kind: "other", id: "\u202e", email: undefined }, { kind: "other" }, "?"],
  [{ kind: "segment", id: "__system__" }, { kind: "segment" }, "Segment"],
  [{ kind: "nobody", id: undefined }, { kind: "nobody" }, "nobody named"],
])("%j with %j is %s", (actor, email, who) => {
  expect(textsOf({}, { actor, email }).summary).toBe(`Source Created by ${who}`);
});

test.each([
  [{ name: "Order Completed", target: "Web shop" }, "Order Completed in Web shop"],
  [{ description: "set to block", target: "Web shop" }, "set to block in Web shop"],
  [{ name: "Order Completed", description: "x" }, "Order Completed"],
  [{ name: "Web shop", target: "Web shop" }, "Web shop"],
  [{ target: "Web shop", action: "x" }, "Web shop"],
  [{ action: "view", resource_type: "source", resource_id: "s1" }, "view on source s1"],
  [{ action: "view" }, "view"],
  [{ resource_type: "source" }, "source"],
])("%j is about %s", (details, what) => {
  expect(textsOf({ details }).summary).toBe(`Source Created by ada@acme.test: ${what}`);
});

test("a summary has 200 characters, a Slack text 3,000, and both say who", () => {
  const details = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`detail${index}`, "<".repeat(200)]),
  );
  const target = "x".repeat(500);
  const { summary, slackText } = textsOf({ details: { target, ...details } });
  expect(summary).toHaveLength(200);
  expect(summary).toMatch(/^Source Created by ada@acme\.test: x+\u2026$/);
  expect(slackText).toHaveLength(3_000);
  expect(slackText.split("\n").at(1)).toMatch(/^\*target:\* x.*\u2026$/);
  expect(slackText.split("\n").slice(-2)).toEqual([
    "*userId:* ada7 · *workspace_id:* ws1",
    "https://app.segment.com/acme/audit-trail",
  ]);
});

test("the link leads to the region's app, and ends where the slug does", () => {
  const settings = parseSettings({
    ...SETTINGS,
    workspaceSlug: "ac me|<x>\ud800/..",
    region: "eu",
  });
  const { slackText } = textsOf({}, { settings });
  expect(slackText.split("\n").at(-1)).toBe("https://eu1.app.segment.com/acmex../audit-trail");
});

test("a name or a label of which nothing can be shown is a question mark", () => {
  const { slackText } = textsOf({ type: "\u202e", details: { "\u202e": 1, "": 2 } });
  expect(slackText.split("\n").slice(0, 2)).toEqual([
    ":gear: *?* by ada@acme.test",
    "*?:* 1 · *?:* 2",
  ]);
});

test("a secret is hidden under a key that is too long to be shown", () => {
  const { slackText } = textsOf({ details: { [`${"x".repeat(300)} token`]: "abc" } });
  expect(slackText).toContain(":* [hidden]");
});

test("nothing from outside begins a line, in the name neither", () => {
  const { slackText, summary } = textsOf({ type: "A\n*b*", details: { "k\nk": "v\n<!here>" } });
  expect(summary).toBe("A ∗b∗ by ada@acme.test");
  expect(slackText.split("\n").slice(0, 2)).toEqual([
    ":gear: *A ∗b∗* by ada@acme.test",
    "*k k:* v ‹!here›",
  ]);
});
