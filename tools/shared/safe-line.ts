import { cut } from "../../src/plain-text";
import { HIDDEN, hideCredentials } from "../../src/secrets";

/** How long a line may be, in characters. */
const MAX_LENGTH = 1_000;

/** A shorter text is hidden nowhere: it would be part of other words. */
const MIN_SECRET_LENGTH = 6;

/** A part of this length gives the secret away: what stands behind `?b=`, for example. */
const MIN_PART_LENGTH = 20;

/** The key of an endpoint has 32 characters, and no id or name of Segment's has so many. */
const KEY = /[A-Za-z0-9]{32,}/g;

/**
 * A text as one line of at most 1,000 characters, without secrets: neither these, also as they
 * stand in a URL, or their long parts, nor what looks like one.
 */
export function toSafeLine(text: string, secrets: (string | undefined)[]): string {
  const line = secrets
    .flatMap((secret = "") => [secret, escapeForUrl(secret), ...toLongParts(secret)])
    .filter(({ length }) => length >= MIN_SECRET_LENGTH)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), toOneLine(text));
  return cut(hideCredentials(line).replace(KEY, HIDDEN), MAX_LENGTH);
}

/** Unlike encodeURIComponent, it takes half an emoji as well. */
function escapeForUrl(secret: string): string {
  return new URLSearchParams({ secret }).toString().slice("secret=".length);
}

function toLongParts(secret: string): string[] {
  return secret.split(/[/=?&%]/).filter(({ length }) => length >= MIN_PART_LENGTH);
}

/** A text as one line, without control characters and what nobody sees. */
export function toOneLine(text: string): string {
  return text
    .replace(/\p{Cf}/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}
