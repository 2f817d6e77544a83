/** How much of a text is read, in characters. */
const MAX_READ_LENGTH = 240;

/** Sorting marks takes the square of their number: so they are sorted in pieces. */
const PIECES = /.{1,32}/gsu;

/** What reorders or hides text, what Unicode ignores by default (DI), halves of characters. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{DI}]/gu;

/** White space, other characters that show as nothing, and control characters. */
const BREAKS = /[\s\u2800\u{13441}\u{13442}\u{16fe4}\u{1d159}\p{Cc}]+/gu;

/**
 * The start of a text in Unicode's form NFKC, without what is invisible: full-width brackets become
 * what they stand for. What is cut ends in `…`.
 */
export function toNormalForm(text: string): string {
  if (/^[ -~]{0,240}$/.test(text)) return text;
  const start = text.slice(0, MAX_READ_LENGTH);
  const form = start.replace(PIECES, (piece) => piece.normalize("NFKC"));
  const shown = form.slice(0, MAX_READ_LENGTH).replace(INVISIBLE, "");
  return Math.max(text.length, form.length) > MAX_READ_LENGTH ? `${shown}…` : shown;
}

/** A text as one line, without control characters and what is invisible. */
export function toOneLine(text: string): string {
  return text.replace(INVISIBLE, "").replace(BREAKS, " ").trim();
}
