/** The actor's email, or why there is none: exactly one of the two, ready to become a property. */
export type Email =
  | { email: string; email_missing?: never }
  | { email?: never; email_missing: EmailMissing };

/** Why there is no email, in words that a person reads in Slack in its place. */
export type EmailMissing =
  | typeof BY_SEGMENT
  | "user not found"
  | "malformed user id"
  | `token rejected (${number})`
  | `request refused (${number})`
  | "Public API unavailable";

/** Why there is no email where Segment itself acted. */
export const BY_SEGMENT = "triggered by Segment itself";

/** The one failure that passes: a retry can still bring the email. */
export const UNAVAILABLE: Email = { email_missing: "Public API unavailable" };
