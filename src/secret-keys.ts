/** Keys that name a secret, however written: `writeKey`, `api_key`, `x-auth-token`. */
const SECRET = new RegExp(
  [
    "(write|api|access|auth|private|signing|encryption)[^a-z]*key",
    "token|secret|credential|authorization|bearer|cookie|jwt",
    "pwd|pass[^a-z]*(word|wd|phrase|code)",
  ].join("|"),
  "i",
);

/** The value, or `[hidden]` for one that is not empty and whose key says that it is a secret. */
export function hideSecret(key: string, value: unknown): unknown {
  return value && SECRET.test(key) ? "[hidden]" : value;
}
