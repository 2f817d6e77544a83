import { readFileSync } from "node:fs";
import * as path from "node:path";
import { categorize } from "../../src/category";
import { EVENTS } from "../../templates/by-kind/events";

/** The published names, by what their documentation and other products make of them. */
const NAMES: Record<string, string[]> = JSON.parse(
  readFileSync(path.join(__dirname, "category.json"), "utf8"),
);

/** The documentation sees a mere change. But who removes a filter may open a flow, or stop one. */
const BREAKING_TOO = [
  "Destination Filter Deleted",
  "Destination Filter Disabled",
  "Destination Filters Deleted",
  "Filter Deleted",
  // Access is often given by label.
  "Label Deleted",
];

test("every known name is in the table", () => {
  expect(Object.values(NAMES).flat().sort()).toEqual([...EVENTS].sort());
});

test.each(Object.entries(NAMES))("the names under %s are that", (category, names) => {
  const others = names.filter((name) => categorize(name) !== category);
  expect(others).toEqual(category === "change" ? BREAKING_TOO : []);
});

test("the exceptions are breaking", () => {
  expect(BREAKING_TOO.map(categorize)).toEqual(BREAKING_TOO.map(() => "breaking"));
});

test.each([
  ["Role Assigned", "security"],
  ["Permissions Updated", "security"],
  ["SSO Connection Created", "security"],
  ["Login From New Device", "security"],
  ["Insert Function Updated", "security"],
  ["access token revoked", "security"],
  ["Journey Deleted", "breaking"],
  ["Journey Sync Failed", "failure"],
  ["Journey Run Complete", "noise"],
  ["Journey Created", "change"],
  ["Completeness Rule Created", "change"],
  ["", "change"],
])("a new name, %j, is %s", (name, category) => {
  expect(categorize(name)).toBe(category);
});
