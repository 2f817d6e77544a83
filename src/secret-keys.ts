/** What a secret's value shows as. */
export const HIDDEN = "[hidden]";

/** Words that say so, whatever separates them: `writeKey`, `api_key`, `x-auth-token`. */
const SECRET = new RegExp(
  [
    "(write|api|access|private|signing|encryption)[^a-z]*key",
    "token|secret|credential|authorization|bearer|cookie|jwt",
    "pass[^a-z]*(word|wd|phrase|code)",
  ].join("|"),
  "i",
);

/** Whether a key says that its value is a secret. */
export function isSecretKey(key: string): boolean {
  return SECRET.test(key);
}
