// npm start: replays audit events through dist/handler.js and shows what comes of them.
import { clock } from "./clock";
import { reportFailure } from "./failure";
import { start } from "./start/start";

const hasColors = process.stdout.isTTY && process.stdout.hasColors();

/** A title begins its line; all else is indented. */
function print(line: string): void {
  console.log(hasColors && /^\S/.test(line) ? `\x1b[1m${line}\x1b[22m` : line);
}

// Whoever reads the output may stop early, as `head` does.
process.stdout.on("error", () => process.exit());

reportFailure(start(process.argv.slice(2), process.env, { ...clock, print }));
