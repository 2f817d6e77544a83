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
 * @returns all that it has, ours first.
 */
export async function ensureFunctionSources(workspace: Workspace, kind: string): Promise<Sources> {
  const all = await readSources(workspace);
  const existing = all.filter((one) => one.kind === kind);
  const [first, ...more] = existing.sort((one, other) => +isOurs(other) - +isOurs(one));
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

/** Whether a source has wrong settings that can be written: Segment shows that it has taken some. */
export function canMend(workspace: Workspace, source: Source): boolean {
  const hasTaken = Object.values(source.settings ?? {}).some(asText);
  const isWrong = findWrong(workspace, source).length > 0;
  return isWrong && hasTaken && Boolean(workspace.options.workspaceToken);
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
 * Writes all settings of a source, since Segment may drop those that are left out. What is not taken
 * is left to a person.
 * @param sharedSecret an empty one lets every request in.
 * @returns whether Segment took them; undefined when it does not show that.
 */
export async function writeSettings(workspace: Workspace, source: Source, sharedSecret: string) {
  const { id, name, isNew, settings: before } = source;
  const blockedEvents = before && !isNew ? before.blockedEvents : BLOCKED_EVENTS;
  const settings = { ...makeSettings(workspace, blockedEvents), sharedSecret };
  const what = `The settings of the source ${name}, ${sharedSecret ? "with a new" : "without a"}`;
  const isRight = (shown: JsonObject) =>
    findWrong(workspace, { ...source, settings: shown }).length === 0 &&
    Boolean(shown.sharedSecret) === Boolean(sharedSecret);
  if (before && !sharedSecret) workspace.saveCopy(`settings-before-${id}.json`, before);
  let isTaken: boolean | undefined = false;
  try {
    const route = `PATCH /sources/${id}`;
    const data = await workspace.change(`${what} shared secret`, route, { settings });
    if (!workspace.options.yes) return true;
    const { settings: shown } = asObject(data.source);
    // The list may lag behind: it can confirm, and not deny.
    const listed = (await readSources(workspace)).find((one) => one.id === id)?.settings;
    isTaken = isObject(shown) ? isRight(shown) : (listed && isRight(listed)) || undefined;
  } catch (error) {
    sayRefused(workspace, error);
  }
  if (!isTaken) sayWrong(workspace, source);
  return isTaken;
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
