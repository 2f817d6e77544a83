import type { JsonObject } from "../../src/json";
import type { Mapping, Thing, Workspace } from "./workspace";

/** A mapping, its place (a destination of a kind and name, on a source), and where it posts. */
interface Wanted {
  mapping: { name: string; actionId: string; trigger: string; settings: JsonObject };
  place: { sourceId: string; metadataId: string; name: string };
  url: string | undefined;
  /** Where the URL comes from, in words for people. */
  from: string;
}

/**
 * Makes a mapping unless there is one. It goes into a destination of ours that is on and has none
 * yet, or else into a new one.
 * @param there those that do the same.
 */
export async function ensureMapping(workspace: Workspace, wanted: Wanted, there: Mapping[]) {
  const { destinations, mappings, change, check, create } = workspace;
  const { mapping, place, url, from } = wanted;
  const isOurs = ({ kind, sourceId, name }: Thing) =>
    kind === place.metadataId && sourceId === place.sourceId && name === place.name;
  const isFree = (one: Thing) => !mappings.some(({ destination }) => destination === one);
  const free = destinations.filter((one) => isOurs(one) && isFree(one)); // A stopped run leaves it.
  const first = there.find(({ isOn }) => isOn) ?? there[0];
  if (first) {
    const { title, settings, trigger = mapping.trigger } = first;
    const titles = there.filter(({ isOn }) => isOn).map((one) => one.title);
    const triggers = `${title} has another trigger than ${mapping.trigger}: ${trigger}`;
    if (titles.length === 0) check(`${title} is off, or the destination is. Switch both on.`);
    if (titles.length > 1) check(`Keep one, or each event comes twice: ${titles.join("; ")}`);
    if (trigger !== mapping.trigger) check(triggers);
    if (settings.enable_batching === true) check(`${title} batches. Switch that off.`);
    const differs = `${title} posts elsewhere than ${from} says. Correct what is wrong.`;
    if (url && url !== settings.url) check(differs);
    const spare = free.map(({ id }) => id);
    if (spare[0]) check(`Delete the destination ${place.name} that has no mapping: ${spare}`);
    return;
  }
  const body = { ...place, enabled: true, settings: {} };
  const make = () => create(`The destination ${place.name}`, "/destinations", body, "destination");
  const { id } = free.find(({ isOn }) => isOn) ?? (await make());
  const line = `+ The mapping ${mapping.name}: ${mapping.trigger}, to ${from}`;
  const input = { ...mapping, enabled: true, settings: { ...mapping.settings, url } };
  await change(line, `POST /destinations/${id}/subscriptions`, input);
}
