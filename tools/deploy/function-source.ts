import { asObject, asText, isObject } from "../../src/json";
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
  const settings = await makeSettings(workspace, BLOCKED_EVENTS);
  const made = await createSource(workspace, { ...body, settings }).catch((error) => {
    sayRefused(workspace, error);
    return createSource(workspace, body);
  });
  const missing = Object.keys(settings).filter((name) => !made.settings?.[name]);
  sayWrong(workspace, missing);
  return [{ ...made, settings }];
}

/** Says which settings of the function's source Segment does not show to be right. */
export function checkSettings(workspace: Workspace, { settings }: Source): void {
  const missing = ["workspaceSlug", "workspaceToken"].filter((name) => !settings?.[name]);
  const hasRegion = asRegion(asText(settings?.region)) === workspace.options.region;
  sayWrong(workspace, hasRegion ? missing : [...missing, "region"]);
}

function sayWrong({ options, print }: Workspace, names: string[]): void {
  if (!options.yes || names.length === 0) return;
  print(
    `Segment does not show that the function's source has the right ${names.join(", ")}. Open the ` +
      "source → Settings, and check them there. Leave sharedSecret as it is.",
  );
}

/**
 * Takes the shared secret off a source: then no event is refused while the two sides differ.
 * @throws Failure when the old one may have stayed.
 */
export async function clearSharedSecret(workspace: Workspace, source: Source): Promise<void> {
  const { id, name, settings } = source;
  if (!settings?.sharedSecret) return;
  workspace.saveCopy(`settings-before-${id}.json`, settings);
  if (await setSharedSecret(workspace, source, "")) return;
  fail(
    `Segment keeps the settings of the source ${name}. Clear sharedSecret there, and run the ` +
      "command again.",
  );
}

/**
 * Sets or clears the shared secret of a source, with all its settings, since Segment may drop those
 * that are left out. Where it does not show them, it gets those of a new source.
 * @returns whether Segment took it; undefined when it does not show that.
 */
export async function setSharedSecret(workspace: Workspace, source: Source, sharedSecret: string) {
  const { id, name, settings: before } = source;
  const blockedEvents = before ? before.blockedEvents : BLOCKED_EVENTS;
  const settings = { ...(await makeSettings(workspace, blockedEvents)), sharedSecret };
  const what = `The shared secret of the source ${name}, ${sharedSecret ? "set" : "cleared"}`;
  const isTaken = (shown: unknown) =>
    isObject(shown) && Boolean(shown.sharedSecret) === Boolean(sharedSecret);
  try {
    const data = await workspace.change(what, `PATCH /sources/${id}`, { settings });
    const shown = workspace.options.yes ? asObject(data.source).settings : settings;
    if (isObject(shown)) return isTaken(shown);
  } catch (error) {
    sayRefused(workspace, error);
    return false;
  }
  // The list may lag behind: it can confirm, and not deny.
  const listed = (await readSources(workspace)).find((one) => one.id === id);
  return isTaken(listed?.settings) || undefined;
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
