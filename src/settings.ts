import { asObject } from "./json";
import { asRegion } from "./region";

/** The function's settings, checked, and without white space around them. */
export type Settings = ReturnType<typeof parseSettings>;

/** What most settings are. `sensitive` is "Encrypted" in the editor. */
const TEXT = { type: "STRING", required: false, sensitive: false } as const;

/** What the function editor asks for. */
export const SETTING_DEFINITIONS = {
  workspaceSlug: {
    ...TEXT,
    label: "Workspace slug",
    description: "The slug in app.segment.com/<slug>. It is sent on as workspace_slug.",
    required: true,
  },
  workspaceToken: {
    ...TEXT,
    label: "Workspace token",
    description: "A Public API token for this function alone, to look up emails.",
    required: true,
    sensitive: true,
  },
  region: {
    ...TEXT,
    label: "Region",
    description: "Where the workspace is: us (the default) or eu.",
  },
  blockedEvents: {
    ...TEXT,
    label: "Blocked events",
    description:
      "Names of events to drop. Schema* drops all that start with Schema; * alone is refused.",
    type: "ARRAY",
  },
  sharedSecret: {
    ...TEXT,
    label: "Shared secret",
    description: "Requests must have it in the header X-Shared-Secret.",
    sensitive: true,
  },
} as const;

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
  return {
    workspaceSlug,
    workspaceToken,
    region,
    blockedEvents,
    sharedSecret: read("sharedSecret"),
  };
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
