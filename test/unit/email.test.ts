import { asEmailAddress } from "../../src/email";

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
