import type { AuditEvent } from "./audit-event";
import { asEmailAddress } from "./email";
import { asText, toId } from "./json";

/** Who did it, with the id under which they are sent on. */
export type Actor =
  /** A user, or an access token that is named like one. The event may bring the email along. */
  | { kind: "user"; id: string; email: string | undefined }
  /** Segment itself, or what else the event says, such as `token/tok_1A2b3C`. */
  | { kind: "segment" | "other"; id: string }
  | { kind: "nobody"; id: undefined };

/** The user id under which Segment itself acts. */
const SEGMENT_ID = "__system__";

/**
 * Finds who did it. `details` come first: an event that `__system__` sent can still name somebody
 * there. Only where nobody else is named did Segment itself act.
 */
export function findActor({ details, userId }: AuditEvent): Actor {
  const { subject, subject_id, subject_type } = details;
  const [, userInSubject] = /^users\/(.+)$/s.exec(asText(subject) ?? "") ?? [];
  // A Permission Check has the user in `subject_id`.
  const user = toId(userInSubject) ?? (subject_type === "user" ? toId(subject_id) : undefined);
  if (user) return { kind: "user", id: user, email: asEmailAddress(details.subject_email) };
  if (userId && userId !== SEGMENT_ID) return { kind: "user", id: userId, email: undefined };
  const other = toId(subject) ?? toId(subject_id);
  if (other) return { kind: "other", id: other };
  return userId ? { kind: "segment", id: SEGMENT_ID } : { kind: "nobody", id: undefined };
}
