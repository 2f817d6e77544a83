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

/** Whether a text under this key is a secret. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key);
}

/**
 * The forms of credentials, each with a mark that is quick to look for. What `(?<=...)` matches
 * stays in sight.
 */
const CREDENTIALS: [mark: string, form: RegExp][] = [
  // A token of Segment's Public API
  ["sgp_", /\bsgp_\w+/g],
  // A JSON web token
  ["eyJ", /\beyJ[\w-]+\.[\w.-]+/g],
  // A private key in PEM
  ["PRIVATE KEY", /-----BEGIN ([A-Z]+ )?PRIVATE KEY[\s\S]*/g],
  // Slack
  ["xox", /\bxox[a-z]-[\w-]+/g],
  // GitHub
  ["gh._", /\bgh[a-z]_\w+/g],
  // OpenAI and others
  ["sk-", /\bsk-[\w-]{16,}/g],
  // Stripe
  ["k_live_", /\b[rs]k_live_\w+/g],
  // Google
  ["AIza", /\bAIza[\w-]+/g],
  // The header Authorization
  ["Bearer\\s", /(?<=\bBearer\s+)\S+/g],
  // The path of a Slack webhook
  ["/services/", /(?<=hooks\.slack\.com\/services\/)\S+/gi],
  // The endpoint of a function
  ["b=", /(?<=\bfn\.[\w.-]*segmentapis\.com\/?\?b=)\S+/gi],
  // The password in scheme://user:password@, also where the @ is cut off
  ["://", /(?<=:\/\/[^\s:/?#]*:)[^\s/?#]+(?=@|\u2026$)/g],
  // A parameter of a query
  ["=", /(?<=[?&][\w.-]*(token|secret|key|password|signature|sig)=)[^\s&#]+/gi],
];
const MARKS = new RegExp(CREDENTIALS.map(([mark]) => mark).join("|"));

/** The text with the credentials in it hidden. */
export function hideCredentials(text: string): string {
  if (!MARKS.test(text)) return text;
  return CREDENTIALS.reduce((rest, [, form]) => rest.replace(form, HIDDEN), text);
}
