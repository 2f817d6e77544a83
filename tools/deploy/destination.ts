import { asObject, type JsonObject } from "../../src/json";
import type { Subscription } from "../../templates/slack";
import { fail } from "../failure";
import type { Workspace } from "./workspace";

/**
 * The destination of a kind on a source, made unless it is there. One that holds our mapping is
 * ours: it is enabled. Others that are disabled stay so.
 * @param place what the destination is made of.
 * @param isOurs whether a mapping of another name counts as ours.
 * @returns our mapping as the API shows it, and what brings it up to date.
 * @throws Failure when several mappings have our name.
 */
export async function ensureDestination(
  workspace: Workspace,
  place: { sourceId: string; metadataId: string; name: string },
  { name, actionId, trigger }: Pick<Subscription, "name" | "actionId" | "trigger">,
  isOurs: (mapping: JsonObject) => unknown,
) {
  const isOfKind = ({ sourceId, metadata }: JsonObject) =>
    sourceId === place.sourceId && asObject(metadata).id === place.metadataId;
  const isUsable = (one: JsonObject) => isOfKind(one) && one.enabled !== false;
  const isNamed = (mapping: JsonObject) => mapping.name === name;
  const found = (await workspace.readAll("/destinations")).filter(isOfKind);
  const owners = new Map<JsonObject, JsonObject>();
  for (const destination of found) {
    const mappings = await workspace.readAll(`/destinations/${destination.id}/subscriptions`);
    for (const mapping of mappings) owners.set(mapping, destination);
  }
  const mappings = [...owners.keys()];
  const named = mappings.filter(isNamed);
  const where = named.map((mapping) => owners.get(mapping)?.name);
  if (named.length > 1) fail(`Several mappings are named ${name}, in ${where}. Keep one of them.`);
  const existing = named[0] ?? mappings.find(isOurs);
  const body = { ...place, enabled: true, settings: {} };
  const destination =
    (existing && owners.get(existing)) ??
    found.find(isUsable) ??
    (await workspace.create(`A new destination, ${place.name}`, "/destinations", body, isUsable));
  const route = `/destinations/${destination.id}`;
  const differing = destination.enabled === false ? { enabled: true } : {};
  await workspace.update(`The destination ${destination.name}`, route, differing);
  const path = `${route}/subscriptions`;
  let current = existing;

  /**
   * Makes the mapping, or brings what differs of it up to date, with a copy saved first.
   * @param settings all of them as they have to be; undefined leaves them as they are.
   */
  async function ensureMapping(settings?: JsonObject): Promise<void> {
    if (!current) {
      const body = { name, actionId, trigger, enabled: true, settings };
      current = await workspace.create(`A new mapping, ${name}: ${trigger}`, path, body, isNamed);
      return;
    }
    const input = {
      ...(current.trigger !== trigger && { trigger }),
      ...(current.enabled !== true && { enabled: true }),
      ...(settings && { settings }),
    };
    if (Object.keys(input).length === 0) return;
    if (current === existing) workspace.saveCopy(`mapping-before-${current.id}.json`, current);
    await workspace.update(`The mapping ${name}`, `${path}/${current.id}`, input, { input });
    current = { ...current, ...input };
  }

  return { existing, ensureMapping };
}
