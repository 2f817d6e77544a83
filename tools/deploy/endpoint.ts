import { fail } from "../failure";
import type { Source } from "./source";
import type { Workspace } from "./workspace";

/** Where public examples of an endpoint lead. The host of the EU is not known. */
const KNOWN_HOST = "fn.segmentapis.com";

const SET_IT = "Set ENDPOINT to it, and run the command again: it goes on here.";

/**
 * The endpoint of a source, which is in no API: ENDPOINT, or else the command asks for it until it
 * can be right.
 * @returns words in place of it for a plan that has none.
 * @throws Failure when ENDPOINT cannot be right, when nobody can be asked, or when the person gives
 *   none.
 */
export async function findEndpoint(workspace: Workspace, source: Source): Promise<string> {
  const { options, ask, print } = workspace;
  const { yes, endpoint: given } = options;
  const fault = given && findFault(given, source);
  if (fault) fail(`ENDPOINT is wrong. ${fault}`);
  if (given || !yes) return given ?? "the endpoint, which the command asks for";
  const where = `Copy it from Segment: the source ${source.name} → Overview, or Settings → Endpoint.`;
  if (!ask) return fail(`The function's endpoint is missing. ${where} ${SET_IT}`);
  print(`The function's endpoint is needed. ${where}`);
  for (;;) {
    const endpoint = await ask(`Paste the endpoint (https://${KNOWN_HOST}/?b=…): `);
    if (!endpoint) return fail(`No endpoint was given. ${SET_IT}`);
    workspace.hide(endpoint);
    const fault = findFault(endpoint, source);
    if (!fault) return endpoint;
    print(fault);
  }
}

/** Says when an endpoint leads to a host that is not known. A plan may have none yet. */
export function sayUnknownHost({ print }: Workspace, endpoint = ""): void {
  if (!URL.canParse(endpoint) || new URL(endpoint).host === KNOWN_HOST) return;
  print("This host is not one of Segment's published examples. Check that it is yours.");
}

/**
 * Why a text cannot be the endpoint of this source, in words for people; undefined if it can. A
 * wrong one would lose events quietly.
 */
function findFault(endpoint: string, source: Source): string | undefined {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "https:" || !url.searchParams.get("b") || /[^!-~]/.test(endpoint)) {
    return `This is not an endpoint. It looks like https://${KNOWN_HOST}/?b=…`;
  }
  const id = toSourceId(endpoint);
  return id && id !== source.id ? "This is the endpoint of another source." : undefined;
}

/**
 * The id of the source that the endpoint in a text leads to: `?b=` is the base64 of
 * `<source id>::<key>` in all public examples. Undefined where it is not.
 */
export function toSourceId(text: unknown): string | undefined {
  const [, encoded = ""] = /[?&]b=([^&"]+)/.exec(String(text)) ?? [];
  const credentials = new URLSearchParams(`b=${encoded}`).get("b") ?? "";
  return /^(\w{22})::/.exec(Buffer.from(credentials, "base64").toString())?.[1];
}
