import { isDeepStrictEqual } from "node:util";
import { asObject, asText, type JsonObject } from "../../src/json";
import { createMapping, ensureDestination, findMapping, updateMapping } from "./destination";
import { ENDPOINT_FORM, findFault, isKnownHost, toSourceId } from "./endpoint";
import { Failure } from "./failure";
import { type FunctionSource, renewSharedSecret } from "./function-source";
import type { Options } from "./options";
import type { Workspace } from "./workspace";

/** Webhooks (Actions) in the catalog (Segment docs: Webhooks (Actions) destination). */
const WEBHOOKS = "614a3c7d791c91c41bae7599";

/** A function takes 512 KiB a request: a batch could be larger, and would be lost. */
const SETTINGS = { method: "POST", data: { "@path": "$." }, enable_batching: false };

/** The header in which the function expects the setting `sharedSecret`. */
const HEADER = "X-Shared-Secret";

const MAPPING = {
  name: "Audit events to the function",
  actionId: "nFPnRozhz1mh4Gbx4MLvT5",
  trigger: 'type = "track" and event = "Audit"',
  enabled: true,
} as const;

/** Asks a person for a line. Undefined where there is nobody to ask, or no answer. */
export type Ask = (question: string) => Promise<string | undefined>;

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
  ask: Ask | undefined,
): Promise<void> {
  const place = { sourceId: httpSourceId, metadataId: WEBHOOKS, name: "Audit events to function" };
  const { path, mappings } = await ensureDestination(workspace, place);
  const existing =
    findMapping(mappings, MAPPING.name) ??
    mappings.find(({ settings }) => toSourceId(asObject(settings).url) === source.id);
  const before: JsonObject = { ...SETTINGS, ...asObject(existing?.settings) };
  const oldUrl = asText(before.url);
  const leadsElsewhere = (toSourceId(oldUrl) ?? source.id) !== source.id;
  const isStale =
    !existing ||
    leadsElsewhere ||
    source.sharedSecret !== undefined ||
    (options.endpoint !== undefined && oldUrl !== undefined && options.endpoint !== oldUrl) ||
    Object.entries(SETTINGS).some(([name, value]) => {
      const now = before[name] ?? value;
      return !isDeepStrictEqual(now, value);
    });
  if (!isStale)
    return updateMapping(workspace, path, existing, { ...MAPPING, settings: {} }, undefined);

  const isKept = existing && !leadsElsewhere && !source.sharedSecret && !options.endpoint;
  const url = (isKept && oldUrl) || (await findEndpoint(workspace, source, options, ask));
  const secret = source.sharedSecret ?? (await renewSharedSecret(workspace, source, options));
  const lost = Object.keys(asObject(before.headers)).filter((name) => name !== HEADER);
  if (lost.length > 0) {
    workspace.print(
      `The mapping's headers ${lost.join(", ")} go, as Segment masks their values. Enter them again.`,
    );
  }
  const headers = { [HEADER]: secret };
  const settings = { ...before, ...SETTINGS, url, headers };
  await (existing
    ? updateMapping(workspace, path, existing, { ...MAPPING, settings }, settings)
    : createMapping(workspace, path, { ...MAPPING, settings }));
}

/** The endpoint is in no API. A wrong one would lose events quietly, so it is checked. */
async function findEndpoint(
  workspace: Workspace,
  { id, name }: FunctionSource,
  { endpoint: given }: Options,
  ask: Ask | undefined,
): Promise<string> {
  if (workspace.isPlan) return given ?? "the endpoint, which the command asks for";
  if (!given && !ask) {
    throw new Failure(
      "The function's endpoint is missing. Copy it from Segment: the source " +
        `${name} → Overview, or Settings → Endpoint. Set ENDPOINT to it, and run the command again: it goes on here.`,
    );
  }
  workspace.print(
    `The endpoint: open the source ${name}, and copy it from Overview, or Settings → Endpoint.`,
  );
  let endpoint = given;
  for (;;) {
    endpoint ??= await ask?.(`Paste the endpoint (${ENDPOINT_FORM}): `);
    if (!endpoint)
      throw new Failure("No endpoint was given. Run the command again: it goes on here.");
    const fault = findFault(endpoint, id);
    if (!fault) break;
    if (given) throw new Failure(`ENDPOINT is wrong. ${fault}`);
    workspace.print(fault);
    endpoint = undefined;
  }
  if (!isKnownHost(endpoint)) {
    workspace.print(
      "This host is not one of Segment's published examples. Check that it is yours.",
    );
  }
  return endpoint;
}
