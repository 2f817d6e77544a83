import { fail } from "../shared/failure";
import type { Run, Thing } from "./workspace";

/**
 * Reads whose endpoint this is: `b` is the base64 of `<source id>::<32 characters>` in all public
 * examples. Where the id is no printable text, it cannot be read, and the endpoint is taken.
 * @returns the source's id, an empty text where it cannot be read, and undefined for what is not
 *   the whole endpoint of one of the sources.
 */
export function readSourceId(endpoint: unknown, sources: Thing[]): string | undefined {
  const text = typeof endpoint === "string" && /^https:[!-~]+$/.test(endpoint) ? endpoint : "";
  if (!URL.canParse(text)) return undefined;
  const { hostname, pathname, searchParams } = new URL(text);
  // The path is that of the editor's test dialog: what is sent there reaches no source.
  const isTest = pathname.startsWith("/functions/webhook");
  if (isTest || !hostname.endsWith(".segmentapis.com")) return undefined;
  const credentials = Buffer.from(searchParams.get("b") ?? "", "base64").toString("latin1");
  const [sourceId = ""] = credentials.split("::");
  if (/[^!-~]/.test(sourceId)) return "";
  const isWhole = /^::\w{32}$/.test(credentials.slice(sourceId.length));
  return isWhole && sources.some(({ id }) => id === sourceId) ? sourceId : undefined;
}

/**
 * Finds the endpoint of a source of the function, which is in no API: ENDPOINT, or what a person
 * pastes, who is asked until it can be one.
 * @param isMissing whether nothing posts to the function yet.
 * @returns undefined where there is none.
 * @throws Failure when ENDPOINT is wrong: the audit trail would go to somebody else, or get lost.
 */
export async function findEndpoint(run: Run, sources: Thing[], isMissing: boolean) {
  const wrong = "Copy the whole endpoint from the source's Overview. The test dialog's is another.";
  const isWrong = (text?: string) => text && readSourceId(text, sources) === undefined;
  const endpoint = run.options("ENDPOINT");
  if (isWrong(endpoint)) fail(`ENDPOINT is wrong. ${wrong}`);
  if (endpoint || !isMissing || run.isPlan || !run.ask) return endpoint;
  for (;;) {
    const pasted = await run.ask(`Paste the endpoint of ${sources[0]?.name}, or press Enter: `);
    run.secrets.push(pasted);
    if (!isWrong(pasted)) return pasted;
    run.print(wrong);
  }
}
