import { asObject, asText } from "./json";

/** The function's settings, checked, without white space around them. */
export interface Settings {
  workspaceSlug: string;
  /** A Public API token. It fits into a header. */
  workspaceToken: string;
  region: Region;
  /** Names of events to drop, or their beginnings, which end in `*`. */
  blockedEvents: string[];
  /** What a request must have in its header. Undefined lets every request in. */
  sharedSecret: string | undefined;
}

/** Where a workspace is kept. */
export type Region = "us" | "eu";

/**
 * Where the Public API answers (https://docs.segmentapis.com), and where the app is
 * (action-destinations: packages/cli/src/lib/server.ts).
 */
export const REGIONS: Record<Region, { api: string; app: string }> = {
  us: { api: "https://api.segmentapis.com", app: "https://app.segment.com" },
  eu: { api: "https://eu1.api.segmentapis.com", app: "https://eu1.app.segment.com" },
};

/** What each setting takes. The function editor shows it, too. */
export const SETTING_DESCRIPTIONS: Record<keyof Settings, string> = {
  workspaceSlug: "The slug in app.segment.com/<slug>. It is sent on as workspace_slug.",
  workspaceToken: "A Public API token for this function alone, to look up emails.",
  region: "Where the workspace is: us (the default) or eu.",
  blockedEvents: "Names of events to drop. Schema* drops all that start so; * alone is refused.",
  sharedSecret: "Requests must have it in the header X-Shared-Secret.",
};

/**
 * Checks the settings as the runtime passes them. Unset, null and blank mean the same.
 * @throws ValidationError that names the setting that is missing or wrong, and what it takes.
 */
export function parseSettings(raw: unknown): Settings {
  const values = asObject(raw);
  const workspaceSlug = read("workspaceSlug", values.workspaceSlug) ?? fail("workspaceSlug");
  const workspaceToken = read("workspaceToken", values.workspaceToken) ?? fail("workspaceToken");
  // A header takes no other characters.
  if (!/^[!-~]+$/.test(workspaceToken)) fail("workspaceToken");
  const region = read("region", values.region)?.toLowerCase() ?? "us";
  if (region !== "us" && region !== "eu") return fail("region");
  const entries = [values.blockedEvents ?? []].flat();
  const blockedEvents = entries.flatMap((entry) => parseNames(read("blockedEvents", entry)));
  // It would drop every event.
  if (blockedEvents.includes("*")) fail("blockedEvents");
  const sharedSecret = read("sharedSecret", values.sharedSecret);
  return { workspaceSlug, workspaceToken, region, blockedEvents, sharedSecret };
}

function read(name: keyof Settings, value: unknown): string | undefined {
  return typeof (value ?? "") === "string" ? asText(value) : fail(name);
}

function fail(name: keyof Settings): never {
  throw new ValidationError(`Setting ${name} is missing or wrong. ${SETTING_DESCRIPTIONS[name]}`);
}

/** The names in a text that has commas between them. */
export function parseNames(text = ""): string[] {
  return text.split(",").flatMap((name) => asText(name) ?? []);
}

/** Whether an entry is the name, or ends in `*` and the name begins with the rest of it. */
export function isBlocked(name: string, blockedEvents: string[]): boolean {
  return blockedEvents.some((entry) =>
    entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : name === entry,
  );
}
