// npm start: shows what comes of audit events.
import { clock } from "./clock";
import { reportFailure } from "./failure";
import { start } from "./start/start";

// Whoever reads the output may stop early, as `head` does.
process.stdout.on("error", () => process.exit());

/** Shows how far it is, in a terminal alone. An empty text takes it away again. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

const print = (line: string) => console.log(line);
reportFailure(start(process.argv.slice(2), process.env, { ...clock, print, showProgress }));
