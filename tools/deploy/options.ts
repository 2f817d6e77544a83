import { parseArgs } from "node:util";
import { Failure } from "./failure";

/** What the command was asked to do. */
export interface Options {
  /** Where the Public API answers. */
  apiUrl: string;
  token: string;
  region: "us" | "eu";
  /** The function's own token. */
  workspaceToken: string | undefined;
  functionName: string;
  functionId: string | undefined;
  httpSourceId: string | undefined;
  endpoint: string | undefined;
  slackUrl: string | undefined;
  /** A Slack (classic) destination. */
  destinationId: string | undefined;
  /** Whether to carry the plan out. */
  yes: boolean;
}

export const HELP = `Sets up the audit trail in your Segment workspace, from the function to Slack.

  TOKEN=… npm run deploy              shows what would change, and changes nothing
  TOKEN=… npm run deploy -- --yes     changes it

Options
  --yes    carry the plan out
  --help   show this

Environment
  TOKEN              A Public API token with Workspace Owner access (Settings → Workspace settings
                     → Access Management → Tokens). The command works with it. Delete it afterwards.
  WORKSPACE_TOKEN    Another token, for the function itself: it looks up emails with it.
  REGION             us (the default) or eu.
  SLACK_WEBHOOK_URL  Slack's incoming webhook, to set up Slack (Actions).
  ENDPOINT           The endpoint of the function's source. In a terminal the command asks for it.
  FUNCTION_NAME      The function's name. "Audit events" by default.
  FUNCTION_ID        The function's id, sfnc_…, when several have that name.
  HTTP_SOURCE_ID     The HTTP API source. By default the one with the slug audit-trail.
  DESTINATION_ID     A Slack (classic) destination, to add our template to.
  API_URL            Another address of the Public API, on this machine alone, to try the command.

Audit Forwarding remains to be switched on by hand. The command says where.`;

/** What Slack (Actions) accepts (action-destinations: postToChannel/index.ts). */
const SLACK_URL = /^https:\/\/[a-zA-Z0-9.-]+\.slack\.com[/a-zA-Z0-9]+$/;

/** An id in Segment. */
const ID = /^[\w-]{1,64}$/;

/**
 * Reads the command's words and environment.
 * @returns "help" when that was asked for.
 * @throws Failure that names what is missing or wrong, and tells no value.
 */
export function readOptions(
  words: string[],
  environment: Record<string, string | undefined>,
): Options | "help" {
  const { yes, help } = parseWords(words);
  if (help) return "help";
  /** @throws Failure when the value does not fit the pattern. */
  const read = (name: string, pattern: RegExp, takes: string): string | undefined => {
    const value = environment[name]?.trim() || undefined;
    if (value && !pattern.test(value)) throw new Failure(`${name} is wrong. It takes ${takes}.`);
    return value;
  };
  const token = read("TOKEN", /^[!-~]+$/, "a token: no space, no odd character");
  if (!token) {
    throw new Failure(
      "TOKEN is missing. Set it to a Public API token (Settings → Workspace settings → Access " +
        "Management → Tokens). npm run deploy -- --help shows all there is to set.",
    );
  }
  const region = read("REGION", /^(us|eu)$/i, "us or eu")?.toLowerCase() === "eu" ? "eu" : "us";
  const host = `https://${region === "eu" ? "eu1." : ""}api.segmentapis.com`;
  const onThisMachine = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+$/;
  const slackUrl = "a webhook of Slack, https://hooks.slack.com/… without a query or a dash";
  return {
    apiUrl: read("API_URL", onThisMachine, "http://127.0.0.1:<port>") ?? host,
    token,
    region,
    workspaceToken: read("WORKSPACE_TOKEN", /^[!-~]+$/, "a token: no space, no odd character"),
    functionName:
      read("FUNCTION_NAME", /^[^\p{Cc}\p{Cs}]{1,200}$/u, "a name in one line") ?? "Audit events",
    functionId: read("FUNCTION_ID", /^sfnc_\w{1,64}$/, "the function's id, sfnc_…"),
    httpSourceId: read("HTTP_SOURCE_ID", ID, "a source's id"),
    endpoint: read("ENDPOINT", /^https:\/\/[!-~]+$/, "the address that Segment shows, https://…"),
    slackUrl:
      read("SLACK_WEBHOOK_URL", SLACK_URL, slackUrl) ?? read("WEBHOOK_URL", SLACK_URL, slackUrl),
    destinationId: read("DESTINATION_ID", ID, "a destination's id"),
    yes,
  };
}

function parseWords(words: string[]): { yes: boolean; help: boolean } {
  try {
    const options = { yes: { type: "boolean" }, help: { type: "boolean" } } as const;
    const { yes = false, help = false } = parseArgs({ args: words, options }).values;
    return { yes, help };
  } catch {
    // The word may be a token: it is not printed.
    throw new Failure("The command takes --yes and --help. A token goes into TOKEN.");
  }
}
