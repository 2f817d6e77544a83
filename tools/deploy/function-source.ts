import { createSource, readSources, type Source, type Sources } from "./source";
import { BLOCKED_EVENTS, makeSettings, sayRefused } from "./source-settings";
import type { Workspace } from "./workspace";

const SLUG = "audit-events";

/** Whether a source has a slug that this command gives. */
export function hasOurSlug({ slug }: Source): boolean {
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
  const slug = all.some((one) => one.slug === SLUG) ? `${SLUG}-${kind}` : SLUG;
  const body = { slug, metadataId: kind };
  const settings = makeSettings(workspace, BLOCKED_EVENTS);
  const made = await createSource(workspace, { ...body, settings }).catch((error) => {
    sayRefused(workspace, error);
    return createSource(workspace, body);
  });
  return [made];
}
