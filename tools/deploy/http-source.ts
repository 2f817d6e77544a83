import { Failure } from "./failure";
import type { Options } from "./options";
import { createSource, ensureUsable, readSources, type Source } from "./source";
import type { Workspace } from "./workspace";

/** The catalog's id of the HTTP API source (SDK: catalog). */
const HTTP_API = "iUM16Md8P2";

const SLUG = "audit-trail";

/**
 * Makes the HTTP API source that the audit trail is forwarded to, unless there is one.
 * @param findOther finds the source of a chain that was made in another way.
 * @throws Failure when the source that is named is of another kind, or not there.
 */
export async function ensureHttpSource(
  workspace: Workspace,
  { httpSourceId }: Options,
  findOther: () => Promise<string | undefined>,
): Promise<Source> {
  const all = await readSources(workspace);
  const isOurs = ({ slug }: Source) => slug === SLUG;
  const wanted = httpSourceId ?? (all.some(isOurs) ? undefined : await findOther());
  const found = all.find((one) => (wanted ? one.id === wanted : isOurs(one)));
  if (!found && wanted) throw new Failure(`There is no source ${wanted}. Check HTTP_SOURCE_ID.`);
  if (found && found.kind !== HTTP_API) {
    const what = `The source ${found.slug} is not an HTTP API source`;
    throw new Failure(`${what}. Set HTTP_SOURCE_ID to another.`);
  }
  const source = found ?? (await createSource(workspace, { slug: SLUG, metadataId: HTTP_API }));
  return ensureUsable(workspace, source, isOurs(source) ? "Audit trail" : undefined);
}
