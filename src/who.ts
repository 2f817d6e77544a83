import type { Actor } from "./actor";
import type { Email, MissingEmail } from "./email";
import { cut, toPlainText } from "./plain-text";

/** How much of an id is shown, in characters, so that the reason behind it always fits. */
const MAX_SHOWN_ID_LENGTH = 60;

/** An address that does nothing in Slack, without letters that show blank (Hangul fillers). */
const HARMLESS_ADDRESS =
  /^(?!.*(?:www\.|[\u115f\u1160\u3164\uffa0]))[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+$/iu;

const REASONS: Record<MissingEmail["kind"], string> = {
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

/** Who did it, in words for people: an email, or what else is known. Nothing in it can act. */
export function describeActor(actor: Actor, email: Email): string {
  if (email.kind === "known") return showAddress(email.address);
  if (actor.kind === "segment") return "Segment";
  if (actor.kind === "nobody") return "nobody named";
  const id = cut(toPlainText(actor.id) || "?", MAX_SHOWN_ID_LENGTH);
  return actor.kind === "other" ? id : `${id} (${explainMissing(email)})`;
}

/** Why there is no email, in the words of `email_missing`. */
export function explainMissing(missing: MissingEmail): string {
  const reason = REASONS[missing.kind];
  return "status" in missing ? `${reason} (${missing.status})` : reason;
}

/** The actor's email as it is, so that it can be copied, unless something in it could act. */
export function showAddress(address: string): string {
  return HARMLESS_ADDRESS.test(address) ? address : toPlainText(address);
}
