import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import type { Workspace } from "./workspace";

/** A source as the Public API shows it. What it leaves out counts as right. */
export type Source = ReturnType<typeof parseSource>;

/** All sources of the workspace. */
export async function readSources(workspace: Workspace): Promise<Source[]> {
  return (await workspace.readAll("/sources")).map(parseSource);
}

/** Makes a source. It has no name yet. */
export async function createSource(
  workspace: Workspace,
  body: { slug: string; metadataId: string; settings?: object },
): Promise<Source> {
  const input = { ...body, enabled: true };
  const isIt = ({ slug }: JsonObject) => slug === body.slug;
  const made = await workspace.create(`A new source, ${body.slug}`, "/sources", input, isIt);
  return { ...parseSource(made), hasName: false, isNew: true };
}

/**
 * Enables a source that Segment disabled, and names it unless it has a name.
 * @param name undefined for a source that a person made.
 */
export async function ensureUsable(
  workspace: Workspace,
  source: Source,
  name: string | undefined,
): Promise<Source> {
  const body = {
    ...(!source.hasName && name && { name }),
    ...(!source.isEnabled && { enabled: true }),
  };
  const changed = Object.keys(body).join(", ");
  if (!changed) return source;
  const what = `The source ${source.slug}: ${changed}`;
  await workspace.change(what, `PATCH /sources/${source.id}`, body);
  return { ...source, ...body };
}

function parseSource({ id, slug, name, enabled, metadata, settings }: JsonObject) {
  return {
    id: String(id),
    slug: String(slug),
    name: asText(name) ?? String(slug),
    hasName: name !== "" && name !== slug,
    isEnabled: enabled !== false,
    // Whether it was made in this run.
    isNew: false,
    // The catalog's id of its kind.
    kind: asObject(metadata).id,
    // Undefined where the Public API does not show them.
    settings: isObject(settings) ? settings : undefined,
  };
}
