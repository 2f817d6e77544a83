import { toJson } from "./json";

/** How long a value in a text for people may be, in characters, and how long a summary. */
export const MAX_LENGTH = 200;

/** Whether there is anything to replace. Most values have nothing, and this test is fast. */
const NEEDS_WORK = /[^ -~]|[*<>&]| {2}|^ | $|:\/\/|www\./i;

/**
 * What reorders or hides text: bidirectional marks, zero width and all else that Unicode says can
 * be ignored by default (DI). And halves of characters.
 */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{DI}]/gu;

/** White space, line breaks among it, and control characters. */
const BREAKS = /[\s\p{Cc}]+/gu;

/**
 * A value from outside as a text that people read and that does nothing: one line of at most 200
 * characters, without control sequences. Numbers and booleans are as they are written, objects and
 * arrays compact JSON.
 * @returns an empty text for what is null, absent, blank or nested too deeply to be written.
 */
export function toPlainText(value: unknown): string {
  const text = typeof value === "string" ? value : (toJson(value ?? undefined) ?? "");
  return cut(NEEDS_WORK.test(text) ? disarm(text) : text, MAX_LENGTH);
}

/**
 * A value from outside as one line: no line break, no control character, nothing invisible. Enough
 * for a terminal, not for Slack.
 * @returns an empty text for what is null, absent, blank or nested too deeply to be written.
 */
export function toOneLine(value: unknown): string {
  const text = typeof value === "string" ? value : (toJson(value ?? undefined) ?? "");
  return text.replace(INVISIBLE, "").replace(BREAKS, " ").trim();
}

/**
 * What acts in Slack becomes a look-alike: `*…*` is bold as our labels are, `<!channel>` pings,
 * `<https://…|label>` hides where it leads, a bare `https://…` or `www.…` becomes a link (Slack
 * docs: Formatting text), and an entity may be decoded to any of these on the way.
 */
function disarm(text: string): string {
  return text
    .replace(INVISIBLE, "")
    .replace(BREAKS, " ")
    .trim()
    .replace(/\*/g, "∗")
    .replace(/</g, "‹")
    .replace(/>/g, "›")
    .replace(/&(?=#|\w+;|[lg]t)/gi, "＆")
    .replace(/:(?=\/\/)/g, "[:]")
    .replace(/(?<=www)\./gi, "[.]");
}

/** The text; when it is longer than `maxLength` characters, its start and `…`, as many in all. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // Half of a character, such as of an emoji, would be none.
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
