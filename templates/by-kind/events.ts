import { readFileSync } from "node:fs";
import * as path from "node:path";

/** The published names of audit events. New ones appear without notice. */
export const EVENTS: string[] = JSON.parse(
  readFileSync(path.join(__dirname, "events.json"), "utf8"),
);
