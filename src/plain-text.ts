import { toJson } from "./json";
import { MAX_READ_LENGTH, toNormalForm, toOneLine } from "./normal-form";
import { hideSecret, hideSecretsIn } from "./secrets";

/** How long a value in a text may be, in characters. */
const MAX_VALUE_LENGTH = 200;

/** Words, times, or nothing: most values need no work. */
const PLAIN_WORDS = /^(?:\w+(?:(?:[ /-]|(?<=\d)\.(?=\d)|(?<=[T:]\d\d):(?=\d\d))\w+)*)?$/;

/** An email of letters and marks in any script that does nothing in Slack. */
const HARMLESS_ADDRESS =
  /^(?!.*www\.)[\p{L}\p{M}\p{N}._%+'-]+@[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/iu;

/**
 * A value from outside as a text that does nothing in Slack: a line of at most 200 characters, with
 * secrets hidden. An email alone stays as it is. What is absent or blank gives an empty text.
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
  let left = MAX_READ_LENGTH;
  // Each value takes a character at least: what lies beyond is not shown.
  const replace = (key: string, one: unknown) => {
    left -= 1;
    return left < 0 ? undefined : hideSecret(key, Array.isArray(one) ? one.slice(0, left) : one);
  };
  return toJson(value ?? undefined, replace) ?? "";
}

/**
 * What acts becomes a look-alike (Slack docs: Formatting text). `*…*` is bold, as our labels are.
 * `<!channel>` pings, `<https://…|label>` hides where it leads. Backticks open a code block. An
 * entity is decoded on the way, `&amp;lt;` in two steps. Bare domains become links, too.
 */
function disarm(text: string): string {
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
