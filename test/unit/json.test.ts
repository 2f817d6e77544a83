import { asObject, asText, isObject } from "../../src/json";

test.each([
  [{ a: 1 }, true],
  [{}, true],
  [[], false],
  [null, false],
  ["{}", false],
  [undefined, false],
])("isObject(%j) is %s", (value, is) => {
  expect(isObject(value)).toBe(is);
  expect(asObject(value)).toEqual(is ? value : {});
});

test.each([
  [" a b\n", "a b"],
  ["  ", undefined],
  ["", undefined],
  [1, undefined],
  [null, undefined],
])("asText(%j) is %j", (value, text) => {
  expect(asText(value)).toBe(text);
});
