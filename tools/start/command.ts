import * as path from "node:path";
import { isBlocked, parseNames } from "../../src/settings";
import type { Environment } from "../shared/environment";
import { fail } from "../shared/failure";
import { toOneLine } from "../shared/safe-line";
import { openWorkspace, type World } from "./open-workspace";
import { lookUpPeople } from "./people";
import { EXPECTED, readEvents } from "./read-file";
import { DAYS, readTrail } from "./read-trail";
import { report, toJsonLine } from "./report";
import { runFunction, toAnswer } from "./run-function";
import { showSamples } from "./show-samples";

const HELP = `npm start                      shows what comes of sample events
npm start -- FILE              shows it for your own: JSON, JSON Lines, an answer of GET /audit-events
WORKSPACE_TOKEN=… npm start    shows it for your audit trail of the last ${DAYS} days, and changes nothing
npm start -s -- --json FILE    prints the messages as JSON Lines, for jq
With WORKSPACE_TOKEN, a FILE has real emails. BLOCKED_EVENTS="Permission Check,Audience Run*" tries a list.
REGION=eu is for a workspace in the EU, API_URL=http://127.0.0.1:<port> for a stand-in on this machine.`;

/** What is dropped from the trail at first: npm run deploy makes the setting so. */
const FIRST_BLOCKED = "Permission Check";

const MADE_UP = "Emails are made up: set WORKSPACE_TOKEN to ask the Public API.";

/**
 * Shows what dist/handler.js makes of a file, of the workspace's audit trail, or else of samples.
 * @throws Failure when the words, the environment, the file or the Public API do not allow it.
 */
export function start(words: string[], environment: Environment, world: World): Promise<void> {
  return show(words, environment, world).finally(() => world.showProgress(""));
}

async function show(words: string[], environment: Environment, world: World): Promise<void> {
  const { print, warn } = world;
  if (words.includes("--help")) return print(HELP);
  const isJson = words.includes("--json");
  const [file, ...more] = words.filter((word) => word !== "--json");
  if (more.length || file?.startsWith("-")) fail("The command takes one FILE, --json and --help.");
  const blockedEvents = parseNames(environment.BLOCKED_EVENTS ?? (file ? "" : FIRST_BLOCKED));
  if (blockedEvents.includes("*")) fail("BLOCKED_EVENTS is wrong: * alone would drop every event.");

  const workspace = await openWorkspace(environment, world);
  // npm runs in the project's folder, and says where it was called.
  const events = file
    ? readEvents(path.resolve(environment.INIT_CWD ?? "", file), warn)
    : workspace && (await readTrail(workspace, world));
  if (!events && isJson) fail("--json takes a FILE, or WORKSPACE_TOKEN.");
  if (!events) return showSamples(print);
  const directory = workspace
    ? await lookUpPeople(events, workspace, world)
    : (id: string) => toAnswer({ id, email: `${id}@acme.test` });
  const { messages, faults } = await runFunction(events, directory, workspace?.settings);

  const reasons = [...new Set(faults)].join(" ");
  if (faults.length) warn(toOneLine(`Events without a message: ${faults.length}. ${reasons}`));
  if (file && !messages.length) fail(`${toOneLine(file)} has no audit event. ${EXPECTED}`);
  warn(workspace ? `Emails come from ${workspace.title}.` : MADE_UP);
  if (!isJson) return report(messages, blockedEvents, print);
  for (const message of messages) {
    if (!isBlocked(message.event, blockedEvents)) print(toJsonLine(message));
  }
}
