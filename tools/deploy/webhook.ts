import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { asObject, asText, isObject, type JsonObject } from "../../src/json";
import { fail } from "../failure";
import { ensureDestination } from "./destination";
import { findEndpoint, findFault, sayUnknown, toSourceId } from "./endpoint";
import { checkSettings, clearSharedSecret, isOurs, setSharedSecret } from "./function-source";
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
 * both get a new one, since the API masks the old one.
 * @returns the source that the mapping leads to.
 * @throws Failure when the endpoint is not known and nobody can be asked, when another source posts
 *   to the function, or when a secret cannot be renewed.
 */
export async function ensureWebhook(workspace: Workspace, httpSourceId: string, sources: Sources) {
  const { options, print } = workspace;
  const place = { sourceId: httpSourceId, metadataId: WEBHOOKS, name: "Audit events to function" };
  const leadsTo = ({ settings }: JsonObject) => findSource(sources, asObject(settings).url);
  const destination = await ensureDestination(workspace, place, MAPPING, leadsTo);
  const { existing } = destination;
  const shown = asObject(existing?.settings);
  // A masked one says nothing.
  const oldUrl = URL.canParse(String(shown.url)) ? String(shown.url) : undefined;
  const { endpoint } = options;
  const picked = findSource(sources, endpoint) ?? findSource(sources, oldUrl) ?? sources[0];
  const source = await ensureUsable(workspace, picked, isOurs(picked) ? "Audit events" : undefined);
  checkSettings(workspace, source);
  const other = existing ? undefined : await findForwarded(workspace, sources);
  if (other && other !== httpSourceId) {
    const what = `The source ${other} posts to the function already`;
    fail(`${what}. Set HTTP_SOURCE_ID to it, or delete its destination first.`);
  }

  const isKept = existing && !source.isNew && hasRightSettings(shown, source);
  const fault = oldUrl && findFault(oldUrl, source);
  const leadsHere = !fault && (isKept || toSourceId(oldUrl));
  const url = leadsHere && !endpoint ? oldUrl : await findEndpoint(workspace, source);
  if (isKept && (!oldUrl || url === oldUrl)) {
    if (endpoint && !oldUrl) print("Segment does not show where the mapping posts: check its URL.");
    await destination.ensureMapping();
    return source;
  }
  sayUnknown(workspace, url);
  await writeMapping(workspace, source, destination, { ...shown, ...SETTINGS, url });
  return source;
}

/**
 * Makes the mapping or mends it, with a new secret on both sides if the source takes one. The source
 * gets it last: a run that stops before loses no event, and the next run sees that it is missing.
 * @throws Failure when Segment does not show the source's secret, which would have to be renewed.
 */
async function writeMapping(
  workspace: Workspace,
  source: Source,
  { path, existing, ensureMapping }: Awaited<ReturnType<typeof ensureDestination>>,
  settings: JsonObject,
): Promise<void> {
  const { change, print } = workspace;
  const { headers } = settings;
  // What a person set, and Segment does not show, is not replaced.
  const canSet = source.settings || (!existing && isOurs(source));
  if (!canSet && hasSecret(headers)) {
    const what = `Segment does not show the settings of the source ${source.name}`;
    fail(`${what}: no new secret can be set. Mend the mapping by hand: docs/set-up.md, step 5.`);
  }
  await clearSharedSecret(workspace, source);
  const names = Object.keys(asObject(headers));
  const lost = names.filter((name) => !HEADER.test(name)).join(", ");
  if (lost) print(`The mapping loses its headers ${lost}: Segment masks them. Enter them again.`);
  const secret = canSet ? randomBytes(32).toString("hex") : undefined;
  const { id } = await ensureMapping({
    ...settings,
    headers: secret ? { "X-Shared-Secret": secret } : {},
  });
  if (secret) {
    if ((await setSharedSecret(workspace, source, secret)) !== false) return;
    // Without one on both sides, the next run finds nothing to mend.
    const what = "Segment takes no shared secret for the source: the mapping goes without, too";
    const input = { settings: { ...settings, headers: {} } };
    await change(what, `PATCH ${path}/${id}`, { input });
  }
  print(
    `The mapping sends no shared secret. If the source ${source.name} has one, empty it there.`,
  );
  print("To keep made-up events out, set one on both sides by hand: docs/set-up.md, step 8.");
}

/**
 * Whether a mapping's settings are right, and have a secret just where the source has one. What the
 * Public API does not show counts as right.
 */
function hasRightSettings(shown: JsonObject, { settings }: Source): boolean {
  const isKnown = settings && isObject(shown.headers);
  const isRight = ([key, value]: [string, unknown]) =>
    isDeepStrictEqual(shown[key] ?? value, value);
  return (
    (!isKnown || hasSecret(shown.headers) === Boolean(settings.sharedSecret)) &&
    Object.entries(SETTINGS).every(isRight)
  );
}

/** Whether a mapping's headers send a shared secret. */
function hasSecret(headers: unknown): boolean {
  return Object.keys(asObject(headers)).some((name) => HEADER.test(name));
}
