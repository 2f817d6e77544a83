import { asObject, asText, isObject, toId, toJson } from "../../src/json";

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

test("asObject gives an empty object for anything else", () => {
  expect(asObject({ a: 1 })).toEqual({ a: 1 });
  expect(asObject(["a"])).toEqual({});
  expect(asObject(null)).toEqual({});
});

test("asText gives undefined for anything else", () => {
  expect(asText(" ")).toBe(" ");
  expect(asText("")).toBeUndefined();
  expect(asText(7)).toBeUndefined();
});

test("toJson gives undefined for what cannot be written", () => {
  expect(toJson({ a: [1] })).toBe('{"a":[1]}');
  expect(toJson(undefined)).toBeUndefined();
  expect(toJson(JSON.parse("[".repeat(100_000) + "]".repeat(100_000)))).toBeUndefined();
});

test.each([
  ["ada", "ada"],
  [" ada ", "ada"],
  [12345, "12345"],
  [0, "0"],
  [2 ** 53 - 1, "9007199254740991"],
  [2 ** 53, undefined],
  [1.5, undefined],
  ["", undefined],
  [" \n", undefined],
  [true, undefined],
  [null, undefined],
  [["ada"], undefined],
])("the id %j is %j", (value, id) => {
  expect(toId(value)).toBe(id);
});

test("toJson can replace a value", () => {
  expect(toJson({ a: [1] }, (key, value) => (key === "a" ? "b" : value))).toBe('{"a":"b"}');
});
