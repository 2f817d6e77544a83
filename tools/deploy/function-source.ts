import { asObject, asText, isObject } from "../../src/json";
import { fail } from "../failure";
import { InputFailure } from "../public-api";
import { createSource, readSources, type Source, type Sources } from "./source";
import type { Workspace } from "./workspace";

const SLUG = "audit-events";

/** Whether this command made the source. */
export function isOurs({ slug }: Source): boolean {
  return slug.startsWith(SLUG);
}

/**
 * Makes a source of the function unless it has one. It is not documented whether Segment takes
 * settings: if it refuses them, the source is made without.
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

/** Says which of these settings a source is not shown to have. */
export function sayMissing(
  { options, print }: Workspace,
  needed: string[],
  { settings }: Source,
): void {
  const names = needed.filter((name) => !settings?.[name]);
  if (!options.yes || names.length === 0) return;
  print(
    `Segment does not show that the function's source has ${names.join(", ")}. Open the source → ` +
      "Settings, and fill in what is empty, but for sharedSecret: leave it empty.",
  );
}

/**
 * Takes the shared secret off a source: then no event is refused while the two sides differ.
 * @throws Failure when the old one may have stayed.
 */
export async function clearSharedSecret(workspace: Workspace, source: Source): Promise<void> {
  const { id, name, settings } = source;
  if (settings && !settings.sharedSecret) return;
  if (settings) workspace.saveCopy(`settings-before-${id}.json`, settings);
  if (await setSharedSecret(workspace, source, "")) return;
  fail(
    `Segment keeps the settings of the source ${name}. Clear sharedSecret there, and run the ` +
      "command again. If it is empty already, make the mapping by hand: docs/set-up.md, step 5.",
  );
}

/**
 * Sets or clears the shared secret of a source, with all its settings, since Segment may drop those that are
 * left out.
 * @returns false when Segment refuses it, or shows that it did not take it.
 */
export async function setSharedSecret(workspace: Workspace, source: Source, sharedSecret: string) {
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

/** The values of the function's settings, but for the shared secret. */
async function makeSettings(workspace: Workspace, blockedEvents: unknown) {
  const { region, workspaceToken } = workspace.options;
  if (!workspaceToken) {
    fail("WORKSPACE_TOKEN is missing. Make a second Public API token, for the function; set it.");
  }
  const { slug } = await workspace.read("/", "workspace");
  const workspaceSlug =
    asText(slug) ?? fail("GET /: the answer does not show the workspace's slug.");
  const blocked = Array.isArray(blockedEvents) && { blockedEvents };
  return { workspaceSlug, workspaceToken, region, ...blocked };
}

/** Says that Segment refused something: the run goes on without. Any other error ends it. */
function sayRefused(workspace: Workspace, error: unknown): void {
  if (!(error instanceof InputFailure)) throw error;
  workspace.print(error.message);
}
