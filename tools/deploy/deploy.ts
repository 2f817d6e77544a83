import { toOneLine } from "../../src/plain-text";
import { APP_URL } from "../../src/region";
import { ensureDeployed } from "./deployment";
import { Failure } from "./failure";
import { ensureFunction } from "./function";
import { ensureFunctionSources } from "./function-source";
import { ensureHttpSource } from "./http-source";
import type { Options } from "./options";
import { type ApiClientOptions, createApiClient } from "./public-api";
import { ensureSlackActions } from "./slack-actions";
import { ensureSlackClassic } from "./slack-classic";
import { type Ask, ensureWebhook } from "./webhook";
import { createWorkspace, type WorkspaceOptions } from "./workspace";

/** What the command does to the world around it. */
export interface Surroundings
  extends Pick<ApiClientOptions, "print" | "wait" | "createTimeout">,
    Pick<WorkspaceOptions, "save"> {
  /** The text of dist/handler.js. */
  code: string;
  /** Left out where there is nobody to ask. */
  ask?: Ask;
}

/**
 * Ensures each link of the chain, in order. Without `yes` it prints what would change, and changes
 * nothing.
 * @throws Failure, one readable line. Then a second run finishes the work.
 */
export async function deploy(options: Options, surroundings: Surroundings): Promise<void> {
  const { token, workspaceToken, slackUrl, endpoint, destinationId, yes } = options;
  const secrets = [token, workspaceToken, slackUrl, endpoint].filter((one) => one !== undefined);
  const clean = (text: string) => hideSecrets(toOneLine(text), secrets);
  const print = (line: string) => surroundings.print(clean(line));
  const client = createApiClient({ ...surroundings, print, url: options.apiUrl, token });
  const workspace = createWorkspace(client, { ...surroundings, print, yes });
  try {
    const ours = await ensureFunction(workspace, options, surroundings.code);
    const sources = await ensureFunctionSources(workspace, ours, options);
    await ensureDeployed(workspace, ours, sources);
    const httpSource = await ensureHttpSource(workspace, options);
    await ensureWebhook(workspace, httpSource.id, sources[0], options, surroundings.ask);
    if (slackUrl) await ensureSlackActions(workspace, sources[0].id, slackUrl);
    if (destinationId) await ensureSlackClassic(workspace, destinationId);
    for (const line of describeRest(options, workspace.changes(), httpSource.name)) print(line);
  } catch (error) {
    throw error instanceof Failure ? new Failure(clean(error.message)) : error;
  }
}

/** How it ended, and what is left to do by hand. */
function describeRest(options: Options, changes: number, httpSourceName: string): string[] {
  const { yes, region, slackUrl, destinationId } = options;
  if (!yes && changes > 0) return ["Nothing was changed. To do all this: npm run deploy -- --yes"];
  const app = `${APP_URL[region]}/goto-my-workspace`;
  return [
    changes > 0 ? "Done." : "Nothing to change.",
    `Left to do, if not done yet: ${app}/settings/access-management → Audit Forwarding: select the ` +
      `source ${httpSourceName}, switch it On, Save Changes.`,
    ...(slackUrl || destinationId
      ? [
          "Templates and mappings of others stay, and may post an event again: disable those that do.",
        ]
      : [
          "Segment disables a source without a destination after 14 days: connect one to the " +
            "function's source, or set SLACK_WEBHOOK_URL and run this again.",
        ]),
  ];
}

/**
 * The text without secrets, also as they stand in a path. Slack's webhooks and endpoints are
 * secrets too, whichever Segment's answers quote.
 */
function hideSecrets(text: string, secrets: string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((rest, secret) => rest.replaceAll(secret, "[hidden]"), text)
    .replace(/https:\/\/hooks\.slack\.com\S*|\b[0-9a-f]{64}\b|(?<=\?b=)[^\s…]+/g, "[hidden]");
}
