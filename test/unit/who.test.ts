import type { Actor } from "../../src/actor";
import type { Email } from "../../src/email";
import { describeActor } from "../../src/who";

const user = (id: string): Actor => ({ kind: "user", id, email: undefined });
const known = (address: string): Email => ({ kind: "known", address });

test.each<[Actor, Email, string]>([
  [user("ada"), known("ada@acme.test"), "ada@acme.test"],
  [{ kind: "segment", id: "__system__" }, known("ada@acme.test"), "ada@acme.test"],
  [user("goneUser01"), { kind: "not found" }, "goneUser01 (user not found)"],
  [user("<x>"), { kind: "malformed id" }, "‹x› (malformed user id)"],
  [{ kind: "other", id: "token/tok_1A2b3C" }, { kind: "other" }, "token/tok_1A2b3C"],
  [user("\u200b"), { kind: "malformed id" }, "? (malformed user id)"],
  [{ kind: "segment", id: "__system__" }, { kind: "segment" }, "Segment"],
  [{ kind: "nobody", id: undefined }, { kind: "nobody" }, "nobody named"],
])("%j with %j is %j", (actor, email, who) => {
  expect(describeActor(actor, email)).toBe(who);
});

test("a long id is cut at 60 characters, so that the reason fits", () => {
  const long = "x".repeat(300);
  const cutId = `${"x".repeat(59)}…`;
  expect(describeActor(user(long), { kind: "malformed id" })).toBe(`${cutId} (malformed user id)`);
  expect(describeActor({ kind: "other", id: long }, { kind: "other" })).toBe(cutId);
});

test.each(["ada@acme.test", "a.b_c%d+e'f-g@x-1.acme.test", "ünï@cödé.test"])(
  "the email %j stays as it is",
  (address) => {
    expect(describeActor(user("ada"), known(address))).toBe(address);
  },
);

test.each([
  ["<!here>@acme.test", "‹!here›@acme․test"],
  ["*a*@acme.test", "∗a∗@acme․test"],
  ["evil.test/x@acme.test", "evil․test/x@acme․test"],
  ["www.evil.test@acme.test", "www[.]evil․test@acme․test"],
  ["%www.evil.test@x", "%www[.]evil․test@x"],
  ["a\u200b@acme.test", "a@acme․test"],
  ["a\u3164@acme.test", "a@acme․test"],
  ["a`b`@acme.test", "a'b'@acme․test"],
])("the email %j, which could act, shows as %j", (address, shown) => {
  expect(describeActor(user("ada"), known(address))).toBe(shown);
});
