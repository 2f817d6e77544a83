import { fail } from "../shared/failure";
import { KINDS, type Thing, toFreeSlug, toThing, type Workspace } from "./workspace";

/**
 * The HTTP API source that the audit trail is forwarded to, made unless there is one.
 * @param sourceId the source of the webhook that is there: it is the one, whatever else is.
 * @throws Failure when the one of HTTP_SOURCE_ID is of another kind, or not there.
 */
export async function ensureHttpSource(workspace: Workspace, sourceId?: string): Promise<Thing> {
  const { sources, options, create } = workspace;
  const { httpSourceId } = options;
  if (sourceId) return sources.find(({ id }) => id === sourceId) ?? toThing({ id: sourceId });
  const all = sources.filter(({ kind }) => kind === KINDS.httpApi);
  const wrong = `HTTP_SOURCE_ID is wrong. There is no HTTP API source ${httpSourceId}.`;
  if (httpSourceId) return all.find(({ id }) => id === httpSourceId) ?? fail(wrong);
  const ours = all.find(({ slug }) => /^audit[-_]trail(-2)*$/.test(slug ?? ""));
  if (ours) return ours;
  const slug = toFreeSlug(sources, "audit-trail");
  const body = { slug, enabled: true, metadataId: KINDS.httpApi };
  const made = await create(`The HTTP API source ${slug}`, "/sources", body, "source");
  return toThing({ ...made, slug });
}
