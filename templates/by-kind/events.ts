import { readFileSync } from "node:fs";
import * as path from "node:path";

/** The published names of audit events, by category. New ones appear without notice. */
export const EVENTS_BY_CATEGORY: Record<string, string[]> = JSON.parse(
  readFileSync(path.join(__dirname, "events.json"), "utf8"),
);

/** All of these names. */
export const EVENTS = Object.values(EVENTS_BY_CATEGORY).flat().sort();
