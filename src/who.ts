import type { Actor } from "./actor";
import { type Email, explainMissing } from "./email";
import { cut, toPlainText } from "./plain-text";

/** How much of an id is shown, in characters: the reason fits behind it. */
const MAX_SHOWN_ID_LENGTH = 60;

/** Who did it, in words for people: an email, or what else is known. Nothing in it can act. */
export function describeActor(actor: Actor, email: Email): string {
  if (email.kind === "known") return toPlainText(email.address);
  if (actor.kind === "segment") return "Segment";
  if (actor.kind === "nobody") return explainMissing(email);
  const id = cut(toPlainText(actor.id) || "?", MAX_SHOWN_ID_LENGTH);
  return actor.kind === "other" ? id : `${id} (${explainMissing(email)})`;
}
