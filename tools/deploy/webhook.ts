import { findEndpoint, readCredentials } from "./endpoint";
import { ensureHttpSource } from "./http-source";
import { ensureMapping } from "./mapping";
import { KINDS, type Mapping, type Thing, type Workspace } from "./workspace";

const DESTINATION = "Audit events to function";
const MAPPING = {
  name: "Audit events to the function",
  actionId: "nFPnRozhz1mh4Gbx4MLvT5",
  trigger: 'type = "track" and event = "Audit"',
  // A function takes 512 KiB a request: a batch could be larger, and would be lost.
  settings: { method: "POST", data: { "@path": "$." }, enable_batching: false },
};

/**
 * Makes the webhook that posts audit events to the function's endpoint, and the HTTP API source
 * that it is on, unless a webhook of the workspace is known to post to the function. Of several, one
 * that works counts.
 * @returns the HTTP API source, the function's source that is posted to, and the endpoint, which is
 *   undefined where it is still missing.
 * @throws Failure when ENDPOINT or HTTP_SOURCE_ID is wrong.
 */
export async function ensureWebhook(workspace: Workspace, sources: [Thing, ...Thing[]]) {
  const { options, isPlan, mappings, check } = workspace;
  const isMissing = findWebhooks(workspace, sources, options.endpoint).length === 0;
  const given = await findEndpoint(workspace, sources, isMissing);
  const webhooks = findWebhooks(workspace, sources, given);
  const isHealthy = ({ trigger = MAPPING.trigger, destination: { sourceId } }: Mapping) =>
    trigger === MAPPING.trigger &&
    workspace.sources.some(({ id, isOn }) => id === sourceId && isOn);
  const active = [...webhooks.filter(isHealthy), ...webhooks].filter(({ isOn }) => isOn);
  const isChosen = ({ destination }: Mapping) => destination.sourceId === options.httpSourceId;
  const webhook = active.find(isChosen) ?? active[0] ?? webhooks[0];
  const httpSource = await ensureHttpSource(workspace, webhook?.destination.sourceId);
  const endpoint = webhook ? String(webhook.settings.url) : given;
  const source = sources.find(({ id }) => id === readCredentials(endpoint).sourceId) ?? sources[0];
  const here = mappings.filter(({ destination }) => destination.sourceId === httpSource.id);
  const others = here.filter((one) => one.name === MAPPING.name && !webhooks.includes(one));
  for (const { title } of others) check(`${title} may post to another function. Check its URL.`);
  const place = { sourceId: httpSource.id, metadataId: KINDS.webhooks, name: DESTINATION };
  const there = here.filter((one) => webhooks.includes(one));
  const from = given ? "ENDPOINT" : "the endpoint, for which the command asks";
  const toPlain = (url?: string) => url?.replaceAll("%3D", "=");
  const url = toPlain(given) === toPlain(endpoint) ? endpoint : given;
  const wanted = { mapping: MAPPING, place, url, from };
  if (endpoint || isPlan) await ensureMapping(workspace, wanted, there);
  return { source, httpSource, endpoint };
}

/**
 * The webhooks that post to sources of a function, anywhere in the workspace.
 * @param endpoint leads there too, where it does not say itself where it leads.
 */
export function findWebhooks({ mappings }: Workspace, sources: Thing[], endpoint?: string) {
  return mappings.filter(({ settings: { url } }) => {
    const { sourceId } = readCredentials(url);
    return sources.some(({ id }) => id === sourceId) || (endpoint && url === endpoint);
  });
}
