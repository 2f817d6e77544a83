import { cut, toPlainText } from "../../src/plain-text";
import { SHOWN_DETAILS } from "../shown-details";

test.each(SHOWN_DETAILS)("%s: %j", (key, value, shown) => {
  expect(toPlainText(value, key)).toBe(shown);
});

test.each([[undefined], [null], [""], [" \n\u202e"]])("%j is nothing", (value) => {
  expect(toPlainText(value)).toBe("");
});

describe("what is long is cut before it is worked on", () => {
  test("a text", () => {
    expect(toPlainText("a".repeat(200))).toBe("a".repeat(200));
    expect(toPlainText("a".repeat(201))).toBe(`${"a".repeat(199)}\u2026`);
  });

  test("a credential that is cut stays hidden", () => {
    expect(toPlainText(`${"a ".repeat(95)}sgp_${"b".repeat(50)}`)).toBe(
      `${"a ".repeat(95)}[hidden]\u2026`,
    );
  });

  test("a nested value, and each text in it", () => {
    const text = toPlainText({ a: "b".repeat(500), token: "c" });
    expect(text).toBe(`{"a":"${"b".repeat(193)}\u2026`);
    expect(toPlainText(Array(100_000).fill(1))).toHaveLength(200);
  });

  test.each([
    ["lists", "[", "]"],
    ["objects", '{"a":', "}"],
  ])("%s of any depth, also as a text", (_, open, close) => {
    const json = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
    for (const value of [json, JSON.parse(json)]) {
      expect(toPlainText(value)).toBe(`${open.repeat(200).slice(0, 199)}\u2026`);
    }
  });
});

test("half an emoji is cut, too", () => {
  expect(cut("ab😀", 4)).toBe("ab😀");
  expect(cut("ab😀c", 4)).toBe("ab\u2026");
});
