// npm start: replays audit events through dist/handler.js and shows what comes of them.
import { Failure } from "./deploy/failure";
import { start } from "./start/start";

const hasColors = process.stdout.isTTY && process.stdout.hasColors();

start(process.argv.slice(2), process.env, {
  print: (line) => console.log(line),
  hasColors,
}).catch((error) => {
  // Anything but a Failure is a fault of ours, and its stack says where.
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = 1;
});
