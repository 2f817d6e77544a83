import { fail } from "../failure";
import { findPostingSources } from "./posting-sources";
import { createSource, ensureUsable, readSources, type Source } from "./source";
import type { Workspace } from "./workspace";

/** The catalog's id of the HTTP API source (SDK: catalog). */
const HTTP_API = "iUM16Md8P2";

const SLUG = "audit-trail";

/**
 * Makes the HTTP API source that the audit trail is forwarded to, unless there is one: also that of
 * a chain to the function's sources that was made in another way.
 * @throws Failure when the source that is named is of another kind, or not there.
 */
export async function ensureHttpSource(workspace: Workspace, sources: Source[]): Promise<Source> {
  const isOurs = ({ slug }: Source) => slug === SLUG;
  const all = await readSources(workspace);
  const named = workspace.options.httpSourceId ?? all.find(isOurs)?.id;
  const id = named ?? (await findPostingSources(workspace, sources)).sure[0];
  const found = all.find((one) => one.id === id);
  if (id && found?.kind !== HTTP_API) {
    const what = `The source ${found?.slug ?? id} is not there, or is no HTTP API source`;
    fail(`${what}. Set HTTP_SOURCE_ID to the id of one.`);
  }
  const source = found ?? (await createSource(workspace, { slug: SLUG, metadataId: HTTP_API }));
  return ensureUsable(workspace, source, isOurs(source) ? "Audit trail" : undefined);
}
