import { fail } from "../failure";
import type { Source } from "./source";
import type { Workspace } from "./workspace";

/** How public examples of an endpoint begin. The host of the EU is not known. */
const BEGINNING = "https://fn.segmentapis.com/?b=";
const EXAMPLE = `${BEGINNING}…`;
const CREDENTIALS = /^(?<sourceId>\w{22})::(?<key>\w{32}$)?/;

const SET_IT = "Set ENDPOINT to it, and run the command again: it goes on here.";

/**
 * The endpoint of a source, which is in no API: ENDPOINT, or else the command asks until the answer
 * can be one.
 * @returns the endpoint; nothing when a plan has none.
 * @throws Failure when ENDPOINT cannot be right, when nobody can be asked, or when the person gives
 *   none.
 */
export async function findEndpoint(workspace: Workspace, source: Source): Promise<string> {
  const { options, print, hide } = workspace;
  if (!options.yes && !options.endpoint) {
    print("Then the endpoint is needed: set ENDPOINT, or paste it when the command asks.");
    return "";
  }
  const endpoint = options.endpoint ?? (await askForEndpoint(workspace, source));
  const fault = findGivenFault(endpoint, source);
  if (fault) fail(`ENDPOINT is wrong. ${fault}`);
  hide(endpoint);
  if (!endpoint.startsWith(BEGINNING)) {
    const what = `The endpoint does not look like ${EXAMPLE}, as Segment's examples do. Check it`;
    print(`${what}: a wrong one loses events. To change it, set ENDPOINT, and run this again.`);
  }
  return endpoint;
}

async function askForEndpoint({ ask, print }: Workspace, source: Source): Promise<string> {
  const where = `Copy it from Segment: the source ${source.name} → Overview, or Settings → Endpoint.`;
  if (!ask) return fail(`The function's endpoint is missing. ${where} ${SET_IT}`);
  print(`The function's endpoint is needed. ${where}`);
  for (;;) {
    const given = await ask(`Paste the endpoint (${EXAMPLE}): `);
    const endpoint = given ?? fail(`The endpoint is still missing. ${SET_IT}`);
    const fault = findGivenFault(endpoint, source);
    if (!fault) return endpoint;
    print(fault);
  }
}

/**
 * Why a text cannot be the endpoint of this source, in words for people; undefined if it can. A
 * wrong one would lose events quietly.
 */
export function findFault(endpoint: string, source: Source): string | undefined {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "https:" || !url.searchParams.get("b") || /[^!-~]/.test(endpoint)) {
    return `This is not an endpoint. It looks like ${EXAMPLE}`;
  }
  const { sourceId = source.id } = readCredentials(endpoint);
  return sourceId !== source.id ? "This is the endpoint of another source." : undefined;
}

/** The same for one that a person gives: where it begins like the examples, it has to be whole. */
function findGivenFault(endpoint: string, source: Source): string | undefined {
  const { key } = readCredentials(endpoint);
  const isKnown = endpoint.startsWith(BEGINNING);
  const isWhole = key && /^\w+(=|%3d)*$/i.test(endpoint.slice(BEGINNING.length));
  const wrong = isKnown && !isWhole ? "This endpoint is not whole. Copy it again." : undefined;
  return findFault(endpoint, source) ?? wrong;
}

/**
 * The source that the endpoint in a text leads to, and its key: `?b=` is the base64 of
 * `<source id>::<key>` in all public examples. What does not look like them has neither.
 */
function readCredentials(text: unknown): { sourceId?: string; key?: string } {
  const credentials = new URLSearchParams(String(text).split("?")[1]).get("b") ?? "";
  return CREDENTIALS.exec(Buffer.from(credentials, "base64").toString())?.groups ?? {};
}

/** Which of the function's sources a text with an endpoint in it leads to. */
export function findSource(sources: Source[], text: unknown): Source | undefined {
  return sources.find(({ id }) => id === readCredentials(text).sourceId);
}
