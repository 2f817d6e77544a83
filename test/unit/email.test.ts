import { explainMissing, toEmail } from "../../src/email";

test.each([
  "ada@acme.test",
  "ada.lovelace+audit@acme.test",
  "internal-service@segment.com",
  "rené@acmé.test",
  "ada@localhost",
])("%s is an email", (address) => {
  expect(toEmail(address)).toBe(address);
  expect(toEmail(`\n ${address} `)).toBe(address);
});

test.each([
  ["", "n/a", "ada", "@acme.test", "ada@", "ada@acme@test", "ada l@acme.test", 7, null],
  ["owner:ada@acme.test", "arn:aws:sts::1:role/ada@acme.test", "token/ada@acme.test"],
  ["<ada@acme.test>", "ada@acme.test\nroot@acme.test", "https://ada@acme.test", ["ada@acme.test"]],
])("%j and the like are none", (...values) => {
  for (const value of values) expect(toEmail(value)).toBeUndefined();
});

test("a refusal is explained with its status", () => {
  expect(explainMissing({ kind: "token rejected", status: 401 })).toMatch(/rejected \(401\)$/);
  expect(explainMissing({ kind: "nobody" })).toBe("nobody named");
});
