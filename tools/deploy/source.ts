import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import type { Workspace } from "./workspace";

/** A source as the Public API shows it. What it leaves out counts as right. */
export type Source = ReturnType<typeof parseSource>;

/** The function's sources: it has one at least. */
export type Sources = [Source, ...Source[]];

/** All sources of the workspace. */
export async function readSources(workspace: Workspace): Promise<Source[]> {
  return (await workspace.readAll("/sources")).map(parseSource);
}

/** Makes a source. It has no name yet. */
export async function createSource(workspace: Workspace, body: { slug: string } & JsonObject) {
  const isIt = ({ slug }: JsonObject) => slug === body.slug;
  const input = { ...body, enabled: true };
  const made = await workspace.create(`A new source, ${body.slug}`, "/sources", input, isIt);
  return { ...parseSource(made), hasName: false, isNew: true };
}

/**
 * Enables a source that Segment disabled, and names it unless it has a name.
 * @param name left out for a source that a person made.
 */
export async function ensureUsable(workspace: Workspace, source: Source, name?: string) {
  const body = {
    ...(!source.hasName && name && { name }),
    ...(!source.isEnabled && { enabled: true }),
  };
  await workspace.update(`The source ${source.slug}`, `/sources/${source.id}`, body);
  return { ...source, ...body };
}

/** Parses a source of an answer. */
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
