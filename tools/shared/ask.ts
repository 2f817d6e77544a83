import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/**
 * Asks a person for a line. The question is seen also where the output goes into a file.
 * @returns the line without the white space around it; undefined where it is empty, or where the
 *   input ended (Ctrl+D).
 */
export async function ask(
  question: string,
  input: Readable = process.stdin,
  output: Writable = process.stderr,
): Promise<string | undefined> {
  output.write(question);
  const terminal = createInterface({ input });
  const { value } = await terminal[Symbol.asyncIterator]().next();
  terminal.close(); // The input would keep the command from ending.
  return value?.trim() || undefined;
}
