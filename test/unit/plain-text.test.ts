import fc from "fast-check";
import { cut, toPlainText } from "../../src/plain-text";

test.each([
  ["Big spenders", "Big spenders"],
  ["source:debugger-view", "source:debugger-view"],
  ["spaces/default/audiences/aud_1", "spaces/default/audiences/aud_1"],
  ["Größe, R&D & 日本 ☃ 🎉", "Größe, R&D & 日本 ☃ 🎉"],
  [0, "0"],
  [-1.5e300, "-1.5e+300"],
  [true, "true"],
  [false, "false"],
  [{ a: [1, "b"], c: null }, '{"a":[1,"b"],"c":null}'],
  [[], "[]"],
])("%j is shown as %j", (value, text) => {
  expect(toPlainText(value)).toBe(text);
});

test.each([
  undefined,
  null,
  "",
  " \n\t",
  "\u200b\u2060",
  JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`),
])("an empty value is an empty text", (value) => {
  expect(toPlainText(value)).toBe("");
});

test.each([
  ["a line break", "Web shop\n*email:* ceo@acme.test", "Web shop ∗email:∗ ceo@acme.test"],
  ["a line break of another kind", "a\r\nb\u2028c\u2029d\u0085e\vf", "a b c d e f"],
  ["control characters", "a\0b\x1b[31mc\x7f", "a b [31mc"],
  ["white space", "  a \t  b\u00a0c  ", "a b c"],
  ["bidirectional marks", "\u202egnp.\u202c\u2066exe\u2069\u200f", "gnp.exe"],
  ["zero width", "Pay\u200bPal\ufeff \u2060x\u00ad\u034f\u3164\ufe0f\u{e0041}", "PayPal x"],
  ["half a character", "a\ud800b\udc00", "ab"],
  ["a ping", "<!channel> <@U1>", "‹!channel› ‹@U1›"],
  ["a labelled link", "<https://evil.test|Renew>", "‹https[:]//evil.test|Renew›"],
  [
    "bare links",
    "http://a.test ftp://b.test WWW.c.test",
    "http[:]//a.test ftp[:]//b.test WWW[.]c.test",
  ],
  ["a link in halves", "https:\u200b//a.test ww\u2060w.b.test", "https[:]//a.test www[.]b.test"],
  [
    "entities",
    "&lt;!here&gt; &#60;x &LT &NewLine; &amp;lt;",
    "＆lt;!here＆gt; ＆#60;x ＆LT ＆NewLine; ＆amp;lt;",
  ],
  ["an entity in halves", "&\u200blt;!channel&\u200bgt;", "＆lt;!channel＆gt;"],
  ["a value of JSON", { "a\n": "<!here>" }, '{"a\\n":"‹!here›"}'],
])("%s can do nothing", (_, value, text) => {
  expect(toPlainText(value)).toBe(text);
});

test("a value over 200 characters is cut", () => {
  expect(toPlainText("x".repeat(200))).toBe("x".repeat(200));
  expect(toPlainText("x".repeat(201))).toBe(`${"x".repeat(199)}…`);
  expect(toPlainText(["x".repeat(300)])).toBe(`["${"x".repeat(197)}…`);
});

test("no character is cut in half", () => {
  expect(cut("ab🎉c", 4)).toBe("ab…");
  expect(cut("ab🎉c", 5)).toBe("ab🎉c");
});

test("whatever comes in, one short line comes out that has nothing more to replace", () => {
  const hostile = fc.constantFrom("<", "&", "lt;", ":", "//", "www", ".", "\u200b", "\n", "*", " ");
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.array(hostile, { maxLength: 60 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(fc.oneof(text, fc.jsonValue()), (value) => {
      const shown = toPlainText(value);
      expect(shown.length).toBeLessThanOrEqual(200);
      expect(shown).not.toMatch(/[<>*\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|:\/\/|www\.|^\s|\s$|\s\s/iu);
      expect(toPlainText(shown)).toBe(shown);
    }),
  );
});
