/** Where public examples of an endpoint lead. The host of the EU is not known. */
const KNOWN_HOST = "fn.segmentapis.com";

/** What an endpoint looks like, for people. */
export const ENDPOINT_FORM = `https://${KNOWN_HOST}/?b=…`;

/** Why a text cannot be the endpoint of this source, in words for people; undefined if it can. */
export function findFault(endpoint: string, sourceId: string): string | undefined {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "https:" || !url.searchParams.get("b") || /[^!-~]/.test(endpoint)) {
    return `This is not an endpoint. It looks like ${ENDPOINT_FORM}`;
  }
  const id = toSourceId(endpoint);
  return id && id !== sourceId ? "This is the endpoint of another source." : undefined;
}

/** Whether it leads to the host that public examples have. */
export function isKnownHost(endpoint: string): boolean {
  return new URL(endpoint).host === KNOWN_HOST;
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
