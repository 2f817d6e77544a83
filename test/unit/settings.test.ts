import { parseSettings } from "../../src/settings";
import { SETTINGS } from "../../tools/segment/audit-events";
import { errors } from "../../tools/segment/globals";

const DEFAULTS = {
  ...SETTINGS,
  region: "us",
  blockedEvents: [],
  sharedSecret: undefined,
};

test.each([undefined, null, "", " \n"])("an optional setting that is %j is unset", (blank) => {
  const settings = { ...SETTINGS, region: blank, blockedEvents: blank, sharedSecret: blank };
  expect(parseSettings(settings)).toEqual(DEFAULTS);
});

test("the optional settings can be absent, and a list empty or full of blanks", () => {
  expect(parseSettings(SETTINGS)).toEqual(DEFAULTS);
  expect(parseSettings({ ...SETTINGS, blockedEvents: [] })).toEqual(DEFAULTS);
  expect(parseSettings({ ...SETTINGS, blockedEvents: ["", null, " "] })).toEqual(DEFAULTS);
});

test("values are trimmed", () => {
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
  ["workspaceSlug", undefined, "the slug"],
  ["workspaceSlug", "  ", "the slug"],
  ["workspaceSlug", 7, "the slug"],
  ["workspaceToken", null, "a Public API token"],
  ["workspaceToken", "two\nlines", "a Public API token"],
  ["workspaceToken", "snow☃man", "a Public API token"],
  ["region", "uk", "us or eu"],
  ["region", ["eu"], "us or eu"],
  ["blockedEvents", "Permission Check", "a list of event names"],
  ["blockedEvents", [7], "a list of event names"],
  ["blockedEvents", {}, "a list of event names"],
  ["blockedEvents", ["Space Created", " * "], "not \\* alone"],
  ["sharedSecret", true, "Shared Secret"],
])("%s %j is refused with what it takes", (name, value, takes) => {
  const parse = () => parseSettings({ ...SETTINGS, [name]: value });
  expect(parse).toThrow(errors.ValidationError);
  expect(parse).toThrow(new RegExp(`^Setting ${name} .*${takes}`));
});

test("an error does not tell the wrong value", () => {
  expect(() => parseSettings({ ...SETTINGS, workspaceToken: "my secret" })).not.toThrow(
    /my|secret/,
  );
});

test.each([undefined, null, "text", []])("settings that are %j lack the required ones", (raw) => {
  expect(() => parseSettings(raw)).toThrow(/^Setting workspaceSlug is missing/);
});
