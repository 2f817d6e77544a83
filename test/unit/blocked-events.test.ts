import { isBlocked } from "../../src/blocked-events";

test.each([
  ["Schema Event Allowed", ["Schema*"], true],
  ["Schema", ["Schema*"], true],
  ["Space Created", ["Schema*"], false],
  ["New Schema", ["Schema*"], false],
  ["schema Event Allowed", ["Schema*"], false],
  ["Space Created", ["Schema*", "Space Created"], true],
  ["Space Created Twice", ["Space Created"], false],
  ["Space", ["Space Created"], false],
  ["Schema.Event", ["Schema?Event", "Schema.*"], true],
  ["SchemaXEvent", ["Schema?Event", "Schema.*", "S*a"], false],
  ["Space Created", [], false],
])("%j is dropped by %j: %j", (name, blockedEvents, expected) => {
  expect(isBlocked(name, blockedEvents)).toBe(expected);
});
