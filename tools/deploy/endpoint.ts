import { fail } from "../failure";
import { ENDPOINT } from "./options";
import type { Source } from "./source";
import type { Workspace } from "./workspace";

/** Where public examples of an endpoint lead. The host of the EU is not known. */
const KNOWN = "https://fn.segmentapis.com/";

const SET_IT = "Set ENDPOINT to it, and run the command again: it goes on here.";

/**
 * The endpoint of a source, which is in no API: ENDPOINT, or else the command asks for it until it
 * can be right.
 * @throws Failure when ENDPOINT cannot be right, when nobody can be asked, or gives none.
 */
export async function findEndpoint(workspace: Workspace, source: Source): Promise<string> {
  const { options, ask, print } = workspace;
  const { yes, endpoint: given } = options;
  if (given) {
    const fault = checkEndpoint(workspace, given, source);
    return fault ? fail(`ENDPOINT is wrong. ${fault}`) : given;
  }
  if (!yes) return "the endpoint, which the command asks for";
  const where = `Copy it from Segment: the source ${source.name} → Overview, or Settings → Endpoint.`;
  if (!ask) return fail(`The function's endpoint is missing. ${where} ${SET_IT}`);
  print(`The function's endpoint is needed. ${where}`);
  for (;;) {
    const endpoint = await ask(`Paste the endpoint (${KNOWN}?b=…): `);
    if (!endpoint) return fail(`No endpoint was given. ${SET_IT}`);
    workspace.hide(endpoint);
    const fault = checkEndpoint(workspace, endpoint, source);
    if (!fault) return endpoint;
    print(fault);
  }
}

/**
 * Checks that a text can be the endpoint of this source: a wrong one would lose events quietly.
 * @returns why it cannot be; undefined if it can. Then it is said when the host is not known.
 */
function checkEndpoint({ print }: Workspace, endpoint: string, source: Source) {
  if (!ENDPOINT.test(endpoint)) return `This is not an endpoint. It looks like ${KNOWN}?b=…`;
  const id = toSourceId(endpoint);
  if (id && id !== source.id) return "This is the endpoint of another source.";
  if (!endpoint.startsWith(KNOWN)) {
    print("This host is not one of Segment's published examples. Check that it is yours.");
  }
  return undefined;
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
