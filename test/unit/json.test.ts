import { asObject, asText, isObject, toJson } from "../../src/json";

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

test("asObject gives an empty object for what is none", () => {
  expect(asObject({ a: 1 })).toEqual({ a: 1 });
  expect(asObject(["a"])).toEqual({});
  expect(asObject(null)).toEqual({});
});

test("asText gives undefined for what is no text, or none at all", () => {
  expect(asText(" ")).toBe(" ");
  expect(asText("")).toBeUndefined();
  expect(asText(7)).toBeUndefined();
});

test("toJson gives undefined for what cannot be written", () => {
  expect(toJson({ a: [1] })).toBe('{"a":[1]}');
  expect(toJson(undefined)).toBeUndefined();
  expect(toJson(JSON.parse("[".repeat(100_000) + "]".repeat(100_000)))).toBeUndefined();
});
