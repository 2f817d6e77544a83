import { toOneLine } from "../../src/plain-text";
import { REGIONS } from "../../src/region";
import { deployTo } from "./deployment";
import { Failure, OpenFailure } from "./failure";
import { ensureFunction } from "./function";
import { ensureFunctionSources } from "./function-source";
import { ensureHttpSource } from "./http-source";
import type { Options } from "./options";
import { createApiClient } from "./public-api";
import { ensureSlackActions } from "./slack-actions";
import { ensureSlackClassic } from "./slack-classic";
import type { Surroundings } from "./surroundings";
import { ensureWebhook, findForwarded } from "./webhook";
import { openWorkspace } from "./workspace";

/**
 * Ensures each link of the chain, in order. Without `yes` it prints what would change, and changes
 * nothing.
 * @throws Failure, one readable line. Then a second run finishes the work.
 */
export async function deploy(options: Options, surroundings: Surroundings): Promise<void> {
  const { apiUrl, token, workspaceToken, slackUrl, endpoint, destinationId, yes } = options;
  const secrets = [token, workspaceToken, slackUrl, endpoint].filter((one) => one !== undefined);
  const clean = (text: string) => hideSecrets(toOneLine(text), secrets);
  const { code, ask } = surroundings;
  const print = (line: string) => surroundings.print(clean(line));
  const client = createApiClient(apiUrl, token, { ...surroundings, print });
  const workspace = openWorkspace(client, yes, secrets, { ...surroundings, print });
  try {
    const { catalogId, isBehind } = await ensureFunction(workspace, options, code);
    const sources = await ensureFunctionSources(workspace, catalogId, options);
    for (const source of sources) {
      if (isBehind || source.isNew) await deployTo(workspace, source);
    }
    const findOther = () => findForwarded(workspace, sources);
    const httpSource = await ensureHttpSource(workspace, options, findOther);
    const source = await ensureWebhook(workspace, httpSource.id, sources, options, ask);
    if (slackUrl) await ensureSlackActions(workspace, source.id, slackUrl);
    if (destinationId) await ensureSlackClassic(workspace, destinationId, sources);
    const rest = describeRest(options, workspace.changes(), httpSource.name);
    for (const line of rest) print(line);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const goesOn = " Run the command again: it goes on where this stopped.";
    throw new Failure(clean(error.message) + (error instanceof OpenFailure ? goesOn : ""));
  }
}

/** How it ended, and what is left to do by hand. */
function describeRest(options: Options, changes: number, httpSource: string): string[] {
  const { yes, region, slackUrl, destinationId } = options;
  if (!yes && changes > 0) return ["Nothing was changed. To do all this: npm run deploy -- --yes"];
  const near = `${REGIONS[region].app}/goto-my-workspace/settings/access-management`;
  return [
    changes > 0 ? "Done." : "Nothing to change.",
    "Left to do, if not done yet: Settings → Workspace settings → Audit Forwarding, near " +
      `${near}: select the source ${httpSource}, switch it On, Save Changes.`,
    slackUrl || destinationId
      ? "Other templates and mappings stay. They may post an event again: disable those."
      : "Segment disables a source without a destination after 14 days: connect one to the " +
        "function's source, or set SLACK_WEBHOOK_URL and run this again.",
  ];
}

/**
 * The text without secrets, also as they stand in a path. Slack's webhooks and endpoints are
 * secrets too, whichever Segment's answers quote.
 */
function hideSecrets(text: string, secrets: string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .sort((one, other) => other.length - one.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "[hidden]"), text)
    .replace(/(https:\/\/)?hooks\.slack\.com\S*|[0-9a-f]{60,}|(?<=[?&]b=)[^\s…]+/g, "[hidden]");
}
