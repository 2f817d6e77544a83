import { asObject, asText } from "../../src/json";
import type { Client, Item } from "../public-api";

/** The kinds of sources and destinations in the chain, by their ids in Segment's catalog. */
export const KINDS = {
  httpApi: "iUM16Md8P2",
  webhooks: "614a3c7d791c91c41bae7599",
  webhooksClassic: "54521fdc25e721e32a72ef04",
  slack: "5f7dd8e302173ff732db5cc4",
};

/** A function, a source, a destination or a mapping. */
export type Thing = ReturnType<typeof toThing>;
export type Mapping = Thing & { destination: Thing; title: string };

/** Reads all that is there, so that nothing is made before everything was looked at. */
export async function readSnapshot({ readAll }: Client) {
  const read = async (...list: Parameters<typeof readAll>) => (await readAll(...list)).map(toThing);
  const functions = await read("/functions", "functions", { resourceType: "SOURCE" });
  const sources = await read("/sources", "sources");
  const destinations = await read("/destinations", "destinations");
  const mappings: Mapping[] = [];
  for (const destination of destinations) {
    const { id, name, kind, settings } = destination;
    const hasMappings = kind === KINDS.webhooks || kind === KINDS.slack;
    // It has no mappings. Each text in its settings counts as one: it may be a URL.
    const texts = kind === KINDS.webhooksClassic ? JSON.stringify(settings).split('"') : [];
    const items = [...new Set(texts)].map((url) => toThing({ id, name, settings: { url } }));
    if (hasMappings)
      items.push(...(await read(`/destinations/${id}/subscriptions`, "subscriptions")));
    for (const item of items) {
      const title = `The mapping ${item.name} of the destination ${name} (${id})`;
      mappings.push({ ...item, isOn: item.isOn && destination.isOn, destination, title });
    }
  }
  return { functions, sources, destinations, mappings };
}

/** Parses an item. What Segment does not show of it counts as right. */
export function toThing(item: Item) {
  const slug = asText(item.slug) ?? item.id;
  return {
    id: item.id,
    slug,
    name: asText(item.name) ?? asText(item.displayName) ?? slug,
    /** For a function, what its sources have: its id is `sfnc_<catalogId>` (source-function-template). */
    kind: asText(item.catalogId ?? asObject(item.metadata).id) ?? item.id.replace(/^sfnc_/, ""),
    sourceId: asText(item.sourceId),
    trigger: asText(item.trigger),
    isOn: item.enabled !== false,
    settings: asObject(item.settings),
  };
}

/** A slug that no source has: the wanted one, or else `slug-2`, `slug-3` and so on. */
export function toFreeSlug(sources: Thing[], wanted: string, count = 1): string {
  const slug = count === 1 ? wanted : `${wanted}-${count}`;
  const isTaken = sources.some((one) => one.slug === slug);
  return isTaken ? toFreeSlug(sources, wanted, count + 1) : slug;
}
