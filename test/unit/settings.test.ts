import { isBlocked, parseNames, parseSettings, SETTING_DESCRIPTIONS } from "../../src/settings";
import { errors } from "../../tools/segment/runtime";

const GIVEN = { workspaceSlug: "acme", workspaceToken: "sgp_acme_token_1" };
const PARSED = { ...GIVEN, region: "us", blockedEvents: [], sharedSecret: undefined };

test.each<[string, object, object]>([
  ["the two required ones", {}, {}],
  ["blank ones", { region: " ", blockedEvents: null, sharedSecret: "" }, {}],
  [
    "white space around them",
    { workspaceSlug: " acme\n", sharedSecret: " abc " },
    { sharedSecret: "abc" },
  ],
  ["a region in any case", { region: "EU" }, { region: "eu" }],
  ["names to drop", { blockedEvents: [" A ", "", null, "B*"] }, { blockedEvents: ["A", "B*"] }],
  ["names with commas", { blockedEvents: ["A, B*,", "C"] }, { blockedEvents: ["A", "B*", "C"] }],
  ["names as one text", { blockedEvents: "A,B*" }, { blockedEvents: ["A", "B*"] }],
])("%s", (_, given, expected) => {
  expect(parseSettings({ ...GIVEN, ...given })).toEqual({ ...PARSED, ...expected });
});

test.each<[keyof typeof SETTING_DESCRIPTIONS, unknown]>([
  ["workspaceSlug", undefined],
  ["workspaceSlug", 7],
  ["workspaceToken", " "],
  ["workspaceToken", "two words"],
  ["workspaceToken", "t\u00f6ken"],
  ["region", "us-west"],
  ["region", ["us"]],
  ["blockedEvents", ["*"]],
  ["blockedEvents", ["A, *"]],
  ["blockedEvents", { A: true }],
  ["blockedEvents", [["A"]]],
  ["sharedSecret", 7],
])("%s: %j is refused, with what it takes, and not told", (name, value) => {
  const parse = () => parseSettings({ ...GIVEN, [name]: value });
  expect(parse).toThrow(errors.ValidationError);
  expect(parse).toThrow(`${name} is missing or wrong. ${SETTING_DESCRIPTIONS[name]}`);
});

test.each([[undefined], [null], ["x"], [[]]])("%j are no settings", (raw) => {
  expect(() => parseSettings(raw)).toThrow(errors.ValidationError);
});

test.each([
  ["Schema Event Blocked", ["Schema*"], true],
  ["Schema Event Blocked", ["A", "Schema Event Blocked"], true],
  ["Schema Event Blocked", ["Schema"], false],
  ["Schema Event Blocked", ["schema*"], false],
  ["Source Created", ["Schema*"], false],
  ["A*B", ["A*B"], true],
  ["Source Created", [], false],
])("%s with %j: %s", (name, blockedEvents, is) => {
  expect(isBlocked(name, blockedEvents)).toBe(is);
});

test("a text may name nothing", () => {
  expect(parseNames()).toEqual([]);
  expect(parseNames(" , ")).toEqual([]);
});
