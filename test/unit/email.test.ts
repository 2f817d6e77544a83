import { asEmailAddress, explainMissing, type MissingEmail } from "../../src/email";

test.each(["ada@acme.test", "a@b", "Ada.L+x@ma-il.acme.test", "ünï@cödé.test"])(
  "%j is an email",
  (address) => {
    expect(asEmailAddress(address)).toBe(address);
  },
);

test.each(["", "ada", "@acme.test", "ada@", "a@b@c", "ada @acme.test", "a@b\n", 7, null, ["a@b"]])(
  "%j is not",
  (value) => {
    expect(asEmailAddress(value)).toBeUndefined();
  },
);

test("an email has 320 characters at most", () => {
  expect(asEmailAddress(`${"x".repeat(318)}@x`)).toHaveLength(320);
  expect(asEmailAddress(`${"x".repeat(319)}@x`)).toBeUndefined();
});

test.each<[MissingEmail, string]>([
  [{ kind: "segment" }, "triggered by Segment itself"],
  [{ kind: "nobody" }, "nobody named"],
  [{ kind: "other" }, "not a user"],
  [{ kind: "too many people" }, "over 100 people in one request"],
  [{ kind: "malformed id" }, "malformed user id"],
  [{ kind: "not found" }, "user not found"],
  [{ kind: "token rejected", status: 401 }, "workspaceToken rejected (401)"],
  [{ kind: "request refused", status: 422 }, "request refused (422)"],
  [{ kind: "unavailable" }, "Public API unavailable"],
])("%j is said as %j", (missing, words) => {
  expect(explainMissing(missing)).toBe(words);
});
