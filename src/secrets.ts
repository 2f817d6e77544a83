import { toNormalForm, toOneLine } from "./normal-form";

const HIDDEN = "[hidden]";

/** Words in a secret's key, however written: `writeKey`, `api_key`. */
const SECRET = [
  "(?:write|api|access|auth|private|signing|encryption)[^a-z]{0,3}key",
  "token|secret|credential|authorization|bearer|cookie|jwt",
  "pwd|pass[^a-z]{0,3}(?:word|wd|phrase|code)",
].join("|");

/** How a harmless key with such a word ends: `token_id`, but not `token_valid`. */
const HARMLESS_END = "(?:name|type|scope|count|(?:[^a-z]|token|secret|key|word)(?:uu|gu)?id)s?";

const SECRET_KEY = new RegExp(`(?:${SECRET})[^]*(?<!${HARMLESS_END})$`, "i");

/** The rest of such a key in a text: of a word, of more words in quotes, or in brackets. */
const REST = `(?:[\\w.%[\\]-]*|[^"\\n]{0,30}(?=\\\\*"))(?<!${HARMLESS_END})(?:\\\\*["'])?\\]?`;

const BLANKS = "[^\\S\\n]*";
const IN_QUERY = "(?<=[?&#][\\w.%[\\]-]*=)";

/** What may stand in place of a secret: nothing, true and the like, or 0. */
const NO_SECRET = [
  `(\\\\*["'])(?:true|false)?\\2`,
  `(?:true|false|null|0)${BLANKS}[,;&}\\]]`,
  `(?:true|false|null|0)?${BLANKS}(?:\\n|$)`,
  `${IN_QUERY}&`,
].join("|");

/** A text in quotes, an object and all behind it, a part of a query, or the rest of the line. */
const SECRET_VALUE = [
  `(\\\\*["'])[^]+?(?:(?<!\\\\)\\3|$)`,
  "[{[][^]*",
  `${IN_QUERY}[^\\s&#"]+`,
  ".+",
].join("|");

/** A key, `=` or `:`, and its value. */
const SECRET_IN_TEXT = new RegExp(
  `((?:${SECRET})${REST}\\s*[=:]{1,2}>?${BLANKS})(?!${BLANKS}(?:${NO_SECRET}))(?:${SECRET_VALUE})`,
  "gi",
);

/** The colon before a password: not a scheme's, nor one before a port and a path. */
const BEFORE_PASSWORD = /(?<=[^:/@']|:\/\/)(?<!mailto):(?!\/\/|\d{1,5}\/|$)/i;

/** The value, or `[hidden]` where its key, as it is shown, is a secret's. */
export function hideSecret(key: string, value: unknown): unknown {
  const isHarmless = !value || value === true || value === "true" || value === "false";
  // Most places in a list are so short.
  if (isHarmless || key.length < 3) return value;
  const words = toOneLine(toNormalForm(key)).replace(/[a-z](?=[A-Z])/g, "$&_");
  return SECRET_KEY.test(words) ? HIDDEN : value;
}

/** A text with the secrets in it hidden, and the passwords of `user:password@`. */
export function hideSecretsIn(text: string): string {
  if (!/[=:]/.test(text)) return text;
  return text
    .replace(SECRET_IN_TEXT, (_, start: string, __, quote = "") => start + quote + HIDDEN + quote)
    .replace(/[^\s"]+/g, (word) => {
      // The `@` may be behind a cut.
      const end = word.endsWith("…") ? word.length - 1 : word.lastIndexOf("@");
      const start = word.slice(0, Math.max(end, 0)).search(BEFORE_PASSWORD) + 1;
      return start ? word.slice(0, start) + HIDDEN + word.slice(end) : word;
    });
}
