import { fits } from "../../src/message-size";

/** An object whose JSON has so many bytes. */
const ofBytes = (bytes: number, character = "x") => {
  const empty = JSON.stringify({ text: "" }).length;
  const each = Buffer.byteLength(JSON.stringify(character)) - 2;
  const count = Math.floor((bytes - empty) / each);
  return { text: character.repeat(count) + "x".repeat(bytes - empty - count * each) };
};

test.each(["x", "é", "日", "🎉", '"', "\n", "\0"])(
  "32,000 bytes of %j fit, and no more",
  (text) => {
    expect(Buffer.byteLength(JSON.stringify(ofBytes(32_000, text)))).toBe(32_000);
    expect(fits(ofBytes(32_000, text))).toBe(true);
    expect(fits(ofBytes(32_001, text))).toBe(false);
  },
);

test("what is around the texts counts too", () => {
  const entry = (index: number) => [`k${index}`, index % 2 ? -2.2250738585072014e-308 : null];
  const wide = Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => entry(index)));
  const bytes = JSON.stringify(wide).length;
  expect(bytes).toBeGreaterThan(32_000);
  expect(fits(wide)).toBe(false);
  expect(fits({ list: Array(8_000).fill("ab") })).toBe(false);
  expect(fits({ list: ["ab"], none: null, deep: { deep: { deep: {} } } })).toBe(true);
});

test("no depth is too deep, neither for a message that fits nor for one that does not", () => {
  let deep: object = { text: "x" };
  for (let level = 0; level < 1_000; level += 1) deep = { a: deep };
  expect(fits(deep)).toBe(true);
  expect(fits({ deep, ...ofBytes(32_000) })).toBe(false);
  const tooDeep = `${'{"a":'.repeat(100_000)}0${"}".repeat(100_000)}`;
  expect(fits(JSON.parse(tooDeep))).toBe(true);
});
