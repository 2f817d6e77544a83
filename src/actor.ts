import type { AuditEvent } from "./audit-event";
import { toEmail } from "./email";
import { asText, isObject, toId } from "./json";
import { toText } from "./plain-text";

/** Who did it, with the id under which they are sent on. */
export type Actor =
  /** A user, or an access token that is named like one. The event may bring the email along. */
  | { kind: "user"; id: string; email: string | undefined }
  /** Segment itself, or what else the event says, such as `token/tok_1A2b3C`. */
  | { kind: "segment" | "other"; id: string }
  | { kind: "nobody"; id: undefined };

/** The user id of Segment itself, also behind `users/` and the like. */
const SEGMENT_ID = "__system__";
const SEGMENT: Actor = { kind: "segment", id: SEGMENT_ID };

/** Its email, in commit messages of Git Sync. */
export const SEGMENT_EMAIL = "internal-service@segment.com";

/**
 * Finds who did it. A user in `subject` comes first: an event that `__system__` sent can name one
 * there. `userId` did it, where `subject_id` may be whom it was done to. It was Segment only where
 * nothing could mean somebody else.
 */
export function findActor({ details, properties, userId }: AuditEvent): Actor {
  const { subject, subject_id, subject_type } = details;
  const email = toEmail(details.subject_email);
  if (email?.toLowerCase() === SEGMENT_EMAIL) return SEGMENT;
  const bySubject = toPerson(/^users\/(.+)$/s.exec(asText(subject) ?? "")?.[1]);
  const bySubjectId = subject_type === "user" ? toPerson(subject_id) : undefined;
  const id = bySubject ?? toPerson(userId) ?? bySubjectId;
  // The email is that of the user whom the details name.
  if (id) return { kind: "user", id, email: id === (bySubject ?? bySubjectId) ? email : undefined };
  const other = toOther(subject) ?? toOther(subject_id);
  if (other) return { kind: "other", id: other };
  const fields = [subject, subject_id, userId];
  const isClear = !email && (isObject(properties.details) || isBlank(properties.details));
  const isSegment = isClear && fields.every((one) => isBlank(one) || isSystem(one));
  return isSegment && fields.some(isSystem) ? SEGMENT : { kind: "nobody", id: undefined };
}

function toPerson(value: unknown): string | undefined {
  return isSystem(value) ? undefined : toId(value);
}

/** Somebody or something else, as text: an object or a list as JSON. */
function toOther(value: unknown): string | undefined {
  return typeof value === "object" ? toText(value) || undefined : toPerson(value);
}

function isSystem(value: unknown): boolean {
  return typeof value === "string" && /(^|\/)__system__$/.test(value.trim());
}

function isBlank(value: unknown): boolean {
  const text = value ?? "";
  return typeof text === "string" && !text.trim();
}
