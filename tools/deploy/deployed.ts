import { asObject } from "../../src/json";
import type { Thing, Workspace } from "./workspace";

/**
 * Deploys the function's code to each of its sources. The API takes `sfn_<source id>`
 * (public-api-sdk-go: FunctionsAPI.md).
 */
export async function ensureDeployed({ change, check, isPlan }: Workspace, sources: Thing[]) {
  for (const { id, name } of sources) {
    const line = `~ The code, deployed to the source ${name}`;
    const { functionDeployment } = await change(line, `POST /functions/sfn_${id}/deploy`);
    const { status = "no status" } = asObject(functionDeployment);
    const unclear = `The deployment to ${name} ended with ${status}. Run the command again.`;
    if (!isPlan && status !== "SUCCESS") check(unclear);
  }
}
