import { categorize } from "../../src/category";
import { EVENTS_BY_CATEGORY } from "../../templates/by-kind/events";

/** The documentation sees a mere change. But who removes a filter may open a flow, or stop one. */
const BREAKING_TOO = [
  "Destination Filter Deleted",
  "Destination Filter Disabled",
  "Destination Filters Deleted",
  "Filter Deleted",
  // Access is often given by label.
  "Label Deleted",
];

// The categories are what the names' documentation and other products make of them.
test.each(Object.entries(EVENTS_BY_CATEGORY))("the names under %s are that", (category, names) => {
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
