import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import { Failure, InputFailure } from "./failure";
import type { Options } from "./options";
import { createSource, readSources, type Source } from "./source";
import type { Workspace } from "./workspace";

/** A source that this command makes. */
export const OURS = { slug: "audit-events", name: "Audit events" };

/** Makes a source of the function unless it has one. @returns all that it has, ours first. */
export async function ensureFunctionSources(
  workspace: Workspace,
  catalogId: string,
  options: Options,
): Promise<[Source, ...Source[]]> {
  const all = await readSources(workspace);
  const isOurs = ({ slug }: Source) => slug.startsWith(OURS.slug);
  const existing = all.filter(({ kind }) => kind === catalogId);
  const [first, ...more] = existing.sort((one, other) => +isOurs(other) - +isOurs(one));
  if (first) return [first, ...more];
  const isFree = (slug: string) => !all.some((one) => one.slug === slug);
  const slugs = [OURS.slug, `${OURS.slug}-function`];
  const slug = slugs.find(isFree) ?? `${OURS.slug}-${catalogId}`;
  const body = { slug, metadataId: catalogId };
  const settings = await makeSettings(workspace, options, ["Permission Check"]);
  const made = await createSource(workspace, { ...body, settings }).catch((error) => {
    sayRefused(workspace, error);
    return createSource(workspace, body);
  });
  sayMissing(workspace, settings, made.settings);
  return [made];
}

/** Says what an existing source does not have, and cannot do without. */
export function checkSettings(workspace: Workspace, { isNew, settings }: Source): void {
  const needed = { workspaceSlug: "", workspaceToken: "" };
  if (!isNew && settings) sayMissing(workspace, needed, settings);
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
  const shown = await sendSettings(workspace, source, options, "");
  if (!shown?.sharedSecret) return;
  const what = `Segment keeps the shared secret of the source ${name}`;
  throw new Failure(`${what}. Clear sharedSecret in its settings. Then run the command again.`);
}

/** Sets the shared secret of a source. Where Segment does not take it, events pass without. */
export async function setSharedSecret(
  workspace: Workspace,
  source: Source,
  options: Options,
  sharedSecret: string,
): Promise<void> {
  const shown = await sendSettings(workspace, source, options, sharedSecret);
  sayMissing(workspace, { sharedSecret }, shown);
}

/**
 * Sends all settings, since Segment may drop those that are left out.
 * @returns the settings as Segment shows them then. Refused, they may be as they were.
 */
async function sendSettings(
  workspace: Workspace,
  { id, name, isNew, settings: before }: Source,
  options: Options,
  sharedSecret: string,
): Promise<JsonObject | undefined> {
  const blockedEvents = isNew ? ["Permission Check"] : before?.blockedEvents;
  const settings = { ...(await makeSettings(workspace, options, blockedEvents)), sharedSecret };
  const what = `The shared secret of the source ${name}, ${sharedSecret ? "set" : "cleared"}`;
  try {
    const data = await workspace.change(what, `PATCH /sources/${id}`, { settings });
    const { settings: shown } = asObject(data.source);
    return isObject(shown) ? shown : undefined;
  } catch (error) {
    sayRefused(workspace, error);
    return before ?? { sharedSecret: "not known" };
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

function sayMissing(workspace: Workspace, needed: object, shown: JsonObject | undefined): void {
  const names = Object.keys(needed).filter((name) => !shown?.[name]);
  if (workspace.isPlan || names.length === 0) return;
  workspace.print(
    `Segment does not show that the function's source has ${names.join(", ")}. Open the source → ` +
      "Settings, and fill in what is empty. sharedSecret may be empty: then nothing is refused.",
  );
}
