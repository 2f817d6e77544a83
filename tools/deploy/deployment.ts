import { asObject } from "../../src/json";
import { Failure } from "./failure";
import type { OurFunction } from "./function";
import type { FunctionSource } from "./function-source";
import type { Workspace } from "./workspace";

/**
 * Deploys the function's code to each of its sources, where they may run other code. What is
 * deployed to is `sfn_<source id>` (public-api-sdk-go: FunctionsAPI.md).
 * @throws Failure when the deployment did not succeed.
 */
export async function ensureDeployed(
  workspace: Workspace,
  { isBehind }: OurFunction,
  sources: FunctionSource[],
): Promise<void> {
  for (const { id, name, sharedSecret } of sources) {
    if (!isBehind && !sharedSecret) continue;
    const path = `/functions/sfn_${encodeURIComponent(id)}/deploy`;
    const what = `The code, deployed to the source ${name}`;
    const data = await workspace.change(what, { method: "POST", path });
    const { status } = asObject(data.functionDeployment);
    if (!workspace.isPlan && status !== "SUCCESS") {
      throw new Failure(
        `The deployment to ${name} ended with ${status ?? "no status"}. Run again.`,
      );
    }
  }
}
