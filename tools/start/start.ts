import { type Environment, readVariable, SHARED } from "../environment";
import type { Surroundings } from "../public-api";
import { replayFile } from "./file";
import { showSamples } from "./samples";
import type { Display } from "./show";
import { showTrail } from "./trail";
import { openWorkspace } from "./workspace";

const HELP = `npm start                      shows what comes of sample events
npm start -- FILE              shows it for a file: an event, an array, JSON Lines, captured requests
WORKSPACE_TOKEN=… npm start    shows it for your audit trail of the last 7 days, and changes nothing
With it, BLOCKED_EVENTS="Permission Check,Audience Run*" tries a list, and a FILE has real emails.
REGION=eu is for a workspace in the EU, API_URL=http://127.0.0.1:<port> for a stand-in on this machine.`;

/**
 * Shows what dist/handler.js makes of a file, of the workspace's audit trail, or else of samples.
 * @throws Failure when the words, the environment, the file or the Public API do not allow it.
 */
export async function start(
  words: string[],
  environment: Environment,
  surroundings: Surroundings & Display,
): Promise<void> {
  if (words.includes("--help") || words.includes("-h")) return surroundings.print(HELP);
  const token = readVariable(environment, "WORKSPACE_TOKEN", SHARED.WORKSPACE_TOKEN);
  const workspace = token ? await openWorkspace(token, environment, surroundings) : undefined;
  if (words.length) await replayFile(words, workspace, surroundings.print);
  else if (workspace) await showTrail(workspace, environment.BLOCKED_EVENTS, surroundings);
  else await showSamples(surroundings.print);
}
