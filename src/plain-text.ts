import { toJson } from "./json";
import { hideSecret } from "./secret-keys";

/** How long a value in a text for people may be, in characters. */
const MAX_VALUE_LENGTH = 200;

/** Words with one separator each between them. Most values are that, and need no work. */
const PLAIN_WORDS = /^\w+(?:(?:[ /:-]|(?<=\d)\.(?=\d))\w+)*$/;

/**
 * What reorders or hides text: bidirectional marks, zero width and all else that Unicode says can
 * be ignored by default (DI). And halves of characters.
 */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{DI}]/gu;

/** White space, line breaks among it, the blank braille pattern, and control characters. */
const BREAKS = /[\s\u2800\p{Cc}]+/gu;

/**
 * A value from outside as a text that people read in Slack and that does nothing there: one line of
 * at most 200 characters. What acts becomes a look-alike (Slack docs: Formatting text).
 * @returns an empty text for what is null, absent, blank or nested too deeply to be written.
 */
export function toPlainText(value: unknown): string {
  const text = toText(value);
  if (!text || PLAIN_WORDS.test(text)) return cut(text, MAX_VALUE_LENGTH);
  // Look-alikes come first: a full-width bracket becomes the bracket that it stands for.
  return cut(disarm(toOneLine(text.normalize("NFKC"))), MAX_VALUE_LENGTH);
}

/**
 * A value from outside as one line: no line break, no control character, nothing invisible, no
 * secret. Enough for a terminal, not for Slack. Empty where `toPlainText` is.
 */
export function toOneLine(value: unknown): string {
  return toText(value).replace(INVISIBLE, "").replace(BREAKS, " ").trim();
}

/** Text as it is; numbers and booleans as they are written; objects and arrays as compact JSON. */
function toText(value: unknown): string {
  return typeof value === "string" ? value : (toJson(value ?? undefined, hideSecret) ?? "");
}

/**
 * What acts in Slack becomes a look-alike:
 * - `*…*` is bold, as our labels are. `<!channel>` pings, `<https://…|label>` hides where it leads.
 *   Three backticks open a code block, and what follows them starts a line.
 * - An entity is decoded to any of these on the way, `&amp;lt;` and `&amplt;` in two steps.
 * - `https://…`, `www.…` and bare domains become links. A domain's last part starts with a letter,
 *   and `。` counts as a dot in it.
 */
function disarm(text: string): string {
  return text
    .replaceAll("*", "∗")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll("`", "'")
    .replace(/&(?=#|\w+;|[lg]t|amp)/gi, "＆")
    .replaceAll("://", "[:]//")
    .replace(/(www)[.\u3002]/gi, "$1[.]")
    .replace(/(\S)[.\u3002](?=\p{L})/gu, "$1․");
}

/** The text; when it is longer than `maxLength` characters, its start and `…`, as many in all. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // A cut through an emoji leaves half of it: that goes too.
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
