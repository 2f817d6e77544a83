// npm start: shows what comes of audit events.
import { clock } from "./shared/clock";
import { reportFailure } from "./shared/failure";
import { start } from "./start/command";
import { createTerminal } from "./start/terminal";

// Whoever reads the output may stop early, as `head` does.
process.stdout.on("error", () => process.exit());

const terminal = createTerminal(process.stdout, process.stderr);
reportFailure(start(process.argv.slice(2), process.env, { ...clock, ...terminal }));
