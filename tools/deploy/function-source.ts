import { makeSettings, sayMissing, sayRefused } from "./function-settings";
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
