import { asObject } from "./json";
import { asRegion } from "./region";

/** The function's settings, checked, and without white space around them. */
export type Settings = ReturnType<typeof parseSettings>;

/** What kind of setting it is. `sensitive` is "Encrypted" in the function editor. */
type Kind = { type: "STRING" | "ARRAY"; required: boolean; sensitive: boolean };

const TEXT: Kind = { type: "STRING", required: false, sensitive: false };

function define(label: string, description: string, kind: Partial<Kind> = {}) {
  return { label, description, ...TEXT, ...kind };
}

/** What the function editor asks for. */
export const SETTING_DEFINITIONS = {
  workspaceSlug: define(
    "Workspace slug",
    "The slug in app.segment.com/<slug>. It is sent on as workspace_slug.",
    { required: true },
  ),
  workspaceToken: define(
    "Workspace token",
    "A Public API token for this function alone, to look up emails.",
    { required: true, sensitive: true },
  ),
  region: define("Region", "Where the workspace is: us (the default) or eu."),
  blockedEvents: define(
    "Blocked events",
    "Names of events to drop. Schema* drops all that start with Schema; * alone is refused.",
    { type: "ARRAY" },
  ),
  sharedSecret: define("Shared secret", "Requests must have it in the header X-Shared-Secret.", {
    sensitive: true,
  }),
};

type SettingName = keyof typeof SETTING_DEFINITIONS;

/**
 * Checks the settings as the runtime passes them. Unset, null and blank mean the same.
 * @throws ValidationError that names the setting that is missing or wrong, and what it takes.
 */
export function parseSettings(raw: unknown) {
  const values = asObject(raw);
  const read = (name: SettingName) => trim(name, values[name]);
  const workspaceSlug = read("workspaceSlug") ?? fail("workspaceSlug");
  const workspaceToken = read("workspaceToken") ?? fail("workspaceToken");
  // What a header cannot carry.
  if (!/^[!-~]+$/.test(workspaceToken)) fail("workspaceToken");
  const region = asRegion(read("region")) ?? fail("region");
  const blockedEvents = readList("blockedEvents", values.blockedEvents);
  // It would drop everything.
  if (blockedEvents.includes("*")) fail("blockedEvents");
  const sharedSecret = read("sharedSecret");
  return { workspaceSlug, workspaceToken, region, blockedEvents, sharedSecret };
}

/** The text without white space around it, or undefined when that leaves nothing. */
function trim(name: SettingName, value: unknown): string | undefined {
  const text = value ?? "";
  return typeof text === "string" ? text.trim() || undefined : fail(name);
}

function readList(name: SettingName, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => trim(name, item) ?? []);
  return trim(name, value) ? fail(name) : [];
}

function fail(name: SettingName): never {
  const { description } = SETTING_DEFINITIONS[name];
  throw new ValidationError(`Setting ${name} is missing or wrong. ${description}`);
}
