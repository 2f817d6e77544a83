import type { Actor } from "../../src/actor";
import type { Email } from "../../src/email";
import { toSummary } from "../../src/summary";
import { auditEvent, parsed } from "../../tools/segment/audit-events";

const USER: Actor = { kind: "user", id: "ada7LovelaceX", email: undefined };
const ADA: Email = { kind: "known", address: "ada@acme.test" };

function summaryOf(details: unknown, type = "Audience Created", actor = USER, email = ADA): string {
  const event = parsed(auditEvent("", {}, { properties: { type, details } }));
  const { name, rest } = toSummary({ event, actor, email });
  return name + rest;
}

const BLOCKED = "'Order Completed' set to block";

test.each([
  [{ name: "Order Completed", target: "Web shop" }, ": Order Completed in Web shop"],
  [{ name: "Web shop", target: "Web shop" }, ": Web shop"],
  [{ name: "Web shop ", target: "Web\nshop" }, ": Web shop"],
  [{ name: "", target: "Web shop" }, ": Web shop"],
  [{ name: "Order Completed" }, ": Order Completed"],
  [{ name: "Order Completed", description: BLOCKED }, ": Order Completed"],
  [{ description: BLOCKED, target: "JavaScript" }, `: ${BLOCKED} in JavaScript`],
  [{ description: BLOCKED }, `: ${BLOCKED}`],
  [{ name: " ", description: BLOCKED, target: BLOCKED }, `: ${BLOCKED}`],
  [{ target: "Web shop", action: "read", resource_type: "source" }, ": Web shop"],
  [{ target: 7, name: false }, ": false in 7"],
  [
    { action: "source:debugger-view", resource_type: "source", resource_id: "acmeSource1" },
    ": source:debugger-view on source acmeSource1",
  ],
  [{ action: "read", resource_id: "acmeSource1" }, ": read on acmeSource1"],
  [{ action: "read" }, ": read"],
  [{ resource_type: "source", resource_id: "acmeSource1" }, ": source acmeSource1"],
  [{ target: "", action: null, resource_type: "source" }, ": source"],
  [{ name: { token: "tok_1" } }, ': {"token":"[hidden]"}'],
  [{}, ""],
  [undefined, ""],
  ["Web shop", ""],
])("of %j it says %j", (details, what) => {
  expect(summaryOf(details)).toBe(`Audience Created by ada@acme.test${what}`);
});

test.each<[Actor, Email, string]>([
  [USER, { kind: "not found" }, "ada7LovelaceX (user not found)"],
  [{ kind: "other", id: "token/tok_1A2b3C" }, { kind: "other" }, "token/tok_1A2b3C"],
  [{ kind: "segment", id: "__system__" }, { kind: "segment" }, "Segment"],
  [{ kind: "nobody", id: undefined }, { kind: "nobody" }, "nobody named"],
])("%j with %j is by %j", (actor, email, who) => {
  const summary = summaryOf({ target: "JavaScript" }, "Source Created", actor, email);
  expect(summary).toBe(`Source Created by ${who}: JavaScript`);
});

test("no name can forge who did it", () => {
  expect(summaryOf({ target: "Website, by ceo@acme.test" }, "Source Deleted")).toBe(
    "Source Deleted by ada@acme.test: Website, by ceo@acme․test",
  );
});

test("it has 200 characters at most, and always says who", () => {
  const long = "x".repeat(300);
  const start = "Audience Created by ada@acme.test: ";
  expect(summaryOf({ target: long })).toBe(`${start}${"x".repeat(199 - start.length)}…`);
  expect(summaryOf({ target: "x".repeat(200 - start.length) })).toHaveLength(200);
  const longName = `${"x".repeat(99)}…`;
  expect(summaryOf({}, long)).toBe(`${longName} by ada@acme.test`);
  const reason = "(over 100 people in one request)";
  expect(summaryOf({ target: "y" }, long, { ...USER, id: long }, { kind: "too many people" })).toBe(
    `${longName} by ${"x".repeat(59)}… ${reason}: y`,
  );
  const address = `${"x".repeat(300)}@acme.test`;
  expect(summaryOf({}, long, USER, { kind: "known", address })).toBe(
    `${longName} by ${"x".repeat(95)}…`,
  );
});

test("a name that shows as nothing leaves a question mark", () => {
  expect(summaryOf({}, "\u200b")).toBe("? by ada@acme.test");
});
