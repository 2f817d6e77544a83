import { asObject } from "../../src/json";
import { fail } from "../failure";
import type { Sources } from "./source";
import type { Workspace } from "./workspace";

/**
 * Deploys the function's code to each source that is new or may run other code. The API takes
 * `sfn_<source id>` (public-api-sdk-go: FunctionsAPI.md).
 * @throws Failure when a deployment did not succeed.
 */
export async function ensureDeployed(workspace: Workspace, sources: Sources, isBehind: boolean) {
  for (const { id, name } of sources.filter(({ isNew }) => isNew || isBehind)) {
    const what = `The code, deployed to the source ${name}`;
    const data = await workspace.change(what, `POST /functions/sfn_${id}/deploy`);
    const { status } = asObject(data.functionDeployment);
    if (!workspace.options.yes || status === "SUCCESS") continue;
    if (status) fail(`The deployment to ${name} ended with ${status}. Run the command again.`);
    workspace.print(`Segment does not show how the deployment to ${name} ended. Check its events.`);
  }
}
