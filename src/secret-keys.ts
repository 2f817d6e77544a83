/** What a secret's value shows as. */
export const HIDDEN = "[hidden]";

/** Parts of a key that say so. */
const SECRET = new RegExp(
  [
    "(write|api|access|private|signing|encryption)keys?",
    "token|secret|credential|authorization|bearer|cookie|jwt",
    "pass(word|wd|phrase|code)",
  ].join("|"),
);

/** Whether a key says that its value is a secret: `writeKey`, `api_key`, `x-auth-token`. */
export function isSecretKey(key: string): boolean {
  const letters = key
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
  return SECRET.test(letters);
}
