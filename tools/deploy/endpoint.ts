import { Failure } from "./failure";
import type { Source } from "./source";
import type { Surroundings } from "./surroundings";
import type { Workspace } from "./workspace";

/** Where public examples of an endpoint lead. The host of the EU is not known. */
const KNOWN_HOST = "fn.segmentapis.com";

/**
 * The endpoint of a function's source, which is in no API: as given, or else asked for until it
 * can be right. A wrong one would lose events quietly.
 * @throws Failure when it is not given and nobody can be asked, or when it cannot be right.
 */
export async function findEndpoint(
  workspace: Workspace,
  { id, name }: Source,
  given: string | undefined,
  ask: Surroundings["ask"],
): Promise<string> {
  if (workspace.isPlan) return given ?? "the endpoint, which the command asks for";
  const where = `Copy it from Segment: the source ${name} → Overview, or Settings → Endpoint.`;
  const goesOn = "run the command again: it goes on here.";
  if (!given && !ask) {
    const what = "The function's endpoint is missing.";
    throw new Failure(`${what} ${where} Set ENDPOINT to it, and ${goesOn}`);
  }
  if (!given) workspace.print(`The function's endpoint is needed. ${where}`);
  for (;;) {
    const endpoint = given ?? (await ask?.(`Paste the endpoint (https://${KNOWN_HOST}/?b=…): `));
    if (!endpoint) throw new Failure(`No endpoint was given. Get it, and ${goesOn}`);
    const fault = findFault(endpoint, id);
    if (fault && given) throw new Failure(`ENDPOINT is wrong. ${fault}`);
    if (fault) {
      workspace.print(fault);
      continue;
    }
    if (new URL(endpoint).host !== KNOWN_HOST) {
      workspace.print("This host is not one of Segment's published examples. Check it.");
    }
    return endpoint;
  }
}

/** Why a text cannot be the endpoint of this source, in words for people; undefined if it can. */
function findFault(endpoint: string, sourceId: string): string | undefined {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "https:" || !url.searchParams.get("b") || /[^!-~]/.test(endpoint)) {
    return `This is not an endpoint. It looks like https://${KNOWN_HOST}/?b=…`;
  }
  const id = toSourceId(endpoint);
  return id && id !== sourceId ? "This is the endpoint of another source." : undefined;
}

/**
 * The id of the source that an endpoint leads to: `?b=` is the base64 of `<source id>::<key>` in
 * all public examples. Undefined where it is not.
 */
export function toSourceId(endpoint: unknown): string | undefined {
  if (typeof endpoint !== "string" || !URL.canParse(endpoint)) return undefined;
  const credentials = new URL(endpoint).searchParams.get("b") ?? "";
  return /^(\w{22})::/.exec(Buffer.from(credentials, "base64").toString())?.[1];
}
