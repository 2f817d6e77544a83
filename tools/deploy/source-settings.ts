import { asObject, asText, isObject } from "../../src/json";
import { asRegion } from "../../src/region";
import { SETTING_DEFINITIONS } from "../../src/settings";
import { fail } from "../failure";
import { InputFailure } from "../public-api";
import { readSources, type Source } from "./source";
import type { Workspace } from "./workspace";

/** What a new source drops: it only says that somebody looked at something. */
export const BLOCKED_EVENTS = ["Permission Check"];

/**
 * The settings of a source that Segment does not show to be right, as people see them. A token is shown
 * masked: any counts as right.
 * @param wanted the shared secret that the source should have; not shown: any counts as right.
 */
function findWrong(workspace: Workspace, source: Source, wanted: Secret = "not shown"): string[] {
  const { options, slug } = workspace;
  const { settings = {}, isNew } = source;
  // A person may have chosen to block nothing.
  const isChosen = !isNew && isShown(source);
  const same = "as in the mapping, or none on both: docs/set-up.md, step 8";
  const rows: [name: keyof typeof SETTING_DEFINITIONS, what: string, isRight: boolean][] = [
    ["workspaceSlug", ` (${slug})`, settings.workspaceSlug === slug],
    ["workspaceToken", " (WORKSPACE_TOKEN)", Boolean(settings.workspaceToken)],
    ["region", ` (${options.region})`, asRegion(asText(settings.region)) === options.region],
    ["blockedEvents", ` (${BLOCKED_EVENTS})`, isChosen || Boolean(settings.blockedEvents)],
    ["sharedSecret", ` (${same})`, wanted === "not shown" || toSecret(source) === wanted],
  ];
  const wrong = rows.filter(([, , isRight]) => !isRight);
  return wrong.map(([name, what]) => SETTING_DEFINITIONS[name].label + what);
}

/** Whether a source has wrong settings that can be written. What is not shown may be right. */
export function canMend(workspace: Workspace, source: Source): boolean {
  const isWrong = findWrong(workspace, source).length > 0;
  return isWrong && isShown(source) && Boolean(workspace.options.workspaceToken);
}

/** Says which settings a person has to check: `wanted` is the shared secret that it should have. */
export function sayWrong(workspace: Workspace, source: Source, wanted: Secret): void {
  const wrong = findWrong(workspace, source, wanted).join(", ");
  const what = `Check, or fill in, at the source ${source.name} → Settings: ${wrong}`;
  const why = "Segment does not show that they are right, and a wrong one can lose events.";
  if (wrong) workspace.print(`${what}. ${why}`);
}

/** What Segment shows of a shared secret. */
export type Secret = "set" | "none" | "not shown";

/**
 * The shared secret of a source. Segment may leave out all settings, or those that are sensitive: then
 * there is no token either, which would be shown as a mask.
 */
export function toSecret({ settings }: Source): Secret {
  if (settings?.sharedSecret) return "set";
  return settings?.workspaceToken ? "none" : "not shown";
}

/** Whether Segment shows the settings of a source. */
function isShown(source: Source): boolean {
  return toSecret(source) !== "not shown";
}

/**
 * Writes all settings of a source, since Segment may drop those that are left out.
 * @param sharedSecret an empty one lets every request in.
 * @returns the source as Segment shows it then; undefined where Segment refused them.
 */
export async function writeSettings(workspace: Workspace, source: Source, sharedSecret: string) {
  const { id, name, settings: before } = source;
  const blockedEvents = before?.blockedEvents ?? (isShown(source) ? undefined : BLOCKED_EVENTS);
  const settings = { ...makeSettings(workspace, blockedEvents), sharedSecret };
  const secret = sharedSecret ? "a new shared secret" : "no shared secret for now";
  const what = `The settings of the source ${name}, all of them, with WORKSPACE_TOKEN and ${secret}`;
  if (before && !sharedSecret) workspace.saveCopy(`settings-before-${id}.json`, before);
  try {
    const data = await workspace.change(what, `PATCH /sources/${id}`, { settings });
    if (!workspace.options.yes) return { ...source, settings };
    const { settings: answered } = asObject(data.source);
    if (isObject(answered)) return { ...source, settings: answered };
    // The list may lag behind: it can confirm, and not deny.
    const listed = (await readSources(workspace)).find((one) => one.id === id);
    const isThere = listed && toSecret(listed) === (sharedSecret ? "set" : "none");
    return { ...source, settings: isThere ? listed.settings : undefined };
  } catch (error) {
    sayRefused(workspace, error);
    return undefined;
  }
}

/** The values of the function's settings, but for the shared secret. */
export function makeSettings({ options, slug }: Workspace, blockedEvents: unknown) {
  const workspaceToken =
    options.workspaceToken ??
    fail("WORKSPACE_TOKEN is missing. Make a second Public API token, for the function; set it.");
  const blocked = Array.isArray(blockedEvents) && { blockedEvents };
  return { workspaceSlug: slug, workspaceToken, region: options.region, ...blocked };
}

/** Says that Segment refused something: the run goes on without. Any other error ends it. */
export function sayRefused(workspace: Workspace, error: unknown): void {
  if (!(error instanceof InputFailure)) throw error;
  workspace.print(error.message);
}
