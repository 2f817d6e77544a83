import { REGIONS } from "../../src/region";
import { describeSettings } from "./function-source";
import type { ensureWebhook } from "./webhook";
import type { Workspace } from "./workspace";

type Chain = Awaited<ReturnType<typeof ensureWebhook>>;

/** What is left to do by hand, in the order in which it has to be done. */
export function listRest(workspace: Workspace, { source, httpSource, endpoint }: Chain): string[] {
  const { options, destinations } = workspace;
  const { name } = source;
  const access = `${REGIONS[options.region].app}/goto-my-workspace/settings/access-management`;
  const isConnected = destinations.some(({ sourceId }) => sourceId === source.id);
  const fill = `Settings of the source ${name}, if they are empty: ${describeSettings(workspace)}`;
  const copy = `The endpoint is missing: the source ${name} → Overview, or Settings → Endpoint.`;
  const paste = "Set ENDPOINT to it, or use a terminal, which asks. Run the command again.";
  const open = `Audit Forwarding, if it is off: ${access}, then Settings → Workspace Settings →`;
  const on = `Audit Forwarding, select the source ${httpSource.name}, switch it On, Save Changes.`;
  const connect = `A destination for the source ${name}: without, Segment disables it in 14 days.`;
  const rest = [
    !source.settings.workspaceToken && fill,
    !endpoint && `${copy} ${paste}`,
    `${open} ${on}`,
    !isConnected && !options.slackUrl && connect,
    `Delete the token of TOKEN: ${access}/tokens`,
    "A shared secret can be added: docs/set-up.md, step 8.",
  ];
  return rest.filter((line) => typeof line === "string");
}
