import { explainMissing, type MissingEmail, toEmail } from "../../src/email";

test.each([
  "ada@acme.test",
  "a@b",
  "Ada.L+x@ma-il.acme.test",
  "ünï@cödé.test",
  "a@b@c",
  "Ada Lovelace@acme.test",
])("%j is an email", (address) => {
  expect(toEmail(address)).toBe(address);
});

test.each([" ada@acme.test", "ada@acme.test\n", "\tada@acme.test\u00a0\ufeff"])(
  "of %j, the white space around it goes",
  (value) => {
    expect(toEmail(value)).toBe("ada@acme.test");
  },
);

test.each([
  ...["", " ", "ada", "n/a", "@acme.test", "ada@", "ada@ acme.test", "ada@acme test"],
  ...["a\nb@acme.test", "a\u2028b@c", "a\u0085b@c", "a@b\u0000c", "a@b\u0000"],
  ...[7, null, undefined, ["a@b"], { email: "a@b" }],
])("%j is not", (value) => {
  expect(toEmail(value)).toBeUndefined();
});

test("an email has 320 characters at most", () => {
  expect(toEmail(`${"x".repeat(318)}@x`)).toHaveLength(320);
  expect(toEmail(`${"x".repeat(319)}@x`)).toBeUndefined();
});

test.each<[MissingEmail, string]>([
  [{ kind: "segment" }, "triggered by Segment itself"],
  [{ kind: "nobody" }, "nobody named"],
  [{ kind: "other" }, "not a user"],
  [{ kind: "too many people" }, "over 100 people in one request"],
  [{ kind: "malformed id" }, "malformed user id"],
  [{ kind: "not found" }, "user not found"],
  [{ kind: "no email" }, "user has no email"],
  [{ kind: "token rejected", status: 401 }, "workspaceToken rejected (401)"],
  [{ kind: "request refused", status: 422 }, "request refused (422)"],
  [{ kind: "unavailable" }, "Public API unavailable"],
])("%j is said as %j", (missing, words) => {
  expect(explainMissing(missing)).toBe(words);
});
