import type * as api from "../public-api";

/** What the command reads from the world around it, and does to it. */
export interface Surroundings extends api.Surroundings {
  /** The text of dist/handler.js. */
  code: string;
  /** Saves a text to a new file. @returns the file's name. */
  save(file: string, text: string): string;
  /** Asks a person for a line, undefined when there is none. Left out where nobody can be asked. */
  ask?(question: string): Promise<string | undefined>;
}
