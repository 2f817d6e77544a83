import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import { Failure, InputFailure } from "./failure";
import type { Options } from "./options";
import { createSource, readSources, type Source } from "./source";
import type { Workspace } from "./workspace";

const SLUG = "audit-events";

/** Whether this command made the source. */
export function isOurs({ slug }: Source): boolean {
  return slug.startsWith(SLUG);
}

/** Makes a source of the function unless it has one. @returns all that it has, ours first. */
export async function ensureFunctionSources(
  workspace: Workspace,
  catalogId: string,
  options: Options,
): Promise<[Source, ...Source[]]> {
  const all = await readSources(workspace);
  const existing = all.filter(({ kind }) => kind === catalogId);
  const [first, ...more] = existing.sort((one, other) => +isOurs(other) - +isOurs(one));
  if (first) return [first, ...more];
  const isFree = (slug: string) => !all.some((one) => one.slug === slug);
  const slug = [SLUG, `${SLUG}-function`].find(isFree) ?? `${SLUG}-${catalogId}`;
  const body = { slug, metadataId: catalogId };
  const settings = await makeSettings(workspace, options, ["Permission Check"]);
  const made = await createSource(workspace, { ...body, settings }).catch((error) => {
    sayRefused(workspace, error);
    return createSource(workspace, body);
  });
  sayMissing(workspace, Object.keys(settings), made.settings);
  return [made];
}

/** Says what a source is shown to lack, and cannot do without. */
export function checkSettings(workspace: Workspace, { isNew, settings }: Source): void {
  if (!isNew && settings) sayMissing(workspace, ["workspaceSlug", "workspaceToken"], settings);
}

/**
 * Takes the shared secret off a source: then no event is refused while the two sides differ.
 * @throws Failure when the old one may have stayed.
 */
export async function clearSharedSecret(
  workspace: Workspace,
  source: Source,
  options: Options,
): Promise<void> {
  const { id, name, isNew, settings } = source;
  if (isNew || (settings && !settings.sharedSecret)) return;
  if (settings) workspace.saveCopy(`settings-before-${id}.json`, JSON.stringify(settings, null, 2));
  const answer = await sendSettings(workspace, source, options, "");
  if (answer !== "refused" && !answer?.sharedSecret) return;
  throw new Failure(
    `Segment keeps the settings of the source ${name}. Clear sharedSecret there, and run the ` +
      "command again. If it is empty already, make the mapping by hand: docs/set-up.md, step 5.",
  );
}

/** Sets the shared secret of a source. @returns false when Segment is shown not to take it. */
export async function setSharedSecret(
  workspace: Workspace,
  source: Source,
  options: Options,
  sharedSecret: string,
): Promise<boolean> {
  const answer = await sendSettings(workspace, source, options, sharedSecret);
  if (workspace.isPlan || answer === undefined) return true;
  return answer !== "refused" && Boolean(answer.sharedSecret);
}

/**
 * Sends all settings, since Segment may drop those that are left out.
 * @returns the settings that the answer shows, undefined where it shows none.
 */
async function sendSettings(
  workspace: Workspace,
  { id, name, isNew, settings: before }: Source,
  options: Options,
  sharedSecret: string,
): Promise<JsonObject | undefined | "refused"> {
  const blockedEvents = isNew ? ["Permission Check"] : before?.blockedEvents;
  const settings = { ...(await makeSettings(workspace, options, blockedEvents)), sharedSecret };
  const what = `The shared secret of the source ${name}, ${sharedSecret ? "set" : "cleared"}`;
  try {
    const data = await workspace.change(what, `PATCH /sources/${id}`, { settings });
    const { settings: shown } = asObject(data.source);
    return isObject(shown) ? shown : undefined;
  } catch (error) {
    sayRefused(workspace, error);
    return "refused";
  }
}

async function makeSettings(
  workspace: Workspace,
  { workspaceToken, region }: Options,
  blockedEvents: unknown,
) {
  if (!workspaceToken) {
    const what = "Make a second Public API token, for the function, and set it";
    throw new Failure(`WORKSPACE_TOKEN is missing. ${what}.`);
  }
  const workspaceSlug = asText(asObject((await workspace.read("/")).workspace).slug);
  if (!workspaceSlug) throw new Failure("GET /: the answer does not show the workspace's slug.");
  const isShown = Array.isArray(blockedEvents);
  return { workspaceSlug, workspaceToken, region, ...(isShown && { blockedEvents }) };
}

/** That a source takes the function's settings is not documented: the run goes on without. */
function sayRefused(workspace: Workspace, error: unknown): void {
  if (!(error instanceof InputFailure)) throw error;
  workspace.print(error.message);
}

function sayMissing(workspace: Workspace, needed: string[], shown: JsonObject | undefined): void {
  const names = needed.filter((name) => !shown?.[name]);
  if (workspace.isPlan || names.length === 0) return;
  workspace.print(
    `Segment does not show that the function's source has ${names.join(", ")}. Open the source → ` +
      "Settings, and fill in what is empty, but for sharedSecret: leave it empty.",
  );
}
