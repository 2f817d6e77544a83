import type { Actor } from "./actor";
import type { Email, MissingEmail } from "./email";
import { cut, toOneLine, toPlainText } from "./plain-text";

/** How much of an id is shown, in characters, so that the reason behind it always fits. */
const MAX_SHOWN_ID_LENGTH = 60;

/** An address in ASCII in which nothing acts in Slack. */
const HARMLESS_ADDRESS = /^(?!www\.)[\w.%+'-]+@[\w.-]+$/i;

/** The same with letters of any script. */
const HARMLESS_IN_ANY_SCRIPT = /^(?!www\.)[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+$/iu;

/** Who did it, in words for people: an email, or what else is known. Nothing in it can act. */
export function describeActor(actor: Actor, email: Email): string {
  if (email.kind === "known") return showAddress(email.address);
  switch (actor.kind) {
    case "user":
      return `${showId(actor.id)} (${explainMissing(email)})`;
    case "other":
      return showId(actor.id);
    case "segment":
      return "Segment";
    case "nobody":
      return "nobody named";
  }
}

/** Why there is no email, in the words of `email_missing`. */
export function explainMissing(missing: MissingEmail): string {
  switch (missing.kind) {
    case "by segment":
      return "triggered by Segment itself";
    case "nobody named":
      return "nobody named";
    case "not a user":
      return "not a user";
    case "too many people":
      return "over 100 people in one request";
    case "malformed id":
      return "malformed user id";
    case "not found":
      return "user not found";
    case "token rejected":
      return `workspaceToken rejected (${missing.status})`;
    case "request refused":
      return `request refused (${missing.status})`;
    case "unavailable":
      return "Public API unavailable";
  }
}

function showId(id: string): string {
  return cut(toPlainText(id) || "?", MAX_SHOWN_ID_LENGTH);
}

/** The actor's email as it is, so that it can be copied, unless something in it could act. */
export function showAddress(address: string): string {
  if (HARMLESS_ADDRESS.test(address)) return address;
  const isHarmless = HARMLESS_IN_ANY_SCRIPT.test(address) && toOneLine(address) === address;
  return isHarmless ? address : toPlainText(address);
}
