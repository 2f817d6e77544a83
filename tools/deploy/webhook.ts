import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import { ensureDestination, ensureMapping } from "./destination";
import { askForEndpoint, checkEndpoint, toSourceId } from "./endpoint";
import { Failure } from "./failure";
import { checkSettings, clearSharedSecret, isOurs, setSharedSecret } from "./function-source";
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
const HEADER = /^x-shared-secret$/i;

/** Which of the function's sources a text with an endpoint in it leads to. */
function findSource(sources: Source[], text: unknown): Source | undefined {
  return sources.find(({ id }) => id === toSourceId(text));
}

/**
 * The source whose Webhooks destination posts to the function already, Webhooks (classic) among
 * them. A new secret would cut such a chain off.
 */
export async function findForwarded(
  workspace: Workspace,
  sources: Source[],
): Promise<string | undefined> {
  for (const { id, sourceId, metadata, settings } of await workspace.readAll("/destinations")) {
    const kind = asObject(metadata).id;
    const path = `/destinations/${id}/subscriptions`;
    const all = kind === WEBHOOKS ? await workspace.readAll(path) : [{ settings }];
    const texts = JSON.stringify(all).split('"');
    if (texts.some((text) => findSource(sources, text))) return asText(sourceId);
  }
  return undefined;
}

/**
 * Makes the destination and the mapping that post to the function's endpoint, with the shared
 * secret in a header. Where both sides have one, it stays. Otherwise it is a new one, since the API
 * masks the old one: the source gets it last, so that a run that stops before loses no event, and
 * shows the next run that it is missing. Where neither side has one, that stays, too.
 * @returns the source that the mapping leads to.
 * @throws Failure when the endpoint is not known and nobody can be asked, or when another source
 *   posts to the function.
 */
export async function ensureWebhook(
  workspace: Workspace,
  httpSourceId: string,
  sources: [Source, ...Source[]],
  options: Options,
  ask: Surroundings["ask"],
): Promise<Source> {
  const place = { sourceId: httpSourceId, metadataId: WEBHOOKS, name: "Audit events to function" };
  const leadsToOurs = ({ settings }: JsonObject) =>
    findSource(sources, asObject(settings).url) !== undefined;
  const { path, existing } = await ensureDestination(workspace, place, MAPPING.name, leadsToOurs);
  const shown = asObject(existing?.settings);
  const oldUrl = asText(shown.url);
  const { endpoint } = options;
  const picked = findSource(sources, endpoint) ?? findSource(sources, oldUrl) ?? sources[0];
  const source = await ensureUsable(workspace, picked, isOurs(picked) ? "Audit events" : undefined);
  checkSettings(workspace, source);
  if (endpoint) checkEndpoint(workspace, endpoint, source);
  const other = existing ? httpSourceId : await findForwarded(workspace, sources);
  if (other && other !== httpSourceId) {
    const what = `The source ${other} posts to the function already`;
    throw new Failure(`${what}. Set HTTP_SOURCE_ID to it, or delete its destination first.`);
  }

  // What the Public API does not show counts as right.
  const isShownRight = existing && !source.isNew && !oldUrl;
  const isRight = isShownRight || toSourceId(oldUrl) === source.id;
  const wanted = endpoint ?? (isRight ? oldUrl : await askForEndpoint(workspace, source, ask));
  const { headers } = shown;
  const hasHeader = Object.keys(asObject(headers)).some((name) => HEADER.test(name));
  const hasSecret = Boolean(source.settings?.sharedSecret);
  const isCurrent =
    existing &&
    !source.isNew &&
    wanted === oldUrl &&
    (!source.settings || !isObject(headers) || hasHeader === hasSecret) &&
    Object.entries(SETTINGS).every(([key, value]) => isDeepStrictEqual(shown[key] ?? value, value));
  if (isCurrent) {
    await ensureMapping(workspace, path, existing, MAPPING);
    return source;
  }

  const url = wanted ?? (await askForEndpoint(workspace, source, ask));
  const secret = randomBytes(32).toString("hex");
  await clearSharedSecret(workspace, source, options);
  const lost = Object.keys(asObject(headers)).filter((name) => !HEADER.test(name));
  if (lost.length > 0) {
    const what = `The mapping loses its headers ${lost.join(", ")}: Segment masks their values`;
    workspace.print(`${what}. Enter them again.`);
  }
  const settings = { ...shown, ...SETTINGS, url };
  const withSecret = { ...settings, headers: { "X-Shared-Secret": secret } };
  const { id } = await ensureMapping(workspace, path, existing, MAPPING, withSecret);
  if (await setSharedSecret(workspace, source, options, secret)) return source;
  // Without one on both sides, the next run finds nothing to mend.
  const what =
    "Segment does not take a shared secret for the source: the mapping goes without, too";
  const input = { settings: { ...settings, headers: {} } };
  await workspace.change(what, `PATCH ${path}/subscriptions/${id}`, { input });
  workspace.print("The source lets every request in. By hand: docs/set-up.md, step 8.");
  return source;
}
