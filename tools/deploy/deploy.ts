import { REGIONS } from "../../src/region";
import { Failure } from "../failure";
import { OpenFailure } from "../public-api";
import { ensureDeployed } from "./deployment";
import { ensureFunction } from "./function";
import { ensureFunctionSources } from "./function-source";
import { ensureHttpSource } from "./http-source";
import type { Options } from "./options";
import { ensureSlackActions } from "./slack-actions";
import { ensureSlackClassic } from "./slack-classic";
import { ensureWebhook } from "./webhook";
import { openWorkspace, type Surroundings, type Workspace } from "./workspace";

/**
 * Ensures each link of the chain, in order. Without `yes` it prints what would change, and changes
 * nothing.
 * @throws Failure, one readable line. Where nothing has to be mended first, a second run goes on.
 */
export async function deploy(options: Options, surroundings: Surroundings): Promise<void> {
  const { slackUrl, destinationId } = options;
  const workspace = await openWorkspace(options, surroundings);
  try {
    const { catalogId, isBehind } = await ensureFunction(workspace);
    const sources = await ensureFunctionSources(workspace, catalogId);
    await ensureDeployed(workspace, sources, isBehind);
    const httpSource = await ensureHttpSource(workspace, sources);
    const source = await ensureWebhook(workspace, httpSource.id, sources);
    if (slackUrl) await ensureSlackActions(workspace, source.id, slackUrl);
    if (destinationId) await ensureSlackClassic(workspace, destinationId, sources);
    sayRest(workspace, httpSource.name);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const rest = error instanceof OpenFailure ? " Run the command again: it goes on here." : "";
    throw new Failure(workspace.clean(error.message) + rest);
  }
}

/** Says how it ended, and what is left to do by hand. */
function sayRest({ options, countChanges, print }: Workspace, httpSource: string): void {
  const { yes, region, slackUrl, destinationId } = options;
  if (!yes && countChanges() > 0) {
    print("Nothing was changed. To do all this: npm run deploy -- --yes");
    return;
  }
  print(countChanges() > 0 ? "Done." : "Nothing to change.");
  const link = `${REGIONS[region].app}/goto-my-workspace/settings/access-management`;
  print(
    `Left to do, if not done yet: open ${link}, then Settings → Workspace Settings → Audit ` +
      `Forwarding, select the source ${httpSource}, switch it On, Save Changes.`,
  );
  print(
    slackUrl || destinationId
      ? "Other templates and mappings stay. Disable those that post the same events a second time."
      : "Segment disables a source without a destination after 14 days. If the function's source " +
          "has none, connect one, or set SLACK_WEBHOOK_URL and run this again.",
  );
}
