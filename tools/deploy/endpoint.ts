import { Failure } from "./failure";
import type { Source } from "./source";
import type { Surroundings } from "./surroundings";
import type { Workspace } from "./workspace";

/** Where public examples of an endpoint lead. The host of the EU is not known. */
const KNOWN_HOST = "fn.segmentapis.com";

/** How often the command asks. */
const MAX_TRIES = 5;

const SET_IT = "Set ENDPOINT to it, and run the command again: it goes on here.";

/**
 * Checks an endpoint that was given. A wrong one would lose events quietly.
 * @throws Failure when it cannot be the one of this source.
 */
export function checkEndpoint(workspace: Workspace, endpoint: string, { id }: Source): void {
  const fault = findFault(endpoint, id);
  if (fault) throw new Failure(`ENDPOINT is wrong. ${fault}`);
  warn(workspace, endpoint);
}

/**
 * Asks for the endpoint of a source, which is in no API, until it can be right.
 * @throws Failure when nobody can be asked, or gives none.
 */
export async function askForEndpoint(
  workspace: Workspace,
  { id, name }: Source,
  ask: Surroundings["ask"],
): Promise<string> {
  if (workspace.isPlan) return "the endpoint, which the command asks for";
  const where = `Copy it from Segment: the source ${name} → Overview, or Settings → Endpoint.`;
  if (!ask) throw new Failure(`The function's endpoint is missing. ${where} ${SET_IT}`);
  workspace.print(`The function's endpoint is needed. ${where}`);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const endpoint = await ask(`Paste the endpoint (https://${KNOWN_HOST}/?b=…): `);
    if (!endpoint) break;
    const fault = findFault(workspace.hide(endpoint), id);
    if (fault) {
      workspace.print(fault);
    } else {
      warn(workspace, endpoint);
      return endpoint;
    }
  }
  throw new Failure(`No endpoint was given. ${SET_IT}`);
}

function warn(workspace: Workspace, endpoint: string): void {
  if (new URL(endpoint).host === KNOWN_HOST) return;
  workspace.print("This host is not one of Segment's published examples. Check that it is yours.");
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
 * The id of the source that the endpoint in a text leads to: `?b=` is the base64 of `<source id>::<key>` in
 * all public examples. Undefined where it is not.
 */
export function toSourceId(text: unknown): string | undefined {
  const [, encoded = ""] = /[?&]b=([^&"]+)/.exec(String(text)) ?? [];
  const credentials = new URLSearchParams(`b=${encoded}`).get("b") ?? "";
  return /^(\w{22})::/.exec(Buffer.from(credentials, "base64").toString())?.[1];
}
