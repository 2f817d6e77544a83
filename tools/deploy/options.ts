import { SHARED } from "../shared/environment";

/** An incoming webhook. Other addresses of Slack's post nothing that anybody sees. */
const HOOK = /^https:\/\/hooks\.slack\.com\/services\/T[A-Za-z0-9]+\/B[A-Za-z0-9]+\/[A-Za-z0-9]+$/;

/** What can be set in the environment. */
export const VARIABLES = {
  TOKEN: [SHARED.WORKSPACE_TOKEN[0], "a Workspace Owner's Public API token, without spaces"],
  ...SHARED,
  SLACK_WEBHOOK_URL: [HOOK, "an incoming webhook, https://hooks.slack.com/services/T…/B…/…"],
  ENDPOINT: [/./, "the endpoint of the function's source; a terminal asks for it"],
  FUNCTION_NAME: [/^[^\p{Cc}\p{Cs}]{1,200}$/u, 'a name in one line; "Audit events" by default'],
  FUNCTION_ID: [/^sfnc_\w{1,64}$/, "the function's id, sfnc_…, when several have the same name"],
} as const;

const TABLE = Object.entries(VARIABLES).map(([name, [, is]]) => `  ${name.padEnd(18)} ${is}`);

export const HELP = `npm run deploy             shows what is missing of the chain, and changes nothing
npm run deploy -- --yes    makes it. The exit code is 1 while the webhook is missing.
In the environment (tokens are made at Settings → Workspace Settings → Access Management):
${TABLE.join("\n")}`;

/** Reads what was set. @throws Failure that says what the variable takes, and tells no value. */
export type Options = (name: keyof typeof VARIABLES) => string | undefined;
