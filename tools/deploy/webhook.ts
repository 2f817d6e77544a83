import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { asObject, isObject, type JsonObject } from "../../src/json";
import { fail } from "../failure";
import { ensureDestination } from "./destination";
import { findEndpoint, findFault, readCredentials } from "./endpoint";
import { canMend, hasSecret, isOurs, sayWrong, writeSettings } from "./function-source";
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
  return sources.find(({ id }) => id === readCredentials(text).sourceId);
}

/**
 * The sources whose Webhooks destinations post to the function already, classic ones among them. A new
 * secret would cut such a chain off.
 * @returns `sure`: they do. `may`: Segment does not show where they post, or the endpoint is in no
 *   known form.
 */
export async function findForwarding(workspace: Workspace, sources: Source[]) {
  const sure: string[] = [];
  const may: string[] = [];
  const mayLead = (url: unknown) =>
    !URL.canParse(String(url)) || sources.some((one) => !findFault(String(url), one));
  for (const { id, sourceId, metadata, settings } of await workspace.readAll("/destinations")) {
    const isActions = asObject(metadata).id === WEBHOOKS;
    const path = `/destinations/${id}/subscriptions`;
    for (const one of isActions ? await workspace.readAll(path) : [{ settings }]) {
      const texts = JSON.stringify(one).split('"');
      if (texts.some((text) => findSource(sources, text))) sure.push(String(sourceId));
      else if (isActions && mayLead(asObject(one.settings).url)) may.push(String(sourceId));
    }
  }
  return { sure, may };
}

/**
 * Makes the destination and the mapping that post to the function's endpoint, and brings the settings
 * of the function's source up to date. Where settings are wrong, or one side alone has a secret, both
 * sides get a new one, since the API masks the old one.
 * @returns the source that the mapping leads to.
 * @throws Failure when the endpoint is not known and nobody can be asked, when another source posts
 *   to the function, or when a secret cannot be renewed.
 */
export async function ensureWebhook(workspace: Workspace, httpSourceId: string, sources: Sources) {
  const { options, print } = workspace;
  const { endpoint } = options;
  const place = { sourceId: httpSourceId, metadataId: WEBHOOKS, name: "Audit events to function" };
  const leadsTo = ({ settings }: JsonObject) => findSource(sources, asObject(settings).url);
  const destination = await ensureDestination(workspace, place, MAPPING, leadsTo);
  const { existing } = destination;
  const shown = asObject(existing?.settings);
  // A masked one says nothing.
  const oldUrl = URL.canParse(String(shown.url)) ? String(shown.url) : undefined;
  const picked = findSource(sources, endpoint) ?? findSource(sources, oldUrl) ?? sources[0];
  const source = await ensureUsable(workspace, picked, isOurs(picked) ? "Audit events" : undefined);
  const leadsElsewhere = oldUrl && (findFault(oldUrl, source) || (endpoint && endpoint !== oldUrl));
  const isRight = existing && !source.isNew && !leadsElsewhere && hasRightSettings(shown, source);
  const leadsHere = !leadsElsewhere && findSource([source], oldUrl);
  if (isRight && !(leadsHere && canMend(workspace, source))) {
    sayWrong(workspace, source);
    if (endpoint && !oldUrl) print("Segment does not show where the mapping posts: check its URL.");
    await destination.ensureMapping();
    return source;
  }
  const { sure, may } = await findForwarding(workspace, sources);
  const isOther = (id: string) => id !== httpSourceId;
  const other = sure.find(isOther);
  if (other) {
    const what = `The source ${other} posts to the function already`;
    fail(`${what}. Set HTTP_SOURCE_ID to it, or delete its destination first.`);
  }
  const unclear = may.find(isOther);
  // Nothing posts to a source that is new, yet.
  if (unclear && !source.isNew && !options.httpSourceId) {
    const what = `Segment does not show whether the source ${unclear} posts to the function`;
    fail(
      `${what}. If it does, set HTTP_SOURCE_ID to it. If not, set it to the source that should.`,
    );
  }
  const url = leadsHere ? oldUrl : await findEndpoint(workspace, source);
  await writeBoth(workspace, source, destination, { ...shown, ...SETTINGS, url }, isRight);
  return source;
}

/**
 * Writes the settings of the source, and the mapping, with a new secret on both sides if the source
 * takes one. The source is without one until the mapping sends it, so that a run that stops between
 * loses no event. Where Segment shows both sides, the next run sees that it is missing.
 * @throws Failure when the source may have a secret that the mapping would no longer send.
 */
async function writeBoth(
  workspace: Workspace,
  source: Source,
  { existing, ensureMapping }: Awaited<ReturnType<typeof ensureDestination>>,
  settings: JsonObject,
  isRight: boolean | undefined,
): Promise<void> {
  const { name, isNew } = source;
  // What a person set stays where Segment does not show it.
  const canWrite = source.settings || (!existing && isOurs(source));
  if (!canWrite) sayWrong(workspace, source);
  const had = isNew ? false : hasSecret(source);
  const after = canWrite && !isNew ? await writeSettings(workspace, source, "") : undefined;
  const has = after ?? had;
  if (isRight && (!had || has)) return ensureMapping();
  if (has ?? (existing ? sendsSecret(settings.headers) !== false : !canWrite)) {
    const what = `The shared secret of the source ${name} cannot be replaced`;
    const why = "Segment keeps it, or does not show it. Make or mend the mapping by hand";
    fail(`${what}: ${why}: docs/set-up.md, steps 5 and 8.`);
  }
  const names = Object.keys(asObject(settings.headers));
  const lost = names.filter((one) => !HEADER.test(one)).join(", ");
  if (lost) workspace.print(`The mapping loses its headers ${lost}. Enter them again.`);
  const secret = canWrite ? randomBytes(32).toString("hex") : undefined;
  await ensureMapping({ ...settings, headers: secret ? { "X-Shared-Secret": secret } : {} });
  const isSet = secret && (await writeSettings(workspace, source, secret));
  if (isSet) return;
  // Without one on both sides, the next run finds nothing to mend.
  if (isSet === false) await ensureMapping({ ...settings, headers: {} });
  const both = `The source ${name} and the mapping may not have the same shared secret`;
  workspace.print(`${both}. Enter the same on both, or none on both: docs/set-up.md, step 8.`);
}

/**
 * Whether a mapping's settings are right, and have a secret just where the source has one. What the
 * Public API does not show counts as right.
 */
function hasRightSettings(shown: JsonObject, source: Source): boolean {
  const ours = Object.entries(SETTINGS);
  const isRight = ours.every(([key, value]) => isDeepStrictEqual(shown[key] ?? value, value));
  const sends = sendsSecret(shown.headers);
  const has = hasSecret(source);
  return isRight && (sends === undefined || has === undefined || sends === has);
}

/** Whether a mapping's headers send a shared secret; undefined when Segment does not show them. */
function sendsSecret(headers: unknown): boolean | undefined {
  return isObject(headers) ? Object.keys(headers).some((name) => HEADER.test(name)) : undefined;
}
