import { readFileSync } from "node:fs";
import * as path from "node:path";
import { categorize } from "../../src/category";

/** The published names, by the category that their documentation makes of them. */
const NAMES: Record<string, string[]> = JSON.parse(
  readFileSync(path.join(__dirname, "../event-names.json"), "utf8"),
);

test.each(Object.entries(NAMES))("the published names under %s are that", (category, names) => {
  expect(names.filter((name) => categorize(name) !== category)).toEqual([]);
});

test.each([
  ["Login Failed", "security"],
  ["API Key Created", "security"],
  ["MFA Enforced", "security"],
  ["SCIM Enabled", "security"],
  ["Session Revoked", "security"],
  ["IP Allowlist Updated", "security"],
  ["Workspace Owner Changed", "security"],
  ["Role Assigned", "security"],
  ["SSO Connection Created", "security"],
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
