import { REGIONS, type Region } from "../../src/settings";
import {
  adviseOnNetwork,
  type Environment,
  readVariable,
  SHARED,
  TOKEN,
} from "../shared/environment";
import { fail } from "../shared/failure";

/** What the command was asked to do. */
export type Options = ReturnType<typeof readOptions>;

/** An incoming webhook. Other addresses of Slack's post nothing that anybody sees. */
const SLACK = /^https:\/\/hooks\.slack\.com\/services\/T[A-Za-z0-9]+\/B[A-Za-z0-9]+\/[A-Za-z0-9]+$/;

/** What can be set in the environment. */
const VARIABLES = {
  TOKEN: [TOKEN, "a Public API token, without spaces, with Workspace Owner access"],
  ...SHARED,
  SLACK_WEBHOOK_URL: [SLACK, "an incoming webhook, https://hooks.slack.com/services/T…/B…/…"],
  ENDPOINT: [/^https:\/\/[!-~]+$/, "the endpoint of the function's source; a terminal asks for it"],
  FUNCTION_NAME: [/^[^\p{Cc}\p{Cs}]{1,200}$/u, 'a name in one line; "Audit events" by default'],
  FUNCTION_ID: [/^sfnc_\w{1,64}$/, "the function's id, sfnc_…, when several have the same name"],
  HTTP_SOURCE_ID: [/^\w{1,64}$/, "an HTTP API source's id; by default, that of audit-trail"],
} as const;

const TABLE = Object.entries(VARIABLES).map(([name, [, is]]) => `  ${name.padEnd(18)} ${is}`);

export const HELP = `Sets up the chain from the audit trail to Slack in your Segment workspace.

  npm run deploy             shows what is missing, and changes nothing
  npm run deploy -- --yes    makes it

In the environment:
${TABLE.join("\n")}

Tokens are made at Settings → Workspace Settings → Access Management → Tokens.
Delete that of TOKEN afterwards. The command ends with what is left to do by hand.`;

/**
 * Reads the command's words and environment.
 * @throws Failure that names what is missing or wrong, and tells no value.
 */
export function readOptions(words: string[], environment: Environment) {
  // Any other word may be a token: it is not printed.
  const isOther = (word: string) => word !== "--yes";
  if (words.some(isOther)) fail("The command takes --yes and --help. A token goes into TOKEN.");
  const read = (name: keyof typeof VARIABLES) => readVariable(environment, name, VARIABLES[name]);
  const token = read("TOKEN") ?? fail("TOKEN is missing. See npm run deploy -- --help");
  const workspaceToken = read("WORKSPACE_TOKEN");
  if (workspaceToken === token) fail("WORKSPACE_TOKEN is that of TOKEN. Make a second one.");
  const region: Region = read("REGION")?.toLowerCase() === "eu" ? "eu" : "us";
  return {
    yes: words.includes("--yes"),
    token,
    workspaceToken,
    region,
    apiUrl: read("API_URL") ?? REGIONS[region].api,
    slackUrl: read("SLACK_WEBHOOK_URL"),
    endpoint: read("ENDPOINT"),
    functionName: read("FUNCTION_NAME") ?? "Audit events",
    functionId: read("FUNCTION_ID"),
    httpSourceId: read("HTTP_SOURCE_ID"),
    networkAdvice: adviseOnNetwork(environment),
  };
}
