import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import { asRegion } from "../../src/region";
import { fail } from "../failure";
import { InputFailure } from "../public-api";
import { createSource, readSources, type Source, type Sources } from "./source";
import type { Workspace } from "./workspace";

const SLUG = "audit-events";

/** What a new source drops: somebody looked at something. */
const BLOCKED_EVENTS = ["Permission Check"];

/** Whether this command made the source. */
export function isOurs({ slug }: Source): boolean {
  return slug.startsWith(SLUG);
}

/**
 * Makes a source of the function unless it has one. It is not documented whether Segment takes
 * settings: if it refuses them, the source is made without.
 * @returns all that it has.
 */
export async function ensureFunctionSources(workspace: Workspace, kind: string): Promise<Sources> {
  const all = await readSources(workspace);
  const [first, ...more] = all.filter((one) => one.kind === kind);
  if (first) return [first, ...more];
  const isFree = (slug: string) => !all.some((one) => one.slug === slug);
  const slug = [SLUG, `${SLUG}-function`].find(isFree) ?? `${SLUG}-${kind}`;
  const body = { slug, metadataId: kind };
  const settings = makeSettings(workspace, BLOCKED_EVENTS);
  const made = await createSource(workspace, { ...body, settings }).catch((error) => {
    sayRefused(workspace, error);
    return createSource(workspace, body);
  });
  return [made];
}

/** The settings of a source that Segment does not show to be right. A token is never shown. */
function findWrong({ options, slug }: Workspace, { settings = {}, isNew }: Source): string[] {
  const isRight = {
    workspaceSlug: settings.workspaceSlug === slug,
    workspaceToken: Boolean(settings.workspaceToken),
    region: asRegion(asText(settings.region)) === options.region,
    blockedEvents: !isNew || Boolean(settings.blockedEvents),
  };
  return Object.entries(isRight).flatMap(([name, right]) => (right ? [] : name));
}

/** Whether a source shows that Segment has taken settings. */
function hasTaken(settings: JsonObject): boolean {
  return Object.values(settings).some(asText);
}

/** Whether a source has wrong settings that can be written: Segment has taken some before. */
export function canMend(workspace: Workspace, source: Source): boolean {
  const isWrong = findWrong(workspace, source).length > 0;
  return isWrong && hasTaken(source.settings ?? {}) && Boolean(workspace.options.workspaceToken);
}

/** Says which settings a person has to check. */
export function sayWrong(workspace: Workspace, source: Source): void {
  const names = findWrong(workspace, source).join(", ");
  if (!names) return;
  workspace.print(
    `Segment does not show that the function's source has the right ${names}. Open the source → ` +
      "Settings, and check them there. Leave sharedSecret as it is.",
  );
}

/**
 * Whether a source has a shared secret; undefined when Segment does not show it. Where it shows others
 * and not the token, it may leave out what is sensitive.
 */
export function hasSecret({ settings }: Source): boolean | undefined {
  if (settings?.sharedSecret) return true;
  return settings && (settings.workspaceToken || !hasTaken(settings)) ? false : undefined;
}

/**
 * Writes all settings of a source, since Segment may drop those that are left out. Those that Segment
 * does not show to be right are left to a person.
 * @param sharedSecret an empty one lets every request in.
 * @returns whether the source has a secret then; undefined when Segment does not show it.
 */
export async function writeSettings(workspace: Workspace, source: Source, sharedSecret: string) {
  const { id, name, settings: before } = source;
  const blockedEvents = before ? before.blockedEvents : BLOCKED_EVENTS;
  const settings = { ...makeSettings(workspace, blockedEvents), sharedSecret };
  const secret = `${sharedSecret ? "a new" : "no"} shared secret`;
  const changes = [...findWrong(workspace, source), secret].join(", ");
  const what = `The settings of the source ${name}: ${changes}`;
  if (before && !sharedSecret) workspace.saveCopy(`settings-before-${id}.json`, before);
  try {
    const data = await workspace.change(what, `PATCH /sources/${id}`, { settings });
    if (!workspace.options.yes) return Boolean(sharedSecret);
    const { settings: answered } = asObject(data.source);
    const listed = (await readSources(workspace)).find((one) => one.id === id)?.settings;
    const after = { ...source, settings: isObject(answered) ? answered : listed };
    sayWrong(workspace, after);
    // The list may lag behind: it can confirm, and not deny.
    const isSure = isObject(answered) || hasSecret(after) === Boolean(sharedSecret);
    return isSure ? hasSecret(after) : undefined;
  } catch (error) {
    sayRefused(workspace, error);
    sayWrong(workspace, source);
    return hasSecret(source);
  }
}

/** The values of the function's settings, but for the shared secret. */
function makeSettings({ options, slug }: Workspace, blockedEvents: unknown) {
  const workspaceToken =
    options.workspaceToken ??
    fail("WORKSPACE_TOKEN is missing. Make a second Public API token, for the function; set it.");
  const blocked = Array.isArray(blockedEvents) && { blockedEvents };
  return { workspaceSlug: slug, workspaceToken, region: options.region, ...blocked };
}

/** Says that Segment refused something: the run goes on without. Any other error ends it. */
function sayRefused(workspace: Workspace, error: unknown): void {
  if (!(error instanceof InputFailure)) throw error;
  workspace.print(error.message);
}
