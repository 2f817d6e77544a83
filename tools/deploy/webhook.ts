import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import { ensureDestination, ensureMapping } from "./destination";
import { askForEndpoint, checkEndpoint, toSourceId } from "./endpoint";
import { checkSettings, clearSharedSecret, OURS, setSharedSecret } from "./function-source";
import type { Options } from "./options";
import { ensureUsable, type Source } from "./source";
import type { Surroundings } from "./surroundings";
import type { Workspace } from "./workspace";

/** Webhooks (Actions) in the catalog (Segment docs: Webhooks (Actions) destination). */
const WEBHOOKS = "614a3c7d791c91c41bae7599";

const MAPPING = {
  name: "Audit events to the function",
  actionId: "nFPnRozhz1mh4Gbx4MLvT5",
  trigger: 'type = "track" and event = "Audit"',
};

/** A function takes 512 KiB a request: a batch could be larger, and would be lost. */
const SETTINGS = { method: "POST", data: { "@path": "$." }, enable_batching: false };

/** The header in which the function expects the setting `sharedSecret`. */
const HEADER = "X-Shared-Secret";

/**
 * Makes the destination and the mapping that post to the function's endpoint, with the shared
 * secret in a header. Where both sides are as they should be, the secret stays. Otherwise it is a
 * new one, since the API masks the old one: the source gets it last, so that a run that stops
 * before loses no event, and shows the next run that it is missing.
 * @returns the source that the mapping leads to.
 * @throws Failure when the endpoint is not known and nobody can be asked.
 */
export async function ensureWebhook(
  workspace: Workspace,
  httpSourceId: string,
  sources: [Source, ...Source[]],
  options: Options,
  ask: Surroundings["ask"],
): Promise<Source> {
  const place = { sourceId: httpSourceId, metadataId: WEBHOOKS, name: "Audit events to function" };
  const findSource = (url: unknown) => sources.find(({ id }) => id === toSourceId(url));
  const leadsToOurs = (one: JsonObject) => Boolean(findSource(asObject(one.settings).url));
  const { path, existing } = await ensureDestination(workspace, place, MAPPING.name, leadsToOurs);
  const shown = asObject(existing?.settings);
  const oldUrl = asText(shown.url);
  const { endpoint } = options;
  const picked = findSource(endpoint) ?? findSource(oldUrl) ?? sources[0];
  const source = await ensureUsable(workspace, picked, OURS);
  checkSettings(workspace, source);
  if (endpoint) checkEndpoint(workspace, endpoint, source);

  const isRightUrl = endpoint ? oldUrl === endpoint : toSourceId(oldUrl) === source.id;
  const { headers } = shown;
  const { settings } = source;
  // What the Public API does not show counts as right.
  const isCurrent =
    existing &&
    !source.isNew &&
    (isRightUrl || !oldUrl) &&
    (!isObject(headers) || HEADER in headers) &&
    (!settings?.workspaceToken || settings.sharedSecret) &&
    Object.entries(SETTINGS).every(([key, value]) => isDeepStrictEqual(shown[key] ?? value, value));
  if (isCurrent) {
    await ensureMapping(workspace, path, existing, MAPPING);
    return source;
  }

  const known = endpoint ?? (isRightUrl ? oldUrl : undefined);
  const url = known ?? (await askForEndpoint(workspace, source, ask));
  const secret = randomBytes(32).toString("hex");
  await clearSharedSecret(workspace, source, options);
  const lost = Object.keys(asObject(headers)).filter((name) => name !== HEADER);
  if (lost.length > 0) {
    const what = `The mapping loses its headers ${lost.join(", ")}: Segment masks their values`;
    workspace.print(`${what}. Enter them again.`);
  }
  const wanted = { ...shown, ...SETTINGS, url, headers: { [HEADER]: secret } };
  await ensureMapping(workspace, path, existing, MAPPING, wanted);
  await setSharedSecret(workspace, source, options, secret);
  return source;
}
