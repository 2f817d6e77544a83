import type { PublicApi } from "./public-api";

/** A request that changes something. */
export interface Step {
  method: "POST" | "PATCH";
  path: string;
  body?: object;
  /** What changes, a line each, in words that tell no secret. */
  changes: string[];
  /** Comes before the request. What it returns is printed. */
  prepare?(): string;
  /** For a step that makes something new: whether it is there by now. */
  isThere?(): Promise<boolean>;
}

/** What has to change for one part of the workspace, and what to know about it. */
export interface Plan {
  steps: Step[];
  notes: string[];
}

/** What a part of the plan is made with. */
export interface Planning {
  api: PublicApi;
  /** Saves a text to a new file. @returns the file's name. */
  save(name: string, text: string): string;
}
