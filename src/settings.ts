import { asObject } from "./json";

/** The function's settings, trimmed and checked. */
export interface Settings {
  workspaceSlug: string;
  workspaceToken: string;
  region: "us" | "eu";
  blockedEvents: string[];
  sharedSecret: string | undefined;
}

/** What each setting takes, in the words that an error shows. */
const TAKES = {
  workspaceSlug: "the slug in app.segment.com/<slug>",
  workspaceToken: "a Public API token",
  region: "us or eu",
  blockedEvents: "a list of event names or starts such as Schema*, not * alone",
  sharedSecret: "the Webhooks Shared Secret",
};

type SettingName = keyof typeof TAKES;

/** A setting as the function editor and the Public API know it (SDK: FunctionSettingV1). */
export interface SettingDefinition {
  label: string;
  description: string;
  type: "STRING" | "ARRAY" | "BOOLEAN" | "TEXT_MAP";
  required: boolean;
  /** "Encrypted" in the editor. */
  sensitive: boolean;
}

/** What to enter in the editor. `npm run deploy` does, and the README and the banner say the same. */
export const SETTING_DEFINITIONS: Record<SettingName, SettingDefinition> = {
  workspaceSlug: {
    label: "Workspace slug",
    description: "The slug in app.segment.com/<slug>. It is sent on as workspace_slug.",
    type: "STRING",
    required: true,
    sensitive: false,
  },
  workspaceToken: {
    label: "Workspace token",
    description: "A Public API token of its own, for looking up emails.",
    type: "STRING",
    required: true,
    sensitive: true,
  },
  region: {
    label: "Region",
    description: "Where the workspace is: us (the default) or eu.",
    type: "STRING",
    required: false,
    sensitive: false,
  },
  blockedEvents: {
    label: "Blocked events",
    description: "Names of events to drop. An entry such as Schema* drops all that start so.",
    type: "ARRAY",
    required: false,
    sensitive: false,
  },
  sharedSecret: {
    label: "Shared secret",
    description: "The Webhooks destination's Shared Secret. Requests without its signature fail.",
    type: "STRING",
    required: false,
    sensitive: true,
  },
};

/**
 * Checks the settings as the runtime passes them. Unset, null and blank mean the same.
 * @throws ValidationError naming the setting that is missing or wrong, and what it takes.
 */
export function parseSettings(raw: unknown): Settings {
  const values = asObject(raw);
  const read = (name: SettingName) => trim(name, values[name]);
  const workspaceSlug = read("workspaceSlug") ?? fail("workspaceSlug");
  const workspaceToken = read("workspaceToken") ?? fail("workspaceToken");
  if (!/^[!-~]+$/.test(workspaceToken)) fail("workspaceToken"); // No header could carry it.
  const region = (read("region") ?? "us").toLowerCase();
  if (region !== "us" && region !== "eu") fail("region");
  const blockedEvents = trimAll("blockedEvents", values.blockedEvents);
  if (blockedEvents.includes("*")) fail("blockedEvents"); // It would drop everything.
  return {
    workspaceSlug,
    workspaceToken,
    region,
    blockedEvents,
    sharedSecret: read("sharedSecret"),
  };
}

/** The text without the white space around it, or undefined when that leaves nothing. */
function trim(name: SettingName, value: unknown): string | undefined {
  const text = value ?? "";
  return typeof text === "string" ? text.trim() || undefined : fail(name);
}

function trimAll(name: SettingName, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => trim(name, item) ?? []);
  return trim(name, value) ? fail(name) : [];
}

function fail(name: SettingName): never {
  throw new ValidationError(`Setting ${name} is missing or wrong. It takes ${TAKES[name]}.`);
}
