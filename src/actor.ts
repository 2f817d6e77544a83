import type { AuditEvent } from "./audit-event";
import { asObject, asText } from "./json";

/** The user id under which Segment itself acts. */
export const SEGMENT_ITSELF = "__system__";

/**
 * The id of who did it, or undefined when the event names nobody: `details.subject` when it is
 * `users/<id>`, else `details.subject_id` when it is a user's (Permission Check), else `userId`.
 * An event sent by `__system__` can so still name a person.
 */
export function findActor(event: AuditEvent): string | undefined {
  const { subject, subject_id, subject_type } = asObject(event.properties.details);
  const [, subjectUser] = /^users\/(.+)$/s.exec(asText(subject) ?? "") ?? [];
  return subjectUser ?? (subject_type === "user" ? asText(subject_id) : undefined) ?? event.userId;
}
