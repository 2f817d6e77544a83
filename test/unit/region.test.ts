import { asRegion } from "../../src/region";

test.each([
  [undefined, "us"],
  ["us", "us"],
  ["EU", "eu"],
  ["Us", "us"],
  ["eu1", undefined],
  ["constructor", undefined],
  ["", undefined],
])("%j is the region %j", (text, region) => {
  expect(asRegion(text)).toBe(region);
});
