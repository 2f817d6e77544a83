import { asObject, type JsonObject } from "../../src/json";
import type { Subscription } from "../../templates/slack";
import { Failure } from "./failure";
import type { Workspace } from "./workspace";

/**
 * The destination of a kind on a source, made unless it is there. One that holds our mapping is
 * ours: it is enabled. Others that are disabled stay so.
 * @param isOurs whether a mapping of another name counts as ours.
 * @returns its path, and our mapping as the API shows it.
 * @throws Failure when several mappings have our name.
 */
export async function ensureDestination(
  workspace: Workspace,
  input: { sourceId: string; metadataId: string; name: string },
  mappingName: string,
  isOurs: (mapping: JsonObject) => boolean = () => false,
): Promise<{ path: string; existing: JsonObject | undefined }> {
  const isOfKind = ({ sourceId, metadata }: JsonObject) =>
    sourceId === input.sourceId && asObject(metadata).id === input.metadataId;
  const isUsable = (one: JsonObject) => isOfKind(one) && one.enabled !== false;
  const found = (await workspace.readAll("/destinations")).filter(isOfKind);
  const mappings: { destination: JsonObject; mapping: JsonObject }[] = [];
  for (const destination of found) {
    const all = await workspace.readAll(`/destinations/${destination.id}/subscriptions`);
    mappings.push(...all.map((mapping) => ({ destination, mapping })));
  }
  const [named, ...twins] = mappings.filter(({ mapping }) => mapping.name === mappingName);
  if (twins.length > 0) {
    throw new Failure(`Several mappings are named ${mappingName}. Delete all but one of them.`);
  }
  const ours = named ?? mappings.find(({ mapping }) => isOurs(mapping));
  const body = { ...input, enabled: true, settings: {} };
  const what = `A new destination, ${input.name}`;
  const { id, name, enabled } =
    ours?.destination ??
    found.find(isUsable) ??
    (await workspace.create(what, "/destinations", body, isUsable));
  const path = `/destinations/${id}`;
  if (enabled === false) {
    await workspace.change(`The destination ${name}: enabled`, `PATCH ${path}`, { enabled: true });
  }
  return { path, existing: ours?.mapping };
}

/**
 * Makes the mapping, or brings what differs of it up to date, with a copy saved first.
 * @param settings all of them as they have to be; undefined leaves them as they are.
 * @returns the mapping.
 */
export async function ensureMapping(
  workspace: Workspace,
  destination: string,
  existing: JsonObject | undefined,
  { name, actionId, trigger }: Omit<Subscription, "enabled" | "settings">,
  settings?: JsonObject,
): Promise<JsonObject> {
  const path = `${destination}/subscriptions`;
  if (!existing) {
    const isIt = (one: JsonObject) => one.name === name;
    const body = { name, actionId, trigger, enabled: true, settings };
    return workspace.create(`A new mapping, ${name}: ${trigger}`, path, body, isIt);
  }
  const input = {
    ...(existing.trigger !== trigger && { trigger }),
    ...(existing.enabled !== true && { enabled: true }),
    ...(settings && { settings }),
  };
  const changed = Object.keys(input);
  if (changed.length === 0) return existing;
  workspace.saveCopy(`mapping-before-${existing.id}.json`, JSON.stringify(existing, null, 2));
  const what = `The mapping ${name}: ${changed.join(", ")}`;
  await workspace.change(what, `PATCH ${path}/${existing.id}`, { input });
  return { ...existing, ...input };
}
