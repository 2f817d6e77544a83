import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../src/json";
import { change, create, type Run, type Thing } from "./workspace";

/** A mapping to be made, and the destination that it goes into. */
interface NewMapping {
  place: { sourceId: string; metadataId: string; name: string };
  mapping: { name: string; actionId: string; trigger: string; settings: JsonObject };
}

/**
 * Makes a mapping, unless one does the same. It goes into an empty destination of ours, or else
 * into a new one.
 * @param existing those that do the same. The first counts.
 */
export async function ensureMapping(run: Run, existing: Thing[], { place, mapping }: NewMapping) {
  if (existing[0]) return checkMapping(run, existing[0], existing.slice(1));
  const isPlace = ({ sourceId, kind, name, isOn }: Thing) =>
    isOn && sourceId === place.sourceId && kind === place.metadataId && name === place.name;
  const body = { ...place, enabled: true, settings: {} };
  const make = () => create(run, `The destination ${place.name}`, "/destinations", body);
  const { id } = run.emptyDestinations.find(isPlace) ?? (await make());
  const route = `POST /destinations/${id}/subscriptions`;
  await change(run, `+ The mapping ${mapping.name}`, route, { ...mapping, enabled: true });
}

/** Names what a person has to look at. */
function checkMapping({ print }: Run, mapping: Thing, more: Thing[]): void {
  const { name, isOn, sourceId, trigger, settings } = mapping;
  if (!isOn) print(`Please check: ${name} is off, or the destination is. Switch both on.`);
  if (settings.enable_batching === true) print(`Please check: ${name} batches. Switch that off.`);
  const work = { isOn, sourceId, trigger, settings };
  const doubles = more.filter((one) => isDeepStrictEqual({ ...one, ...work }, one));
  for (const one of doubles) print(`Please check: ${one.name} does the same. Keep ${name}.`);
}
