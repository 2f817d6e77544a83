import { toNormalForm } from "./normal-form";

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

const KEY = `(?:${SECRET})[\\w.-]{0,40}(?<!${HARMLESS_END})`;
const BETWEEN = `(?:\\\\*["'])?\\s{0,9}[=:]{1,2}>?\\s{0,9}`;
const NO_SECRET = `\\\\*["']?(?:true|false|null)?\\\\*["']?(?:[\\s,;&}\\]]|$)`;

/** A text in quotes, an object and all behind it, a part of a query, or the rest of the line. */
const VALUE = [
  `(\\\\*["'])[^]+?(?:(?<!\\\\)\\2|$)`,
  "[{[][^]*",
  `(?<=[?&#][\\w.-]{0,60}=)[^\\s&#"']+`,
  ".+",
].join("|");

/** A secret in a text: its key, `=` or `:`, and its value. */
const SECRET_IN_TEXT = new RegExp(`(${KEY}${BETWEEN})(?!${NO_SECRET})(?:${VALUE})`, "gi");

/** The colon before a password, which is neither a scheme's nor before a port and a path. */
const BEFORE_PASSWORD = /(?<=[^:/@])(?<!mailto):(?!\/\/|\d{1,5}\/|$)/i;

/** The value, or `[hidden]` where its key, as it is shown, is a secret's. */
export function hideSecret(key: string, value: unknown): unknown {
  if (!value || value === true || value === "true" || value === "false") return value;
  const words = toNormalForm(key).replace(/[a-z](?=[A-Z])/g, "$&_");
  return SECRET_KEY.test(words) ? HIDDEN : value;
}

/** A text with the secrets in it hidden, and the passwords of `user:password@`. */
export function hideSecretsIn(text: string): string {
  return text
    .replace(SECRET_IN_TEXT, (_, start: string, quote = "") => start + quote + HIDDEN + quote)
    .replace(/[^\s"']+/g, (word) => {
      const end = word.lastIndexOf("@");
      const start = word.slice(0, Math.max(end, 0)).search(BEFORE_PASSWORD) + 1;
      return start ? word.slice(0, start) + HIDDEN + word.slice(end) : word;
    });
}
