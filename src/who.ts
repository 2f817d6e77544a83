import type { Actor } from "./actor";
import { type Email, explainMissing } from "./email";
import { cut, toPlainText } from "./plain-text";

/** How much of an id is shown, in characters, so that the reason behind it always fits. */
const MAX_SHOWN_ID_LENGTH = 60;

/** An address that does nothing in Slack, without letters that show blank (Hangul fillers). */
const HARMLESS_ADDRESS =
  /^(?!.*(?:www\.|[\u115f\u1160\u3164\uffa0]))[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+$/iu;

/** Who did it, in words for people: an email, or what else is known. Nothing in it can act. */
export function describeActor(actor: Actor, email: Email): string {
  if (email.kind === "known") return showAddress(email.address);
  if (actor.kind === "segment") return "Segment";
  if (actor.kind === "nobody") return "nobody named";
  const id = cut(toPlainText(actor.id) || "?", MAX_SHOWN_ID_LENGTH);
  return actor.kind === "other" ? id : `${id} (${explainMissing(email)})`;
}

/** The actor's email as it is, so that it can be copied, unless something in it could act. */
export function showAddress(address: string): string {
  return HARMLESS_ADDRESS.test(address) ? address : toPlainText(address);
}
