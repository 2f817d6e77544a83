import { isDeepStrictEqual } from "node:util";
import { asObject, type JsonObject } from "../../src/json";
import { fail } from "../failure";
import { ensureDestination } from "./destination";
import { findEndpoint, findFault, findSource } from "./endpoint";
import { hasOurSlug } from "./function-source";
import { findPostingSources, WEBHOOKS } from "./posting-sources";
import { toSentSecret, writeBothSides } from "./shared-secret";
import { ensureUsable, type Source, type Sources } from "./source";
import { canMend, sayWrong, toSecret } from "./source-settings";
import type { Workspace } from "./workspace";

const MAPPING = {
  name: "Audit events to the function",
  actionId: "nFPnRozhz1mh4Gbx4MLvT5",
  trigger: 'type = "track" and event = "Audit"',
};

/** A function takes 512 KiB a request: a batch could be larger, and would be lost. */
const SETTINGS = { method: "POST", data: { "@path": "$." }, enable_batching: false };

/**
 * Makes the destination and the mapping that post to the function's endpoint, and brings the settings
 * of the function's source up to date. Where settings are wrong, or one side alone has a secret, both
 * sides get a new one, since the API masks the old one.
 * @returns the source that the mapping leads to.
 * @throws Failure when the endpoint is not known and nobody can be asked, or when another source posts
 *   to the function.
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
  const name = hasOurSlug(picked) ? "Audit events" : undefined;
  const source = await ensureUsable(workspace, picked, name);
  const leadsElsewhere = oldUrl && (findFault(oldUrl, source) || (endpoint && endpoint !== oldUrl));
  const mayBeRight = existing && !source.isNew && !leadsElsewhere;
  const isRight = Boolean(mayBeRight && hasRightSettings(shown, source));
  const leadsHere = !leadsElsewhere && findSource([source], oldUrl);
  if (isRight && !(leadsHere && canMend(workspace, source))) {
    sayWrong(workspace, source, toSentSecret(shown.headers));
    if (endpoint && !oldUrl) print("Check the URL of the mapping: Segment does not show it.");
    await destination.ensureMapping();
    return source;
  }
  const { sure, may } = await findPostingSources(workspace, sources);
  // Nothing posts to a source that is new, yet. Where it is not clear, a person may say.
  const counting = source.isNew || options.httpSourceId ? sure : [...sure, ...may];
  const other = counting.find((id) => id !== httpSourceId);
  if (other) {
    const what = `The source ${other} posts to the function, or may: Segment does not show it`;
    const how = "Set HTTP_SOURCE_ID to the source that should post";
    fail(`${what}. ${how}, and delete the destination of any other that does.`);
  }
  const url = leadsHere ? oldUrl : await findEndpoint(workspace, source);
  const settings = { ...shown, ...SETTINGS, url };
  await writeBothSides(workspace, source, { ...destination, settings, isRight });
  return source;
}

/**
 * Whether a mapping's settings are right, and have a secret just where the source has one. What the
 * Public API does not show counts as right.
 */
function hasRightSettings(shown: JsonObject, source: Source): boolean {
  const ours = Object.entries(SETTINGS);
  const isRight = ours.every(([key, value]) => isDeepStrictEqual(shown[key] ?? value, value));
  const both = new Set([toSentSecret(shown.headers), toSecret(source)]);
  return isRight && (both.size === 1 || both.has("not shown"));
}
