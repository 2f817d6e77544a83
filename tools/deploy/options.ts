import { parseArgs } from "node:util";
import { Failure } from "./failure";

/** What the command was asked to do. */
export interface Options {
  /** Where the Public API answers. */
  apiUrl: string;
  token: string;
  functionName: string;
  functionId: string | undefined;
  destinationId: string | undefined;
  webhookUrl: string | undefined;
  /** Whether to carry the plan out. */
  yes: boolean;
}

export const HELP = `Creates or upgrades the function in your Segment workspace, and sets Slack up.

  TOKEN=… npm run deploy              shows what would change, and changes nothing
  TOKEN=… npm run deploy -- --yes     changes it

Options
  --yes    carry the plan out
  --help   show this

Environment
  TOKEN            A Public API token (Settings → Workspace settings → Access Management →
                   Tokens). This command reads and changes functions and destinations with it.
                   Give the function itself another one.
  REGION           us (the default) or eu.
  FUNCTION_NAME    The function's display name. "Audit events" by default.
  FUNCTION_ID      The function's id, when several have that name.
  DESTINATION_ID   A Slack or Slack (Actions) destination to set up, too. Without it the command
                   lists those that there are.
  WEBHOOK_URL      Slack's incoming webhook, for a new mapping of Slack (Actions).
  API_URL          Another address of the Public API, on this machine alone, to try the command.

By hand remain: connecting a source to the function, the settings' values, and Audit Forwarding.
The README has them step by step.`;

const HOSTS: Record<string, string> = {
  us: "https://api.segmentapis.com",
  eu: "https://eu1.api.segmentapis.com",
};

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
  const read = (name: string) => environment[name]?.trim() || undefined;

  const token = read("TOKEN");
  if (!token) {
    throw new Failure(
      "TOKEN is missing. Set it to a Public API token (Settings → Workspace settings → Access " +
        "Management → Tokens). npm run deploy -- --help shows all there is to set.",
    );
  }
  if (!/^[!-~]+$/.test(token)) throw new Failure("TOKEN has a space or another odd character.");
  const host = HOSTS[(read("REGION") ?? "us").toLowerCase()];
  if (!host) throw new Failure("REGION is wrong. It takes us or eu.");
  const apiUrl = read("API_URL") ?? host;
  if (apiUrl !== host && !/^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(apiUrl)) {
    throw new Failure(
      "API_URL is wrong. It takes http://127.0.0.1:<port>: TOKEN goes nowhere else.",
    );
  }
  const webhookUrl = read("WEBHOOK_URL");
  if (webhookUrl && !/^https:\/\/[!-~]+$/.test(webhookUrl)) {
    throw new Failure("WEBHOOK_URL is wrong. It takes Slack's https://hooks.slack.com/… address.");
  }
  return {
    apiUrl,
    token,
    functionName: read("FUNCTION_NAME") ?? "Audit events",
    functionId: read("FUNCTION_ID"),
    destinationId: read("DESTINATION_ID"),
    webhookUrl,
    yes,
  };
}

function parseWords(words: string[]): { yes: boolean; help: boolean } {
  try {
    const { values } = parseArgs({
      args: words,
      options: { yes: { type: "boolean" }, help: { type: "boolean" } },
    });
    return { yes: values.yes ?? false, help: values.help ?? false };
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split(". ") : [];
    throw new Failure(`${reason}. npm run deploy -- --help shows what there is.`);
  }
}
