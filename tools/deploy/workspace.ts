import { asObject, asText, type JsonObject } from "../../src/json";
import { createApiClient, type Surroundings as Network, OpenFailure } from "../shared/client";
import { fail } from "../shared/failure";
import { toSafeLine } from "../shared/safe-line";
import type { Options } from "./options";

/** What the command reads from the world around it, and does to it. */
export interface Surroundings extends Network {
  /** The text of dist/handler.js. */
  code: string;
  /** Saves a text to a new file. @returns the file's name. */
  save(file: string, text: string): string;
  /** Asks a person for a line, undefined when there is none. Left out where nobody can be asked. */
  ask?(question: string): Promise<string | undefined>;
}

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

const CHECK = "Check TOKEN (it needs Workspace Owner access), REGION and FUNCTION_ID.";
const CHECK_OTHER = "Check WORKSPACE_TOKEN, which has to read users: Workspace Owner access does.";

/**
 * Looks at the workspace of TOKEN, and tries WORKSPACE_TOKEN. Changes nothing.
 * @param secrets what is never printed. It may grow.
 * @throws Failure when a token or the region is wrong.
 */
export async function openWorkspace(options: Options, around: Surroundings, secrets: string[]) {
  const clean = (text: string) => toSafeLine(text, secrets);
  const print = (line: string) => around.print(clean(line));
  const access = { ...around, ...options, clean, print };
  const client = createApiClient({ ...access, check: CHECK });
  const { id, slug } = await client.readWorkspace();
  print(`Workspace ${slug} (${options.region})`);
  const { workspaceToken: token } = options;
  if (token) {
    const other = createApiClient({ ...access, token, check: CHECK_OTHER });
    const its = await other.readWorkspace();
    if (its.id !== id) fail(`WORKSPACE_TOKEN is one of ${its.slug}. Make one in ${slug}.`);
    await other.send("GET /users?pagination[count]=1");
  }
  const snapshot = await readSnapshot(client);
  return { ...around, ...snapshot, options, client, slug, clean, print, secrets };
}

/** The workspace, as all links of the chain are given it. */
export type Workspace = ReturnType<typeof createWorkspace>;

/** @param isPlan whether changes are noted only. */
export function createWorkspace(open: Awaited<ReturnType<typeof openWorkspace>>, isPlan: boolean) {
  const changes: string[] = [];
  const checks = new Set<string>();

  /**
   * Changes something, unless this is a plan.
   * @param line `+` or `~` and what it is, in words for people.
   * @returns the answer's `data`; nothing for a plan.
   */
  async function change(line: string, route: string, body?: object): Promise<JsonObject> {
    changes.push(line);
    if (isPlan) return {};
    open.print(line);
    return open.client.send(route, body);
  }

  /**
   * Makes something new.
   * @param key under which the answer has it.
   * @returns it, with an empty id in a plan.
   * @throws OpenFailure when the answer does not have it.
   */
  async function create(line: string, path: string, body: object, key: string) {
    const made = asObject((await change(`+ ${line}`, `POST ${path}`, body))[key]);
    const id = isPlan ? "" : asText(made.id);
    if (id === undefined) throw new OpenFailure(`POST ${path}: the answer has no id`);
    return { ...made, id };
  }

  /** Notes what a person has to check. */
  const check = (line: string) => checks.add(line);
  return { ...open, isPlan, changes, checks, change, create, check };
}

/** Reads all that is there, so that nothing is made before everything was looked at. */
async function readSnapshot({ readAll }: ReturnType<typeof createApiClient>) {
  const read = async (...list: Parameters<typeof readAll>) => (await readAll(...list)).map(toThing);
  // What refers comes before what it refers to: another run may be making both.
  const destinations = await read("/destinations", "destinations");
  const mappings: Mapping[] = [];
  for (const destination of destinations) {
    const { id, name, kind, settings } = destination;
    const path = `/destinations/${id}/subscriptions`;
    const hasMappings = kind === KINDS.webhooks || kind === KINDS.slack;
    // Webhooks (classic) has none. Each text in its settings counts as one: it may be a URL.
    const texts = kind === KINDS.webhooksClassic ? JSON.stringify(settings).split('"') : [];
    const urls = [...new Set(texts)].map((url) => toThing({ id, name, settings: { url } }));
    const items = hasMappings ? await read(path, "subscriptions") : urls;
    for (const item of items) {
      const title = `The mapping ${item.name} of the destination ${name} (${id})`;
      mappings.push({ ...item, isOn: item.isOn && destination.isOn, destination, title });
    }
  }
  const sources = await read("/sources", "sources");
  const functions = await read("/functions", "functions", { resourceType: "SOURCE" });
  return { functions, sources, destinations, mappings };
}

/** Parses an item. What Segment does not show of it counts as right. */
export function toThing(item: JsonObject & { id: string }) {
  return {
    id: item.id,
    slug: asText(item.slug),
    name: asText(item.name ?? item.displayName ?? item.slug) ?? item.id,
    // A function's is what its sources have. Its id is `sfnc_<kind>` (source-function-template).
    kind: asText(item.catalogId ?? asObject(item.metadata).id) ?? item.id.replace(/^sfnc_/, ""),
    sourceId: asText(item.sourceId),
    trigger: asText(item.trigger),
    isOn: item.enabled !== false,
    settings: asObject(item.settings),
  };
}

/** A slug that no source has: this one, or else with `-2` behind it, as often as it takes. */
export function toFreeSlug(sources: Thing[], slug: string): string {
  return sources.some((one) => one.slug === slug) ? toFreeSlug(sources, `${slug}-2`) : slug;
}
