import { asObject } from "../../src/json";
import { Failure } from "./failure";
import type { Source } from "./source";
import type { Workspace } from "./workspace";

/**
 * Deploys the function's code to a source. What is deployed to is `sfn_<source id>`
 * (public-api-sdk-go: FunctionsAPI.md).
 * @throws Failure when the deployment did not succeed.
 */
export async function deployTo(workspace: Workspace, { id, name }: Source): Promise<void> {
  const what = `The code, deployed to the source ${name}`;
  const data = await workspace.change(what, `POST /functions/sfn_${id}/deploy`);
  const { status = "no status" } = asObject(data.functionDeployment);
  if (workspace.isPlan || status === "SUCCESS") return;
  throw new Failure(`The deployment to ${name} ended with ${status}. Run the command again.`);
}
