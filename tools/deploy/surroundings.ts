/** What the command reads from the world around it, and does to it. */
export interface Surroundings {
  /** The text of dist/handler.js. */
  code: string;
  print(line: string): void;
  wait(ms: number): Promise<void>;
  /** Ends a request that takes longer. */
  createTimeout(ms: number): AbortSignal;
  /** Saves a text to a new file. @returns the file's name. */
  save(file: string, text: string): string;
  /** Asks a person for a line, undefined when there is none. Left out where nobody can be asked. */
  ask?(question: string): Promise<string | undefined>;
}
