import { asObject, asText, type JsonObject } from "../../src/json";
import type { Workspace } from "./workspace";

/** A source as the Public API shows it. */
export interface Source {
  id: string;
  slug: string;
  name: string;
  /** Segment does not always show a name: then it is taken to have one. */
  hasName: boolean;
  /** The catalog's id of its kind. */
  kind: unknown;
  settings: JsonObject;
}

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
  return { ...parseSource(made), hasName: false };
}

/** Names a source that has no name. */
export async function ensureName(
  workspace: Workspace,
  source: Source,
  name: string,
): Promise<Source> {
  if (source.hasName) return source;
  await workspace.change(`Its name: ${name}`, `PATCH /sources/${source.id}`, { name });
  return { ...source, name };
}

function parseSource({ id, slug, name, metadata, settings }: JsonObject): Source {
  return {
    id: String(id),
    slug: String(slug),
    name: asText(name) ?? String(slug),
    hasName: name !== "" && name !== slug,
    kind: asObject(metadata).id,
    settings: asObject(settings),
  };
}
