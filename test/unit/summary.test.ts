import { toSummary } from "../../src/summary";

function summaryOf(details: unknown, who: object = {}, event = "Audience Created") {
  const { userId = "ada7LovelaceX", ...properties } = { userId: undefined, ...who };
  return toSummary({
    event,
    userId,
    properties: { email: "ada@acme.test", details, ...properties },
  });
}

test.each([
  [{ name: "Order Completed", target: "Web shop" }, ": Order Completed in Web shop"],
  [{ name: "Web shop", target: "Web shop" }, ": Web shop"],
  [{ name: "Web shop ", target: "Web\nshop" }, ": Web shop"],
  [{ name: "", target: "Web shop" }, ": Web shop"],
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
  [{ name: "Order Completed", resource_type: "source" }, ": source"],
  [{}, ""],
  [undefined, ""],
  ["Web shop", ""],
])("of %j it says %j", (details, what) => {
  expect(summaryOf(details)).toBe(`Audience Created${what}, by ada@acme.test`);
});

test.each([
  [{ email: "ada@acme.test" }, "ada@acme.test"],
  [{ email: undefined, email_missing: "triggered by Segment itself" }, "Segment"],
  [
    { email: undefined, email_missing: "user not found", userId: "goneUser01" },
    "goneUser01 (user not found)",
  ],
  [
    { email: undefined, email_missing: "malformed user id", userId: "../".repeat(99) },
    `${"../".repeat(19)}../… (malformed user id)`.replace("../…", "..…"),
  ],
])("by whom: %j gives %j", (who, end) => {
  expect(summaryOf({ target: "Web shop" }, who)).toBe(`Audience Created: Web shop, by ${end}`);
});

test("it has 200 characters at most, and still says who", () => {
  const long = "x".repeat(300);
  expect(summaryOf({ target: long })).toBe(
    `Audience Created: ${"x".repeat(200 - 18 - 1 - 18)}…, by ada@acme.test`,
  );
  expect(summaryOf({ target: long }, {}, long)).toBe(`${"x".repeat(181)}…, by ada@acme.test`);
  expect(summaryOf({ target: long }, { email: long }, long)).toBe(
    `${"x".repeat(99)}…, by ${"x".repeat(94)}…`,
  );
});
