import { isObject, toJson, toObject, toText } from "../../src/json";

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  [undefined, false],
  ["{}", false],
])("isObject(%j) is %s", (value, expected) => {
  expect(isObject(value)).toBe(expected);
});

test("toObject gives an empty object for what is none", () => {
  expect(toObject({ a: 1 })).toEqual({ a: 1 });
  expect(toObject(["a"])).toEqual({});
  expect(toObject(null)).toEqual({});
});

test("toText gives undefined for what is no text, or none at all", () => {
  expect(toText(" ")).toBe(" ");
  expect(toText("")).toBeUndefined();
  expect(toText(7)).toBeUndefined();
});

test("toJson gives undefined for what cannot be written", () => {
  expect(toJson({ a: [1] })).toBe('{"a":[1]}');
  expect(toJson(undefined)).toBeUndefined();
  expect(toJson(JSON.parse("[".repeat(100_000) + "]".repeat(100_000)))).toBeUndefined();
});
