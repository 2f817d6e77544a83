/** The actor's email, or why there is none. */
export type Email = { kind: "known"; address: string } | MissingEmail;

/** Why there is no email: a key of REASONS. Where the Public API refused, with its HTTP status. */
export type MissingEmail = { kind: keyof typeof REASONS; status?: number };

/** Most look-ups in one call: a batch, or a stranger, must not spend the whole rate limit. */
export const MAX_LOOK_UPS = 100;

/** What `email_missing` says. Only after "unavailable" can a retry help. */
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
export function explainMissing({ kind, status }: MissingEmail): string {
  return status ? `${REASONS[kind]} (${status})` : REASONS[kind];
}

/** What stands on both sides of the `@`: no white space, and nothing of a path or a URL. */
const ADDRESS = /^[^\s@:/<>]+@[^\s@:/<>]+$/;

/** The value without white space around it, if that is an email. */
export function toEmail(value: unknown): string | undefined {
  const address = typeof value === "string" ? value.trim() : "";
  return ADDRESS.test(address) ? address : undefined;
}
