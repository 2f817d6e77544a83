import { asObject, asText, type JsonObject } from "../../src/json";
import { type ApiClient, type Item, type Surroundings, toItem } from "../shared/client";
import type { Options } from "./options";

/** The kinds of sources and destinations in the chain, by their ids in Segment's catalog. */
export const HTTP_API = "iUM16Md8P2";
export const WEBHOOKS = "614a3c7d791c91c41bae7599";
export const SLACK = "5f7dd8e302173ff732db5cc4";

/** A function, a source, a destination, or a mapping: it has its destination's kind and source. */
export interface Thing {
  id: string;
  slug: string;
  /** For people: a source's with its slug, a mapping's with its destination. */
  name: string;
  /** The id of a source's or destination's kind. A function has that of its sources. */
  kind: string;
  /** The source that a destination is on. */
  sourceId: string;
  /** What is not shown counts as on. A mapping is on when its destination is, too. */
  isOn: boolean;
  /** Which events a mapping takes. */
  trigger: unknown;
  /** A mapping has those of its destination, too. */
  settings: JsonObject;
}

/** A run, or a plan of it, which changes nothing. Each link of the chain is given it. */
export interface Run extends Surroundings {
  isPlan: boolean;
  options: Options;
  client: ApiClient;
  /** The text of dist/handler.js. */
  code: string;
  /** Saves a text to a new file. @returns the file's name. */
  save(file: string, text: string): string;
  /** Asks a person for a line, undefined when there is none. Left out where nobody can be asked. */
  ask?: (question: string) => Promise<string | undefined>;
  /** The workspace's slug, and what it has. */
  slug: string;
  functions: Thing[];
  sources: Thing[];
  /** Webhooks and Slack without a mapping. A run that was stopped leaves some. */
  emptyDestinations: Thing[];
  /** Those that are on first. */
  mappings: Thing[];
  /** What is never printed. It may grow. */
  secrets: (string | undefined)[];
  /** What is left to do by hand, in order. */
  rest: string[];
}

/**
 * Changes something, unless this is a plan, and says so.
 * @param line `+` or `~` and what it is, in words for people.
 * @returns the answer's `data`; nothing in a plan.
 * @throws what the client throws.
 */
export async function change(run: Run, line: string, route: string, body?: object) {
  const data = run.isPlan ? {} : await run.client.send(route, body);
  run.print(line);
  return data;
}

/**
 * Makes something new, as `change` does.
 * @param path such as `/sources`: the answer has a `source` then.
 * @returns it, with an empty id in a plan.
 */
export async function create(run: Run, line: string, path: string, body: JsonObject) {
  const data = await change(run, `+ ${line}`, `POST ${path}`, body);
  const made = run.isPlan ? { id: "" } : toItem(data[path.slice(1, -1)], `POST ${path}`);
  return toThing({ slug: body.slug, ...made });
}

/**
 * Reads all that the chain may be made of. Mappings that are on come first.
 * @throws Failure when a list cannot be read.
 */
export async function readLists({ readAll }: ApiClient) {
  const emptyDestinations: Thing[] = [];
  const mappings: Thing[] = [];
  // Destinations before sources, sources before functions: another run may be making all of them.
  for (const destination of (await readAll("/destinations", "destinations")).map(toThing)) {
    if (destination.kind !== WEBHOOKS && destination.kind !== SLACK) continue;
    const items = await readAll(`/destinations/${destination.id}/subscriptions`, "subscriptions");
    mappings.push(...items.map((item) => toMapping(item, destination)));
    if (items.length === 0) emptyDestinations.push(destination);
  }
  mappings.sort((one, other) => Number(other.isOn) - Number(one.isOn));
  const sources = (await readAll("/sources", "sources")).map(toThing);
  const functions = await readAll("/functions", "functions", { resourceType: "SOURCE" });
  return { functions: functions.map(toThing), sources, emptyDestinations, mappings };
}

/** Parses an item of a list, or what was just made. */
export function toThing({ id, enabled, trigger, ...item }: Item): Thing {
  const slug = asText(item.slug) ?? "";
  const name = asText(item.name ?? item.displayName) ?? (slug || id);
  const title = slug && slug !== name ? `${name} (${slug})` : name;
  // A function's id is `sfnc_` and its kind (source-function-template).
  const kind = asText(item.catalogId ?? asObject(item.metadata).id) ?? id.replace(/^sfnc_/, "");
  const sourceId = asText(item.sourceId) ?? "";
  const settings = asObject(item.settings);
  return { id, slug, name: title, kind, sourceId, isOn: enabled !== false, trigger, settings };
}

function toMapping(item: Item, destination: Thing): Thing {
  const { name: mappingName, isOn, trigger, settings } = toThing(item);
  const name = `The mapping ${mappingName} of the destination ${destination.name} (${destination.id})`;
  const own = { name, isOn: isOn && destination.isOn, trigger };
  return { ...destination, ...own, settings: { ...destination.settings, ...settings } };
}

/** A slug that no source has: this one, or else with `-2` behind it, as often as it takes. */
export function toFreeSlug(sources: Thing[], slug: string): string {
  return sources.some((one) => one.slug === slug) ? toFreeSlug(sources, `${slug}-2`) : slug;
}
