import { asObject } from "../../src/json";
import { Refusal } from "../shared/client";
import { fail } from "../shared/failure";
import { change, create, type Run, type Thing, toFreeSlug } from "./workspace";

/** All sources of the function: it has one at least. */
export type Sources = [Thing, ...Thing[]];

/**
 * Makes a source of the function, unless there is one. Whether Segment takes the values of its
 * settings is not documented: where it refuses them, the source is made without.
 * @param metadataId the kind of the function's sources.
 */
export async function ensureFunctionSource(run: Run, metadataId: string): Promise<Sources> {
  const { sources, options, slug: workspaceSlug } = run;
  const [existing, ...more] = sources.filter(({ kind }) => kind === metadataId);
  if (existing) return [existing, ...more];
  const body = { slug: toFreeSlug(sources, "audit-events"), enabled: true, metadataId };
  const own = { workspaceToken: options("WORKSPACE_TOKEN"), region: options("REGION") };
  // These events only say that somebody looked at something.
  const settings = { workspaceSlug, ...own, blockedEvents: ["Permission Check"] };
  const line = `The source ${body.slug} of the function`;
  const made = create(run, line, "/sources", { ...body, settings }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    return create(run, `${line}, without its settings: Segment refused them`, "/sources", body);
  });
  return [await made];
}

/**
 * Deploys the function's code to each of its sources. What runs there is in no API. The API takes
 * `sfn_<source id>` (public-api-sdk-go: FunctionsAPI.md).
 * @throws Failure when a deployment does not end with SUCCESS.
 */
export async function deployTo(run: Run, sources: Thing[]): Promise<void> {
  for (const { id, name } of sources) {
    const data = await change(run, `~ Deployed to ${name}`, `POST /functions/sfn_${id}/deploy`);
    const isDone = run.isPlan || asObject(data.functionDeployment).status === "SUCCESS";
    if (!isDone) fail(`The deployment to ${name} did not succeed. Run the command again.`);
  }
}
