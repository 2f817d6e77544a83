import { parseSettings, SETTING_DEFINITIONS } from "../../src/settings";
import { SETTINGS } from "../../tools/segment/audit-events";
import { errors } from "../../tools/segment/globals";

const DEFAULTS = {
  ...SETTINGS,
  region: "us",
  blockedEvents: [],
  sharedSecret: undefined,
};

test("the editor is asked for these, and keeps the two secrets encrypted", () => {
  const definitions = Object.entries(SETTING_DEFINITIONS);
  expect(
    definitions.map(([name, { type, required, sensitive }]) => [name, type, required, sensitive]),
  ).toEqual([
    ["workspaceSlug", "STRING", true, false],
    ["workspaceToken", "STRING", true, true],
    ["region", "STRING", false, false],
    ["blockedEvents", "ARRAY", false, false],
    ["sharedSecret", "STRING", false, true],
  ]);
});

test.each(Object.entries(SETTING_DEFINITIONS))(
  "the editor makes the name %s of the label",
  (name, { label }) => {
    // As documented: `API Key` becomes `apiKey`.
    const [first = "", ...rest] = label.toLowerCase().split(" ");
    const capitalized = rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    expect([first, ...capitalized].join("")).toBe(name);
  },
);

test.each([undefined, null, "", " \n"])("an optional setting that is %j is unset", (blank) => {
  const settings = { ...SETTINGS, region: blank, blockedEvents: blank, sharedSecret: blank };
  expect(parseSettings(settings)).toEqual(DEFAULTS);
});

test("the optional settings can be absent, and a list empty or full of blanks", () => {
  expect(parseSettings(SETTINGS)).toEqual(DEFAULTS);
  expect(parseSettings({ ...SETTINGS, blockedEvents: [] })).toEqual(DEFAULTS);
  expect(parseSettings({ ...SETTINGS, blockedEvents: ["", null, " "] })).toEqual(DEFAULTS);
});

test("values are trimmed, but for the shared secret", () => {
  const settings = {
    workspaceSlug: " acme ",
    workspaceToken: "\tsgp_1\n",
    region: " EU ",
    blockedEvents: [" Permission Check ", "Space Created"],
    sharedSecret: " s3 cret ",
  };
  expect(parseSettings(settings)).toEqual({
    workspaceSlug: "acme",
    workspaceToken: "sgp_1",
    region: "eu",
    blockedEvents: ["Permission Check", "Space Created"],
    sharedSecret: "s3 cret",
  });
});

test.each([
  ["workspaceSlug", undefined],
  ["workspaceSlug", "  "],
  ["workspaceSlug", 7],
  ["workspaceToken", null],
  ["workspaceToken", "my token"],
  ["workspaceToken", "two\nlines"],
  ["workspaceToken", "snow☃man"],
  ["region", "uk"],
  ["region", "constructor"],
  ["region", ["eu"]],
  ["blockedEvents", "Permission Check"],
  ["blockedEvents", [7]],
  ["blockedEvents", {}],
  ["blockedEvents", ["Space Created", " * "]],
  ["sharedSecret", true],
] as const)("%s %j is refused with what it takes, and without the value", (name, value) => {
  const parse = () => parseSettings({ ...SETTINGS, [name]: value });
  expect(parse).toThrow(errors.ValidationError);
  const { description } = SETTING_DEFINITIONS[name];
  expect(parse).toThrow(new Error(`Setting ${name} is missing or wrong. ${description}`));
});

test.each([undefined, null, "text", []])("settings that are %j lack the required ones", (raw) => {
  expect(() => parseSettings(raw)).toThrow(/^Setting workspaceSlug is missing/);
});
