/** What stands in place of a secret. */
export const HIDDEN = "[hidden]";

/** The last word of a secret's key, however it is written: `writeKey`, `API_KEY`, `access tokens`. */
const LAST_WORDS = [
  "token",
  "secret",
  "password",
  "passphrase",
  "credential",
  "authorization",
  "cookie",
  "(api|access|private|secret|signing|write|sdk|license)[^a-z]*key",
];
const SECRET_KEY = new RegExp(`(${LAST_WORDS.join("|")})s?[^a-z]*$`, "i");

/** Whether a text under this key is a secret. The key's last 40 characters say it. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key.slice(-40));
}

/**
 * The forms of credentials: a text that each one has in it, and the form. What stands in `(?<=...)`
 * is not hidden.
 */
const CREDENTIALS: [mark: string, form: RegExp][] = [
  ["sgp_", /\bsgp_\w+/g], // Segment
  ["eyJ", /\beyJ[\w-]+\.[\w.-]+/g], // JSON web token
  ["PRIVATE KEY", /-----BEGIN [A-Z ]*PRIVATE KEY[\s\S]*/g], // PEM
  ["xox", /\bxox[a-z]-[\w-]+/g], // Slack
  ["gh._", /\bgh[a-z]_\w+/g], // GitHub
  ["sk-", /\bsk-[\w-]{16,}/g], // OpenAI and others
  ["k_live_", /\b[rs]k_live_\w+/g], // Stripe
  ["AIza", /\bAIza[\w-]+/g], // Google
  ["earer ", /(?<=\b[Bb]earer )\S+/g], // a header
  ["/services/", /(?<=hooks\.slack\.com\/services\/)\S+/g], // Slack webhook
  ["b=", /(?<=\bfn\.[\w.-]*segmentapis\.com\/?\?b=)\S+/g], // endpoint
  ["://", /(?<=:\/\/[^\s:/?#@]*:)[^\s/?#]+(?=@|\u2026$)/g], // password
  ["=", /(?<=[?&][\w.-]*(token|secret|key|password|signature|sig)=)[^\s&#]+/gi], // query
];
const MARKS = new RegExp(CREDENTIALS.map(([mark]) => mark).join("|"));

/** The text with the credentials in it hidden. */
export function hideCredentials(text: string): string {
  if (!MARKS.test(text)) return text;
  return CREDENTIALS.reduce((rest, [, form]) => rest.replace(form, HIDDEN), text);
}
