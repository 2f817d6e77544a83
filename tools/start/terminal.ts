import { cut } from "../../src/plain-text";

/** Where the command shows something. */
export interface Display {
  /** What was asked for. */
  print(text: string): void;
  /** What to know beside it. */
  warn(text: string): void;
  /** How far the command is. An empty text takes it away again. */
  showProgress(text: string): void;
}

/** A stream to write to, such as `process.stdout`. */
type Output = Pick<NodeJS.WriteStream, "write" | "isTTY">;

/** How long the line with the progress may be: a second line would stay. */
const MAX_PROGRESS_LENGTH = 79;

/** Warnings and progress go to `errors`: progress in a line of its own, in a terminal alone. */
export function createTerminal(output: Output, errors: Output): Display {
  function showProgress(text: string): void {
    if (errors.isTTY) errors.write(`\r\x1b[K${cut(text, MAX_PROGRESS_LENGTH)}`);
  }
  const createPrint = (stream: Output) => (text: string) => {
    showProgress("");
    stream.write(`${text}\n`);
  };
  return { print: createPrint(output), warn: createPrint(errors), showProgress };
}
