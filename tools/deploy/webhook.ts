import { isDeepStrictEqual } from "node:util";
import { asObject, asText } from "../../src/json";
import { ensureDestination, ensureMapping, findMapping } from "./destination";
import { findEndpoint, toSourceId } from "./endpoint";
import { type FunctionSource, renewSharedSecret } from "./function-source";
import type { Options } from "./options";
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
 * secret in a header. Where the mapping is there, its secret stays, unless its settings have to
 * change: the API masks the secret, so it cannot be sent again.
 * @throws Failure when the endpoint is not known and nobody can be asked.
 */
export async function ensureWebhook(
  workspace: Workspace,
  httpSourceId: string,
  source: FunctionSource,
  options: Options,
  ask: Surroundings["ask"],
): Promise<void> {
  const place = { sourceId: httpSourceId, metadataId: WEBHOOKS, name: "Audit events to function" };
  const { path, mappings } = await ensureDestination(workspace, place);
  const existing =
    findMapping(mappings, MAPPING.name) ??
    mappings.find(({ settings }) => toSourceId(asObject(settings).url) === source.id);
  const shown = asObject(existing?.settings);
  const oldUrl = asText(shown.url);
  const { endpoint = oldUrl } = options;
  const leadsHere = !source.sharedSecret && (toSourceId(oldUrl) ?? source.id) === source.id;
  // What Segment does not show is taken to be as it should be.
  const isCurrent =
    leadsHere &&
    endpoint === (oldUrl ?? endpoint) &&
    Object.entries(SETTINGS).every(([name, value]) =>
      isDeepStrictEqual(shown[name] ?? value, value),
    );
  if (existing && isCurrent) return ensureMapping(workspace, path, existing, MAPPING);

  const isKnown = leadsHere && endpoint && endpoint === oldUrl;
  const url = isKnown ? oldUrl : await findEndpoint(workspace, source, options.endpoint, ask);
  const secret = source.sharedSecret ?? (await renewSharedSecret(workspace, source, options));
  const lost = Object.keys(asObject(shown.headers)).filter((name) => name !== HEADER);
  if (lost.length > 0) {
    const what = `The mapping loses its headers ${lost.join(", ")}: Segment masks their values`;
    workspace.print(`${what}. Enter them again.`);
  }
  const settings = { ...shown, ...SETTINGS, url, headers: { [HEADER]: secret } };
  await ensureMapping(workspace, path, existing, MAPPING, settings);
}
