import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import { fail } from "../failure";
import { ensureDestination } from "./destination";
import { findEndpoint, sayUnknownHost, toSourceId } from "./endpoint";
import { clearSharedSecret, isOurs, sayMissing, setSharedSecret } from "./function-source";
import { ensureUsable, type Source, type Sources } from "./source";
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
export async function findForwarded(workspace: Workspace, sources: Source[]) {
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
 * Makes the destination and the mapping that post to the function's endpoint. The shared secret
 * goes into a header. If both sides have a secret, or neither has one, nothing changes. Otherwise
 * both get a new one, since the API masks the old one. The source gets it last: a run that stops
 * before loses no event, and the next run sees that it is missing.
 * @returns the source that the mapping leads to.
 * @throws Failure when the endpoint is not known and nobody can be asked, or when another source
 *   posts to the function.
 */
export async function ensureWebhook(workspace: Workspace, httpSourceId: string, sources: Sources) {
  const { options, print } = workspace;
  const place = { sourceId: httpSourceId, metadataId: WEBHOOKS, name: "Audit events to function" };
  const leadsTo = ({ settings }: JsonObject) => findSource(sources, asObject(settings).url);
  const destination = await ensureDestination(workspace, place, MAPPING, leadsTo);
  const { path, existing, ensureMapping } = destination;
  const shown = asObject(existing?.settings);
  const oldUrl = asText(shown.url);
  const { endpoint } = options;
  const picked = findSource(sources, endpoint) ?? findSource(sources, oldUrl) ?? sources[0];
  const source = await ensureUsable(workspace, picked, isOurs(picked) ? "Audit events" : undefined);
  if (source.settings) sayMissing(workspace, ["workspaceSlug", "workspaceToken"], source);
  const other = existing ? undefined : await findForwarded(workspace, sources);
  if (other && other !== httpSourceId) {
    const what = `The source ${other} posts to the function already`;
    fail(`${what}. Set HTTP_SOURCE_ID to it, or delete its destination first.`);
  }

  const isKept = existing && !source.isNew && hasRightSettings(shown, source);
  const isRight = oldUrl ? toSourceId(oldUrl) === source.id : isKept;
  const url = isRight && !endpoint ? oldUrl : await findEndpoint(workspace, source);
  if (isKept && url === oldUrl) {
    await ensureMapping();
    return source;
  }
  sayUnknownHost(workspace, url);
  await clearSharedSecret(workspace, source);
  const names = Object.keys(asObject(shown.headers));
  const lost = names.filter((name) => !HEADER.test(name)).join(", ");
  if (lost) print(`The mapping loses its headers ${lost}: Segment masks them. Enter them again.`);
  const secret = randomBytes(32).toString("hex");
  const settings = { ...shown, ...SETTINGS, url };
  const { id } = await ensureMapping({ ...settings, headers: { "X-Shared-Secret": secret } });
  if (await setSharedSecret(workspace, source, secret)) return source;
  // Without one on both sides, the next run finds nothing to mend.
  const what = "Segment takes no shared secret for the source: the mapping goes without, too";
  const input = { settings: { ...settings, headers: {} } };
  await workspace.change(what, `PATCH ${path}/${id}`, { input });
  print("The source lets every request in. By hand: docs/set-up.md, step 8.");
  return source;
}

/**
 * Whether a mapping's settings are right, and have a secret just where the source has one. What the
 * Public API does not show counts as right.
 */
function hasRightSettings(shown: JsonObject, { settings }: Source): boolean {
  const { headers } = shown;
  const hasHeader = Object.keys(asObject(headers)).some((name) => HEADER.test(name));
  const hasSecret = settings && isObject(headers) ? Boolean(settings.sharedSecret) : hasHeader;
  const isRight = ([key, value]: [string, unknown]) =>
    isDeepStrictEqual(shown[key] ?? value, value);
  return hasHeader === hasSecret && Object.entries(SETTINGS).every(isRight);
}
