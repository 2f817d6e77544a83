import { asText, type JsonObject } from "../../src/json";
import type { Workspace } from "./workspace";

/**
 * Makes a source and names it.
 * @param settings left out where the kind of source has none.
 * @returns it as the Public API shows it.
 */
export async function createSource(
  workspace: Workspace,
  { slug, name, metadataId }: { slug: string; name: string; metadataId: string },
  settings?: object,
): Promise<JsonObject> {
  const body = { slug, enabled: true, metadataId, ...(settings && { settings }) };
  const find = async () => (await readSources(workspace)).find((one) => one.slug === slug);
  const what = `A new source, ${name}`;
  const made = await workspace.create(what, { path: "/sources", body }, "source", find);
  await ensureName(workspace, { ...made, slug, name: slug }, name);
  return made;
}

/** Names a source that has no name but its slug, such as one of a run that stopped. */
export async function ensureName(
  workspace: Workspace,
  source: JsonObject,
  name: string,
): Promise<void> {
  if (source.name !== "" && source.name !== source.slug) return;
  const path = `/sources/${encodeURIComponent(asText(source.id) ?? "")}`;
  await workspace.change(`Its name: ${name}`, { method: "PATCH", path, body: { name } });
}

/** All sources of the workspace. */
export function readSources(workspace: Workspace): Promise<JsonObject[]> {
  return workspace.readAll("/sources", "sources");
}
