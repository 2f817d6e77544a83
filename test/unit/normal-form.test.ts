import { toNormalForm, toOneLine } from "../../src/normal-form";

test.each([
  ["plain text: 1", "plain text: 1"],
  ["𝐛𝐨𝐥𝐝 ＜x＞ ｔｏｋｅｎ", "bold <x> token"],
  ["e\u0301", "é"],
  ["to\u200bken\ufeff\u{e0041}", "token"],
  ["a\ud800b", "ab"],
  ["a\nb", "a\nb"],
])("%j has the form %j", (text, form) => {
  expect(toNormalForm(text)).toBe(form);
});

test("240 characters are read, also of letters that become many", () => {
  expect(toNormalForm("é".repeat(240))).toBe("é".repeat(240));
  expect(toNormalForm("é".repeat(241))).toBe(`${"é".repeat(240)}…`);
  expect(toNormalForm("\ufdfa".repeat(30))).toHaveLength(241);
});

test.each([
  ["a\n  out  b\x1b[31mc\u202ed", "a out b [31mcd"],
  [" a\u2028\u2800\u{13441}b\u{13442}\u{16fe4}c\u{1d159}", "a b c"],
  ["https://a.test <b> *c*", "https://a.test <b> *c*"],
])("%j is the line %j", (text, line) => {
  expect(toOneLine(text)).toBe(line);
});
