import { asObject, asText } from "../../src/json";
import { fail } from "../shared/failure";
import { findEndpoint, readSourceId } from "./endpoint";
import type { Sources } from "./function-source";
import { ensureMapping } from "./mapping";
import { create, HTTP_API, type Run, type Thing, toFreeSlug, toThing, WEBHOOKS } from "./workspace";

const MAPPING = {
  name: "Audit events to the function",
  actionId: "nFPnRozhz1mh4Gbx4MLvT5",
  trigger: 'type = "track" and event = "Audit"',
  // A function takes 512 KiB a request: a batch could be larger, and would be lost.
  settings: { method: "POST", data: { "@path": "$." }, enable_batching: false },
};

/**
 * Makes the webhook that posts audit events to the function, unless there is one, on any source.
 * @param sources the function's.
 * @returns the source that is posted to, and whether anything posts: the endpoint may be missing.
 * @throws Failure when ENDPOINT is wrong, or the function would refuse what a webhook sends.
 */
export async function ensureWebhook(run: Run, sources: Sources) {
  const { options, isPlan, print, rest } = run;
  const isToFunction = ({ kind, settings: { url } }: Thing) =>
    kind === WEBHOOKS && (readSourceId(url, sources) || (url && url === options("ENDPOINT")));
  const existing = run.mappings.filter(isToFunction);
  existing.forEach(requireHeader);
  const endpoint = await findEndpoint(run, sources, !existing[0]);
  const url = existing[0]?.settings.url ?? endpoint;
  const httpSource = await ensureHttpSource(run, existing[0]?.sourceId);
  const place = { sourceId: httpSource.id, metadataId: WEBHOOKS, name: "Audit events to function" };
  const mapping = { ...MAPPING, settings: { ...MAPPING.settings, url } };
  if (url || isPlan) await ensureMapping(run, existing, { place, mapping });
  const source = sources.find(({ id }) => id === readSourceId(url, sources)) ?? sources[0];
  const sourcesOff = [source, httpSource].filter(({ isOn }) => !isOn);
  for (const { name } of sourcesOff) print(`Please check: the source ${name} is off.`);
  const values = `slug ${run.slug}, token, region ${options("REGION") ?? "us"}, Permission Check`;
  const settingsOf = `Enter the settings of the source ${source.name}, if they are empty`;
  if (!source.settings.workspaceToken) rest.push(`${settingsOf}: ${values}.`);
  const hint = "Set ENDPOINT to it, or run the command in a terminal, which asks.";
  if (!url) rest.push(`The endpoint is missing. The source ${source.name} shows it. ${hint}`);
  const clicks = `select the source ${httpSource.name}, switch it On, Save Changes.`;
  rest.push(`Settings → Workspace Settings → Audit Forwarding, if it is off: ${clicks}`);
  rest.push(`Connect a destination to ${source.name}: without, Segment disables it in 14 days.`);
  return { source, isThere: url !== undefined };
}

/**
 * Of a webhook that signs, the function looks at this header alone: it gets the keys in another order
 * than the one that was signed.
 */
function requireHeader({ name, settings: { sharedSecret, headers } }: Thing): void {
  const all = Object.entries(asObject(headers));
  const isSent = all.some(([key, value]) => /^x-shared-secret$/i.test(key) && asText(value));
  if (isSent || !asText(sharedSecret)) return;
  const fault = `${name} signs, and lacks the header X-Shared-Secret, which is what counts. Add it`;
  const other = "or empty Shared secret, at the function's source first, then at the destination.";
  fail(`${fault} (docs/set-up.md, step 8), ${other}`);
}

/** @param sourceId the source of the webhook that is there: it is the one, whatever else is. */
async function ensureHttpSource(run: Run, sourceId?: string): Promise<Thing> {
  if (sourceId) return run.sources.find(({ id }) => id === sourceId) ?? toThing({ id: sourceId });
  const isOurs = ({ kind, slug }: Thing) => kind === HTTP_API && /^audit-trail(-2)*$/.test(slug);
  const slug = toFreeSlug(run.sources, "audit-trail");
  const body = { slug, enabled: true, metadataId: HTTP_API };
  return run.sources.find(isOurs) ?? create(run, `The HTTP API source ${slug}`, "/sources", body);
}
