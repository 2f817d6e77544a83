import { asRegion, REGIONS } from "../../src/region";
import { type Environment, REGION, readVariable, type Takes, TOKEN } from "../environment";
import { fail } from "../failure";

/** What the command was asked to do. */
export type Options = ReturnType<typeof readOptions>;

const ID = /^[\w-]{1,64}$/;
/** What Slack (Actions) accepts (action-destinations: postToChannel/index.ts). */
const SLACK: Takes = [
  /^https:\/\/[a-zA-Z0-9.-]+\.slack\.com[/a-zA-Z0-9]+$/,
  "Slack's webhook, https://hooks.slack.com/…; Slack (Actions) takes only letters, digits and /",
];
const LOCAL_URL = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+$/;

/** What can be set in the environment. */
const VARIABLES = {
  TOKEN: [TOKEN, "a Public API token, without spaces, with Workspace Owner access"],
  WORKSPACE_TOKEN: [TOKEN, "a second Public API token, without spaces, for the function"],
  REGION,
  SLACK_WEBHOOK_URL: SLACK,
  ENDPOINT: [/^https:\/\/[!-~]+$/, "the endpoint of the function's source; a terminal asks for it"],
  FUNCTION_NAME: [/^[^\p{Cc}\p{Cs}]{1,200}$/u, 'a name in one line; "Audit events" by default'],
  FUNCTION_ID: [/^sfnc_\w{1,64}$/, "the function's id, sfnc_…, when several have the same name"],
  HTTP_SOURCE_ID: [ID, "an HTTP API source's id; by default, that of the slug audit-trail"],
  DESTINATION_ID: [ID, "a Slack (classic) destination's id, to add our template to"],
  API_URL: [LOCAL_URL, "http://127.0.0.1:<port>, a stand-in on this machine to try it with"],
} as const;

const TABLE = Object.entries(VARIABLES).map(([name, [, is]]) => `  ${name.padEnd(18)} ${is}`);

export const HELP = `Sets up the chain from the audit trail to Slack in your Segment workspace.

  npm run deploy             shows what would change, and changes nothing
  npm run deploy -- --yes    changes it
  npm run deploy -- --help   shows this

In the environment:
${TABLE.join("\n")}

Tokens are made at Settings → Workspace settings → Access Management → Tokens.
Delete that of TOKEN afterwards. Audit Forwarding is switched on by hand: the command says where.`;

/**
 * Reads the command's words and environment.
 * @throws Failure that names what is missing or wrong, and tells no value.
 */
export function readOptions(words: string[], environment: Environment) {
  // Any other word may be a token: it is not printed.
  const isKnown = words.every((word) => word === "--yes");
  if (!isKnown) fail("The command takes --yes and --help. A token goes into TOKEN.");
  const read = (name: keyof typeof VARIABLES) => readVariable(environment, name, VARIABLES[name]);
  const missing = `TOKEN is missing: ${VARIABLES.TOKEN[1]}. See npm run deploy -- --help`;
  const token = read("TOKEN") ?? fail(missing);
  const workspaceToken = read("WORKSPACE_TOKEN");
  if (workspaceToken === token) {
    fail("WORKSPACE_TOKEN and TOKEN are the same. Make a second one: TOKEN is to be deleted.");
  }
  const region = asRegion(read("REGION")) ?? "us";
  return {
    yes: words.includes("--yes"),
    token,
    region,
    apiUrl: read("API_URL") ?? REGIONS[region].api,
    workspaceToken,
    functionName: read("FUNCTION_NAME") ?? "Audit events",
    functionId: read("FUNCTION_ID"),
    httpSourceId: read("HTTP_SOURCE_ID"),
    endpoint: read("ENDPOINT"),
    slackUrl: read("SLACK_WEBHOOK_URL") ?? readVariable(environment, "WEBHOOK_URL", SLACK),
    destinationId: read("DESTINATION_ID"),
  };
}
