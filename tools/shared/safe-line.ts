import { cut } from "../../src/plain-text";

/** How long a line may be, in characters. */
const MAX_LENGTH = 1_000;

/** A part of this length gives the secret away: what stands behind `?b=`, for example. */
const MIN_PART_LENGTH = 20;

/**
 * A text as one line, without secrets, also as they stand in a path, and their long parts. Slack's
 * webhooks and endpoints are secrets too, whichever Segment's answers quote.
 */
export function toSafeLine(text: string, secrets: (string | undefined)[]): string {
  const hidden = secrets
    .flatMap((secret = "") => [secret, encodeURIComponent(secret), ...toLongParts(secret)])
    .filter(Boolean)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "[hidden]"), toOneLine(text))
    .replace(
      /(https:\/\/)?[\w.-]+\.slack\.com\S*|[0-9a-f]{32,}|(?<=[?&]b=|%3Fb%3D)[^\s…]+/g,
      "[hidden]",
    );
  return cut(hidden, MAX_LENGTH);
}

function toLongParts(secret: string): string[] {
  return secret.split(/[/=?&%]/).filter(({ length }) => length >= MIN_PART_LENGTH);
}

/** A text as one line, which no control character leaves. */
export function toOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
}
