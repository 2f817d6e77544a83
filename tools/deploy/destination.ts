import { asObject, type JsonObject } from "../../src/json";
import { Failure } from "./failure";
import type { Workspace } from "./workspace";

/** A mapping, without the settings: "subscription" in the Public API. */
export interface Mapping {
  name: string;
  actionId: string;
  trigger: string;
}

/**
 * The destination of a kind on a source, made unless it is there.
 * @returns its path, and its mappings as the API shows them.
 */
export async function ensureDestination(
  workspace: Workspace,
  input: { sourceId: string; metadataId: string; name: string },
): Promise<{ path: string; mappings: JsonObject[] }> {
  const isIt = ({ sourceId, metadata }: JsonObject) =>
    sourceId === input.sourceId && asObject(metadata).id === input.metadataId;
  const found = (await workspace.readAll("/destinations")).find(isIt);
  const what = `A new destination, ${input.name}`;
  const body = { ...input, enabled: true, settings: {} };
  const { id } = found ?? (await workspace.create(what, "/destinations", body, isIt));
  const path = `/destinations/${id}`;
  if (found?.enabled === false) {
    const what = `The destination ${found.name}: enabled`;
    await workspace.change(what, `PATCH ${path}`, { enabled: true });
  }
  return { path, mappings: found ? await workspace.readAll(`${path}/subscriptions`) : [] };
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

/**
 * Makes the mapping, or brings what differs of it up to date, with a copy saved first.
 * @param settings all of them as they have to be; undefined leaves them as they are.
 */
export async function ensureMapping(
  workspace: Workspace,
  destination: string,
  existing: JsonObject | undefined,
  { name, actionId, trigger }: Mapping,
  settings?: JsonObject,
): Promise<void> {
  const path = `${destination}/subscriptions`;
  if (!existing) {
    const isIt = (one: JsonObject) => one.name === name;
    const body = { name, actionId, trigger, enabled: true, settings };
    await workspace.create(`A new mapping, ${name}: ${trigger}`, path, body, isIt);
    return;
  }
  const input = {
    ...(existing.trigger !== trigger && { trigger }),
    ...(existing.enabled !== true && { enabled: true }),
    ...(settings && { settings }),
  };
  const changed = Object.keys(input);
  if (changed.length === 0) return;
  workspace.saveCopy(`mapping-before-${existing.id}.json`, JSON.stringify(existing, null, 2));
  const what = `The mapping ${name}: ${changed.join(", ")}`;
  await workspace.change(what, `PATCH ${path}/${existing.id}`, { input });
}
