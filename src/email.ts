/** The actor's email, or why there is none: a refusal has the answer's status. */
export type Email = { kind: "known"; address: string } | MissingEmail;
export type MissingEmail = { kind: Exclude<Reason, Refusal> } | { kind: Refusal; status: number };
type Refusal = "token rejected" | "request refused";
type Reason = keyof typeof REASONS;

/** Why there is no email. Only after "unavailable" can a retry help. */
const REASONS = {
  other: "not a user",
  segment: "triggered by Segment itself",
  nobody: "nobody named",
  "too many people": "over 100 people in one request",
  "malformed id": "malformed user id",
  "not found": "user not found",
  "token rejected": "workspaceToken rejected",
  "request refused": "request refused",
  unavailable: "Public API unavailable",
};

/** Why there is no email, in the words of `email_missing`. */
export function explainMissing(missing: MissingEmail): string {
  const reason = REASONS[missing.kind];
  return "status" in missing ? `${reason} (${missing.status})` : reason;
}

/** The longest email there can be, in characters: 64 before the `@`, 255 after it (RFC 5321). */
const MAX_ADDRESS_LENGTH = 320;

/** The value if it is an email, else undefined. */
export function asEmailAddress(value: unknown): string | undefined {
  const isAddress = typeof value === "string" && /^[^\s@]+@[^\s@]+$/.test(value);
  return isAddress && value.length <= MAX_ADDRESS_LENGTH ? value : undefined;
}
