import { Failure } from "./failure";
import type { Options } from "./options";
import { createSource, ensureUsable, readSources, type Source } from "./source";
import type { Workspace } from "./workspace";

/** The catalog's id of the HTTP API source (SDK: catalog). */
const HTTP_API = "iUM16Md8P2";

const OURS = { slug: "audit-trail", name: "Audit trail" };

/**
 * Makes the HTTP API source that the audit trail is forwarded to.
 * @throws Failure when the source that is named is of another kind, or not there.
 */
export async function ensureHttpSource(
  workspace: Workspace,
  { httpSourceId }: Options,
): Promise<Source> {
  const all = await readSources(workspace);
  const found = all.find(({ id, slug }) =>
    httpSourceId ? id === httpSourceId : slug === OURS.slug,
  );
  if (!found && httpSourceId) {
    throw new Failure(`There is no source ${httpSourceId}. Check HTTP_SOURCE_ID.`);
  }
  if (found && found.kind !== HTTP_API) {
    const what = `The source ${found.slug} is not an HTTP API source`;
    throw new Failure(`${what}. Set HTTP_SOURCE_ID to another.`);
  }
  const source =
    found ?? (await createSource(workspace, { slug: OURS.slug, metadataId: HTTP_API }));
  return ensureUsable(workspace, source, OURS);
}
