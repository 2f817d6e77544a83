import { asObject, asText, isObject } from "../../src/json";
import { fail, InputFailure } from "./failure";
import { createSource, readSources, type Source, type Sources } from "./source";
import type { Workspace } from "./workspace";

const SLUG = "audit-events";

/** Whether this command made the source. */
export function isOurs({ slug }: Source): boolean {
  return slug.startsWith(SLUG);
}

/**
 * Makes a source of the function unless it has one. That Segment takes settings is not documented:
 * a source that is refused with them is made without.
 * @returns all that it has, ours first. A new one is returned with the settings that it should have.
 */
export async function ensureFunctionSources(workspace: Workspace, kind: string): Promise<Sources> {
  const all = await readSources(workspace);
  const existing = all.filter((one) => one.kind === kind);
  const [first, ...more] = existing.sort((one, other) => +isOurs(other) - +isOurs(one));
  if (first) return [first, ...more];
  const isFree = (slug: string) => !all.some((one) => one.slug === slug);
  const slug = [SLUG, `${SLUG}-function`].find(isFree) ?? `${SLUG}-${kind}`;
  const body = { slug, metadataId: kind };
  const settings = await makeSettings(workspace, ["Permission Check"]);
  const made = await createSource(workspace, { ...body, settings }).catch((error) => {
    sayRefused(workspace, error);
    return createSource(workspace, body);
  });
  sayMissing(workspace, Object.keys(settings), made);
  return [{ ...made, settings }];
}

/**
 * Deploys the function's code to the sources that may run another. What is deployed to is
 * `sfn_<source id>` (public-api-sdk-go: FunctionsAPI.md).
 * @throws Failure when a deployment did not succeed.
 */
export async function ensureDeployed(workspace: Workspace, sources: Sources, isBehind: boolean) {
  for (const { id, name } of sources.filter(({ isNew }) => isNew || isBehind)) {
    const what = `The code, deployed to the source ${name}`;
    const data = await workspace.change(what, `POST /functions/sfn_${id}/deploy`);
    const { status = "no status" } = asObject(data.functionDeployment);
    if (workspace.isPlan || status === "SUCCESS") continue;
    fail(`The deployment to ${name} ended with ${status}. Run the command again.`);
  }
}

/** Says what a source is shown to lack, and cannot do without. */
export function checkSettings(workspace: Workspace, source: Source): void {
  if (source.settings) sayMissing(workspace, ["workspaceSlug", "workspaceToken"], source);
}

/**
 * Takes the shared secret off a source: then no event is refused while the two sides differ.
 * @throws Failure when the old one may have stayed.
 */
export async function clearSharedSecret(workspace: Workspace, source: Source): Promise<void> {
  const { id, name, settings } = source;
  if (settings && !settings.sharedSecret) return;
  if (settings) workspace.saveCopy(`settings-before-${id}.json`, settings);
  if (await sendSharedSecret(workspace, source, "")) return;
  fail(
    `Segment keeps the settings of the source ${name}. Clear sharedSecret there, and run the ` +
      "command again. If it is empty already, make the mapping by hand: docs/set-up.md, step 5.",
  );
}

/**
 * Sets or clears the shared secret of a source, with all its settings, since Segment may drop
 * those that are left out.
 * @returns false when Segment is shown not to take it.
 */
export async function sendSharedSecret(workspace: Workspace, source: Source, sharedSecret: string) {
  const { id, name, settings: before } = source;
  const settings = { ...(await makeSettings(workspace, before?.blockedEvents)), sharedSecret };
  const what = `The shared secret of the source ${name}, ${sharedSecret ? "set" : "cleared"}`;
  try {
    const data = await workspace.change(what, `PATCH /sources/${id}`, { settings });
    const { settings: shown } = asObject(data.source);
    return !isObject(shown) || Boolean(shown.sharedSecret) === Boolean(sharedSecret);
  } catch (error) {
    sayRefused(workspace, error);
    return false;
  }
}

async function makeSettings(workspace: Workspace, blockedEvents: unknown) {
  const { region, workspaceToken } = workspace.options;
  if (!workspaceToken) {
    fail("WORKSPACE_TOKEN is missing. Make a second Public API token, for the function; set it.");
  }
  const { slug } = await workspace.read("/", "workspace");
  const workspaceSlug =
    asText(slug) ?? fail("GET /: the answer does not show the workspace's slug.");
  const isShown = Array.isArray(blockedEvents);
  return { workspaceSlug, workspaceToken, region, ...(isShown && { blockedEvents }) };
}

/** The run goes on without what was refused. Any other error ends it. */
function sayRefused(workspace: Workspace, error: unknown): void {
  if (!(error instanceof InputFailure)) throw error;
  workspace.print(error.message);
}

function sayMissing(workspace: Workspace, needed: string[], { settings }: Source): void {
  const names = needed.filter((name) => !settings?.[name]);
  if (workspace.isPlan || names.length === 0) return;
  workspace.print(
    `Segment does not show that the function's source has ${names.join(", ")}. Open the source → ` +
      "Settings, and fill in what is empty, but for sharedSecret: leave it empty.",
  );
}
