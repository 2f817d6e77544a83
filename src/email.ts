/** The actor's email, or why there is none. */
export type Email = { kind: "known"; address: string } | MissingEmail;

/** Why there is no email. `who.ts` has the words. "Unavailable" alone passes: a retry can help. */
export type MissingEmail =
  /** Whoever did it is not a user. */
  | { kind: "other" | "segment" | "nobody" }
  | { kind: "too many people" | "malformed id" | "not found" | "unavailable" }
  | { kind: "token rejected" | "request refused"; status: number };

/** The longest email there can be, in characters: 64 before the `@`, 255 after it (RFC 5321). */
const MAX_ADDRESS_LENGTH = 320;

/** The value if it is an email, else undefined. */
export function asEmailAddress(value: unknown): string | undefined {
  const isAddress = typeof value === "string" && /^[^\s@]+@[^\s@]+$/.test(value);
  return isAddress && value.length <= MAX_ADDRESS_LENGTH ? value : undefined;
}
