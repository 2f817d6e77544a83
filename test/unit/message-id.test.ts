import { createHash } from "node:crypto";
import fc from "fast-check";
import { deriveMessageId } from "../../src/message-id";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("an id that fits stays readable", () => {
  expect(deriveMessageId({ messageId: "api-acme1" })).toBe("audit:api-acme1");
  const longest = "x".repeat(94);
  expect(deriveMessageId({ messageId: longest })).toBe(`audit:${longest}`);
});

test("an id that does not fit is hashed", () => {
  const tooLong = "x".repeat(95);
  expect(deriveMessageId({ messageId: tooLong })).toBe(`audit-sha256:${sha256(`"${tooLong}"`)}`);
});

test.each([{}, { messageId: "" }, { messageId: 7 }, { messageId: null }])(
  "an event whose id is unusable, %j, is hashed as a whole",
  (event) => {
    const whole = { ...event, event: "Audit" };
    expect(deriveMessageId(whole)).toBe(`audit-sha256:${sha256(JSON.stringify(whole))}`);
  },
);

test("a hashed id never equals a readable one", () => {
  const long = "x".repeat(95);
  const hashed = deriveMessageId({ messageId: long });
  expect(deriveMessageId({ messageId: hashed?.replace("audit-", "") })).not.toBe(hashed);
  expect(deriveMessageId({ messageId: `sha256:${sha256(`"${long}"`)}` })).not.toBe(hashed);
});

test("an event without an id that is too deep to hash gets none", () => {
  const deep = JSON.parse(`{"context":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);
  expect(deriveMessageId(deep)).toBeUndefined();
});

test("two ids never give the same, nor one its own, nor one over 100 characters", () => {
  const id = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 120 }),
    // Lone surrogates: all the same to a hash of UTF-8.
    fc.constantFrom("\ud800", "\ud801").map((surrogate) => surrogate.repeat(95)),
  );
  fc.assert(
    fc.property(id, id, (one, other) => {
      const derived = deriveMessageId({ messageId: one });
      expect(derived).toBe(deriveMessageId({ messageId: one }));
      expect(derived).not.toBe(one);
      expect(derived?.length).toBeLessThanOrEqual(100);
      expect(derived === deriveMessageId({ messageId: other })).toBe(one === other);
    }),
  );
});
