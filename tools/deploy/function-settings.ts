import { asObject, asText, isObject } from "../../src/json";
import { fail, InputFailure } from "./failure";
import type { Source } from "./source";
import type { Workspace } from "./workspace";

/** Says which settings a source needs and is shown not to have. */
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
 * @returns false when Segment refuses it, or shows that it did not take it.
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

/** The values of the function's settings, but for the shared secret. */
export async function makeSettings(workspace: Workspace, blockedEvents: unknown) {
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

/** Says that Segment refused something: the run goes on without. Any other error ends it. */
export function sayRefused(workspace: Workspace, error: unknown): void {
  if (!(error instanceof InputFailure)) throw error;
  workspace.print(error.message);
}

/** Says which of the needed settings a source is not shown to have. */
export function sayMissing(workspace: Workspace, needed: string[], { settings }: Source): void {
  const names = needed.filter((name) => !settings?.[name]);
  if (workspace.isPlan || names.length === 0) return;
  workspace.print(
    `Segment does not show that the function's source has ${names.join(", ")}. Open the source → ` +
      "Settings, and fill in what is empty, but for sharedSecret: leave it empty.",
  );
}
