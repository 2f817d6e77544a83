import { asObject, asText, type JsonObject } from "../../src/json";
import { Failure } from "./failure";
import type { Workspace } from "./workspace";

/** A mapping as it is made. Its settings may have more than the API shows. */
export interface Mapping {
  name: string;
  actionId: string;
  trigger: string;
  enabled: true;
  settings: JsonObject;
}

/** A destination, and its mappings as the API shows them. */
export interface Destination {
  path: string;
  mappings: JsonObject[];
}

/** The destination of a kind on a source, made unless it is there. It is found by the two. */
export async function ensureDestination(
  workspace: Workspace,
  { sourceId, metadataId, name }: { sourceId: string; metadataId: string; name: string },
): Promise<Destination> {
  const find = async () =>
    (await workspace.readAll("/destinations", "destinations")).find(
      (one) => one.sourceId === sourceId && asObject(one.metadata).id === metadataId,
    );
  const found = await find();
  const body = { sourceId, metadataId, name, enabled: true, settings: {} };
  const destination =
    found ??
    (await workspace.create(
      `A new destination, ${name}`,
      { path: "/destinations", body },
      "destination",
      find,
    ));
  const path = `/destinations/${encodeURIComponent(asText(destination.id) ?? "")}`;
  if (found?.enabled === false) {
    const what = `The destination ${asText(found.name) ?? name}: enabled`;
    await workspace.change(what, { method: "PATCH", path, body: { enabled: true } });
  }
  return { path, mappings: found ? await readMappings(workspace, path) : [] };
}

/**
 * The mapping of this name.
 * @throws Failure when several have it.
 */
export function findMapping(mappings: JsonObject[], name: string): JsonObject | undefined {
  const [found, ...more] = mappings.filter((one) => one.name === name);
  if (more.length === 0) return found;
  throw new Failure(`Several mappings are named ${name}. Delete all but one of them.`);
}

/** Makes the mapping. */
export async function createMapping(
  workspace: Workspace,
  path: string,
  mapping: Mapping,
): Promise<void> {
  const find = async () => findMapping(await readMappings(workspace, path), mapping.name);
  const what = `A new mapping, ${mapping.name}: ${mapping.trigger}`;
  const request = { path: `${path}/subscriptions`, body: mapping };
  await workspace.create(what, request, "subscription", find);
}

/**
 * Brings what differs of a mapping up to date, with a copy saved first.
 * @param settings all settings as they have to be, or undefined to leave them.
 */
export async function updateMapping(
  workspace: Workspace,
  path: string,
  existing: JsonObject,
  { name, trigger }: Mapping,
  settings: JsonObject | undefined,
): Promise<void> {
  const input = {
    ...(existing.trigger !== trigger && { trigger }),
    ...(existing.enabled !== true && { enabled: true }),
    ...(settings && { settings }),
  };
  if (Object.keys(input).length === 0) return;
  const id = asText(existing.id) ?? "";
  workspace.saveCopy(`mapping-before-${id}.json`, `${JSON.stringify(existing, null, 2)}\n`);
  await workspace.change(`The mapping ${name}: ${Object.keys(input).join(", ")}`, {
    method: "PATCH",
    path: `${path}/subscriptions/${encodeURIComponent(id)}`,
    body: { input },
  });
}

function readMappings(workspace: Workspace, path: string): Promise<JsonObject[]> {
  return workspace.readAll(`${path}/subscriptions`, "subscriptions");
}
