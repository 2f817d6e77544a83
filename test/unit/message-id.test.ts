import { createHash } from "node:crypto";
import fc from "fast-check";
import { deriveMessageId } from "../../src/message-id";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("an id that fits stays readable", () => {
  expect(deriveMessageId("api-acme1", "{}")).toBe("audit:api-acme1");
  const longest = "x".repeat(94);
  expect(deriveMessageId(longest, "{}")).toBe(`audit:${longest}`);
});

test("an id that does not fit is hashed", () => {
  const tooLong = "x".repeat(95);
  expect(deriveMessageId(tooLong, "{}")).toBe(`audit-sha256:${sha256(tooLong)}`);
});

test("an event without an id is hashed as a whole", () => {
  expect(deriveMessageId(undefined, '{"event":"Audit"}')).toBe(
    `audit-sha256:${sha256('{"event":"Audit"}')}`,
  );
});

test("a hashed id never equals a readable one", () => {
  const long = "x".repeat(95);
  const hashed = deriveMessageId(long, "{}");
  expect(deriveMessageId(hashed.replace("audit-", ""), "{}")).not.toBe(hashed);
  expect(deriveMessageId(`sha256:${sha256(long)}`, "{}")).not.toBe(hashed);
});

test("two ids never give the same, nor one its own, nor one over 100 characters", () => {
  const id = fc.string({ unit: "grapheme", minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(id, id, (one, other) => {
      const derived = deriveMessageId(one, "{}");
      expect(derived).toBe(deriveMessageId(one, "{}"));
      expect(derived).not.toBe(one);
      expect(derived.length).toBeLessThanOrEqual(100);
      expect(derived === deriveMessageId(other, "{}")).toBe(one === other);
    }),
  );
});
