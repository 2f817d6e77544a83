import type { AuditEvent } from "./audit-event";
import { toEmail } from "./email";
import { toPlainText } from "./plain-text";

/**
 * Who did it: a user, something else that acts, such as an access token, or Segment itself. The id
 * goes out as `userId`. The email is the one that the event says.
 */
export type Actor =
  | { kind: "user" | "other"; id: string; email: string | undefined }
  | { kind: "segment"; id: "__system__" }
  | { kind: "nobody"; id: undefined };

/** Segment's own id, alone or as a user's. */
const SYSTEM = /^(users\/)?__system__$/i;

/**
 * Finds who did it. `subject` comes first: an event that Segment sent can name a person there.
 * `subject_id` comes last: it may be whom it was done to.
 */
export function findActor({ details, userId }: AuditEvent): Actor {
  const { subject, subject_id, subject_type } = details;
  const email = toEmail(details.subject_email);
  const names = [subject, userId, subject_id].map(toName);
  const [first, sender, second] = names.map((name) => (SYSTEM.test(name) ? "" : name));
  const user = first?.startsWith("users/") && first.slice("users/".length);
  if (user) return toActor("user", user, email);
  if (first) return toActor("other", first, email);
  // `subject_email` belongs to `subject_id` here: so it counts only where that is the sender.
  if (sender) return toActor("user", sender, sender === second ? email : undefined);
  if (second) return toActor(subject_type === "user" ? "user" : "other", second, email);
  const isSegment = names.some((name) => SYSTEM.test(name));
  return isSegment ? { kind: "segment", id: "__system__" } : { kind: "nobody", id: undefined };
}

/** An id that is an email is that email. */
function toActor(kind: "user" | "other", id: string, email: string | undefined): Actor {
  return { kind, id, email: toEmail(id) ?? email };
}

/** What a field says, as text: JSON for an object, and empty for what is absent. */
function toName(value: unknown): string {
  return typeof value === "string" ? value.trim() : toPlainText(value);
}
