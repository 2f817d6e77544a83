import { asText } from "../../src/json";
import { findEndpoint, readCredentials } from "./endpoint";
import { ensureHttpSource } from "./http-source";
import { ensureMapping } from "./mapping";
import { KINDS, type Mapping, type Thing } from "./snapshot";
import type { Workspace } from "./workspace";

const DESTINATION = "Audit events to function";
const MAPPING = {
  name: "Audit events to the function",
  actionId: "nFPnRozhz1mh4Gbx4MLvT5",
  trigger: 'type = "track" and event = "Audit"',
  // A function takes 512 KiB a request: a batch could be larger, and would be lost.
  settings: { method: "POST", data: { "@path": "$." }, enable_batching: false },
};

/**
 * Makes the webhook that posts audit events to the function's endpoint, and the HTTP API source that
 * it is on, unless any webhook of the workspace posts to the function.
 * @returns the HTTP API source, the function's source that is posted to, and the endpoint, which is
 *   undefined where it is still missing.
 * @throws Failure when ENDPOINT or HTTP_SOURCE_ID is wrong.
 */
export async function ensureWebhook(workspace: Workspace, sources: [Thing, ...Thing[]]) {
  const { options, isPlan, mappings, check } = workspace;
  const isMissing = findWebhooks(workspace, sources, options.endpoint).length === 0;
  const given = await findEndpoint(workspace, sources, isMissing);
  const isIn = (id: string | undefined) => (one: Mapping) => one.destination.sourceId === id;
  const isChosen = isIn(options.httpSourceId);
  const toRank = (one: Mapping) => 2 * Number(one.isOn) + Number(isChosen(one));
  const webhooks = findWebhooks(workspace, sources, given);
  const [webhook] = webhooks.sort((one, other) => toRank(other) - toRank(one));
  const httpSource = await ensureHttpSource(workspace, webhook?.destination.sourceId);
  const endpoint = asText(webhook?.settings.url) ?? given;
  const { sourceId } = readCredentials(endpoint);
  const source = sources.find(({ id }) => id === sourceId) ?? sources[0];
  const isHere = isIn(httpSource.id);
  for (const one of mappings.filter(isHere)) {
    const isOther = one.name === MAPPING.name && !webhooks.includes(one);
    if (isOther) check(`${one.title} posts elsewhere. Delete it if nobody needs it.`);
  }
  const place = { sourceId: httpSource.id, metadataId: KINDS.webhooks, name: DESTINATION };
  const from = given ? "ENDPOINT" : "the endpoint, for which the command asks";
  const wanted = { mapping: MAPPING, place, url: given, from };
  if (endpoint || isPlan) await ensureMapping(workspace, wanted, webhooks.filter(isHere));
  return { source, httpSource, endpoint };
}

/**
 * The webhooks that post to sources of a function, anywhere in the workspace.
 * @param endpoint leads there too, where it does not say itself where it leads.
 */
export function findWebhooks({ mappings }: Workspace, sources: Thing[], endpoint?: string) {
  return mappings.filter(({ destination, settings: { url } }) => {
    const { sourceId } = readCredentials(url);
    const isOpaque = !sourceId && url !== undefined && url === endpoint;
    const leadsHere = isOpaque || sources.some(({ id }) => id === sourceId);
    return leadsHere && destination.kind !== KINDS.slack;
  });
}
