import fc from "fast-check";
import { cut, toPlainText } from "../../src/plain-text";

test.each([
  ["Big spenders", "Big spenders"],
  ["source:debugger-view", "source:debugger-view"],
  ["spaces/default/audiences/aud_1", "spaces/default/audiences/aud_1"],
  ["Größe, R&D & 日本 ☃ 🎉", "Größe, R&D & 日本 ☃ 🎉"],
  ["1.5 of 2.000 at 2026-11-23T09:30:00.000Z.", "1.5 of 2.000 at 2026-11-23T09:30:00.000Z."],
  ["The end. Or .Net", "The end. Or .Net"],
  ["AT&T _x_ :tada:", "AT&T _x_ :tada:"],
  ["ada@acme.test", "ada@acme.test"],
  [0, "0"],
  [-1.5e300, "-1.5e+300"],
  [true, "true"],
  [false, "false"],
  [{ a: [1, "b"], c: null }, '{"a":[1,"b"],"c":null}'],
  [[], "[]"],
])("%j is shown as %j", (value, text) => {
  expect(toPlainText(value)).toBe(text);
});

test.each([undefined, null, "", " \n\t", "\u2800\u2800", "\u200b\u2060"])(
  "an empty value is an empty text",
  (value) => {
    expect(toPlainText(value)).toBe("");
  },
);

test.each([
  ["a line break", "Web shop\n*email:* ceo@acme.test", "Web shop ∗email:∗ ceo@acme․test"],
  ["a line break of another kind", "a\r\nb\u2028c\u2029d\u0085e\vf", "a b c d e f"],
  ["control characters", "a\0b\x1b[31mc\x7f", "a b [31mc"],
  ["white space", "  a \t  b\u00a0c  ", "a b c"],
  ["blank runs", "a\u2800\u2800\u2800b\u3000\u3164\u2003c", "a b c"],
  ["bidirectional marks", "\u202egnp.\u202c\u2066exe\u2069\u200f", "gnp․exe"],
  ["zero width", "Pay\u200bPal\ufeff \u2060x\u00ad\u034f\u3164\ufe0f\u{e0041}", "PayPal x"],
  ["half a character", "a\ud800b\udc00", "ab"],
  ["a ping", "<!channel> <@U1>", "‹!channel› ‹@U1›"],
  ["a labelled link", "<https://evil.test|Renew>", "‹https[:]//evil․test|Renew›"],
  [
    "bare links",
    "http://a.test ftp://b.test WWW.c.test",
    "http[:]//a․test ftp[:]//b․test WWW[.]c․test",
  ],
  ["a link in halves", "https:\u200b//a.test ww\u2060w.b.test", "https[:]//a․test www[.]b․test"],
  ["a bare domain", "renew at app-segment.com/login", "renew at app-segment․com/login"],
  ["an email of a name that is none", "+@evil.com", "+@evil․com"],
  ["an email with more", "by ceo@acme.test", "by ceo@acme․test"],
  ["what is struck through", "~/a ~/b", "∼/a ∼/b"],
  ["blanks of other names", "a\u{13441}\u{13442}b\u{16fe4} c\u{1d159}", "a b c"],
  ["a secret in plain words", "token:S1", "token:[hidden]"],
  ["secrets in a text", "?token=S postgres://u:S@db", "?token=[hidden] postgres[:]//u:[hidden]@db"],
  ["domains of other scripts", "пример.рф i❤.ws a.b.c x.1.co", "пример․рф i❤․ws a․b․c x.1․co"],
  ["dots of other kinds", "a．com b。com c｡com d․com", "a․com b․com c․com d․com"],
  ["a code block", "```x``` `y`", "'''x''' 'y'"],
  ["look-alikes", "𝐛𝐨𝐥𝐝 ＜!here＞ ＊x＊ ｀ ﹤a﹥", "bold ‹!here› ∗x∗ ' ‹a›"],
  ["a look-alike of an entity", "＆lt;!here＆gt;", "＆lt;!here＆gt;"],
  [
    "entities",
    "&lt;!here&gt; &#60;x &LT &NewLine; &amp;lt; &amplt; &AMPgt;",
    "＆lt;!here＆gt; ＆#60;x ＆LT ＆NewLine; ＆amp;lt; ＆amplt; ＆AMPgt;",
  ],
  ["an entity in halves", "&\u200blt;!channel&\u200bgt;", "＆lt;!channel＆gt;"],
  ["a value of JSON", { "a\n": "<!here>" }, '{"a\\n":"‹!here›"}'],
  [
    "secrets in JSON",
    { a: [{ apiKey: "k", b: 1, token: "" }] },
    '{"a":[{"apiKey":"[hidden]","b":1,"token":""}]}',
  ],
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

test("whatever comes in, one short line comes out in which nothing acts", () => {
  const hostile = fc.constantFrom(
    ...["<", "&", "lt;", ":", "//", "www", ".", "\u200b", "\n"],
    ...["*", " ", "`", "。", "com", "amp", "\u2800"],
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.array(hostile, { maxLength: 60 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(fc.oneof(text, fc.jsonValue()), (value) => {
      const shown = toPlainText(value);
      expect(shown.length).toBeLessThanOrEqual(200);
      if (/^[^@\s]+@[^@\s]+$/.test(shown)) return; // An email does nothing.
      expect(shown).not.toMatch(
        /[<>*~`\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u2800]|:\/\/|www\.|\S[.。]\p{L}|^\s|\s$|\s\s/iu,
      );
    }),
  );
});

test("an email over 200 characters is like any other text", () => {
  expect(toPlainText(`${"a".repeat(190)}@acme.test`)).toHaveLength(200);
  expect(toPlainText(`${"a.b".repeat(66)}@x.test`)).toBe(`${"a․b".repeat(66)}@…`);
});

test("a value is cut before it is worked on, and shows that it was", () => {
  expect(toPlainText(`${"\u200b".repeat(1_000)}x`)).toBe("…");
  expect(toPlainText(Array.from({ length: 1_000 }, () => 1))).toMatch(/^\[(1,){99}…$/);
  const deep = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
  expect(toPlainText(deep)).toMatch(/^\[{120}\]{79}…$/);
  expect(toPlainText({ a: Array.from({ length: 9_999 }, () => "\u200b") })).toMatch(/…$/);
});
