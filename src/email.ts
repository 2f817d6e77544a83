/** The actor's email, or why there is none: a refusal has the answer's status. */
export type Email = { kind: "known"; address: string } | MissingEmail;
export type MissingEmail = { kind: Exclude<Reason, Refusal> } | { kind: Refusal; status: number };
type Refusal = "token rejected" | "request refused";
type Reason = keyof typeof REASONS;

/** Most look-ups in one call: a batch, or a stranger, must not spend the whole rate limit. */
export const MAX_LOOK_UPS = 100;

/** Why there is no email. Only after "unavailable" can a retry help. */
const REASONS = {
  other: "not a user",
  segment: "triggered by Segment itself",
  nobody: "nobody named",
  "too many people": `over ${MAX_LOOK_UPS} people in one request`,
  "malformed id": "malformed user id",
  "not found": "user not found",
  "no email": "user has no email",
  "token rejected": "workspaceToken rejected",
  "request refused": "request refused",
  unavailable: "Public API unavailable",
};

/** Why there is no email, in the words of `email_missing`. */
export function explainMissing(missing: MissingEmail): string {
  const reason = REASONS[missing.kind];
  return "status" in missing ? `${reason} (${missing.status})` : reason;
}

/** The longest email, in characters (RFC 5321). */
const MAX_ADDRESS_LENGTH = 320;

/** A line, with something before the last `@`, and no white space behind it. */
const ADDRESS = /^[^\p{Cc}\u2028\u2029]+@[^\s\p{Cc}@]+$/u;

/** The value without white space around it, if that is an email. */
export function toEmail(value: unknown): string | undefined {
  const address = typeof value === "string" ? value.trim() : "";
  return address.length <= MAX_ADDRESS_LENGTH && ADDRESS.test(address) ? address : undefined;
}
