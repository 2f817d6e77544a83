import { fail } from "../shared/failure";
import type { Thing, Workspace } from "./workspace";

/** What an endpoint looks like in public examples; one of the EU is at fn.eu1.segmentapis.com. */
const EXAMPLE = "https://fn.segmentapis.com/?b=…";
const BEGINNING = /^https:\/\/fn\.(eu1\.)?segmentapis\.com\/\?b=/;
const TEST_ADDRESS = /^https:\/\/(eu1\.)?api\.segmentapis\.com\/functions\/webhook/i;
const UNUSUAL = `The endpoint does not look like ${EXAMPLE}, or is not whole. Compare it again.`;

/** `?b=` is the base64 of these in all public examples. A source's id has 10 to 22 characters. */
const CREDENTIALS = /^(?<sourceId>[A-Za-z0-9]{10,22})::(?<key>\w{32}$)?/;

/**
 * The endpoint of a source of the function, which is in no API: ENDPOINT, or what a person pastes.
 * @param isMissing whether nothing posts to the function yet.
 * @returns undefined where there is none.
 * @throws Failure when ENDPOINT is certainly wrong.
 */
export async function findEndpoint(workspace: Workspace, sources: Thing[], isMissing: boolean) {
  const { options, isPlan, ask, check, clean, secrets } = workspace;
  let { endpoint } = options;
  let fault = findFault(endpoint, sources);
  if (fault) fail(`ENDPOINT is wrong. ${fault}`);
  const where = `${sources[0]?.name} (Segment shows it under Overview, or Settings → Endpoint)`;
  const question = `Paste the endpoint of the source ${where}, or press Enter to go on without:`;
  let isOpen = isMissing && !isPlan && !endpoint;
  for (; ask && isOpen; isOpen = fault !== undefined) {
    endpoint = await ask(`${clean(`${fault ?? ""} ${question}`)} `);
    fault = findFault(endpoint, sources);
  }
  const isUsual = BEGINNING.test(endpoint ?? "") && readCredentials(endpoint).key;
  if (endpoint && isMissing && !isUsual) check(UNUSUAL);
  if (endpoint) secrets.push(endpoint);
  return endpoint;
}

/** Why a text is certainly not the endpoint, in words for people. A wrong one loses events. */
function findFault(endpoint: string | undefined, sources: Thing[]): string | undefined {
  if (endpoint === undefined) return undefined;
  if (TEST_ADDRESS.test(endpoint)) return "This is the address of the editor's test dialog.";
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isUrl = url?.protocol === "https:" && url.searchParams.get("b");
  if (!isUrl || /[^!-~]/.test(endpoint)) return `This is no endpoint. It looks like ${EXAMPLE}`;
  const { sourceId } = readCredentials(endpoint);
  const isOfOther = sourceId && !sources.some(({ id }) => id === sourceId);
  return isOfOther ? "This is the endpoint of another source." : undefined;
}

/** What the endpoint in a text leads to. What does not look like the examples has neither. */
export function readCredentials(text: unknown): { sourceId?: string; key?: string } {
  const credentials = new URLSearchParams(String(text).split("?")[1]).get("b") ?? "";
  return CREDENTIALS.exec(Buffer.from(credentials, "base64").toString())?.groups ?? {};
}
