import { toJson } from "./json";
import { toNormalForm, toOneLine } from "./normal-form";
import { hideSecret, hideSecretsIn } from "./secrets";

/** How long a value in a text may be, in characters. */
const MAX_VALUE_LENGTH = 200;

/** Words, times, nothing: most values need no work. */
const PLAIN_WORDS = /^(?:\w+(?:(?:[ /-]|(?<=\d)\.(?=\d)|(?<=[T:]\d\d):(?=\d\d))\w+)*)?$/;

const WORD = "[\\p{L}\\p{M}\\p{N}]+";

/** An email, in any script, that does nothing in Slack. */
const HARMLESS = `(?!.*www\\.)${WORD}([._%+'-]+${WORD})*@(?=.*\\.)${WORD}((\\.|-+)${WORD})*`;
const HARMLESS_ADDRESS = new RegExp(`^${HARMLESS}$`, "iu");

/**
 * A value from outside as a text that does nothing in Slack: a line of at most 200 characters, with
 * secrets hidden; empty for what is absent or blank. An email alone stays as it is.
 */
export function toPlainText(value: unknown): string {
  const text = toText(value).trim();
  if (text.length <= MAX_VALUE_LENGTH) {
    if (PLAIN_WORDS.test(text)) return text;
    if (HARMLESS_ADDRESS.test(text) && toOneLine(text) === text) return text;
  }
  const shown = hideSecretsIn(toNormalForm(text));
  return cut(disarm(toOneLine(shown)), MAX_VALUE_LENGTH);
}

/** A text as it is; anything else as compact JSON. */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  // A value and its comma have two characters: the rest is not shown.
  let left = 0.6 * MAX_VALUE_LENGTH;
  const replace = (key: string, one: unknown) =>
    left-- > 0 ? hideSecret(key, Array.isArray(one) ? one.slice(0, left) : one) : undefined;
  return toJson(value ?? undefined, replace) ?? "";
}

/**
 * What acts becomes a look-alike (Slack docs: Formatting text): bold, pings, links, bare domains,
 * code blocks, and entities, which are decoded on the way, `&amp;lt;` in two steps.
 */
function disarm(text: string): string {
  if (!/[*~<>`&:.\u3002]/.test(text)) return text;
  return text
    .replaceAll("*", "∗")
    .replaceAll("~", "∼")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll("`", "'")
    .replace(/&(?=#|\w+;|[lg]t|amp)/gi, "＆")
    .replaceAll("://", "[:]//")
    .replace(/(www)[.\u3002]/gi, "$1[.]")
    .replace(/(\S)[.\u3002](?=\p{L})/gu, "$1․");
}

/** The text, or its start and `…`, with `maxLength` characters at most. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // Half an emoji goes too.
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
