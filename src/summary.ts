import { BY_SEGMENT } from "./email";
import { asObject, type JsonObject } from "./json";
import type { Message } from "./message";
import { cut, MAX_LENGTH, toPlainText } from "./plain-text";

/**
 * A message in one line of at most 200 characters that is safe to show anywhere:
 * `Audience Created: Big spenders, by ada@acme.test`. However long the rest is, who did it stays.
 */
export function toSummary({ event, userId, properties }: Message): string {
  const { email, email_missing } = properties;
  // The reason has to stay behind a long id, as all of this behind a long name.
  const who =
    email_missing === BY_SEGMENT
      ? "Segment"
      : toPlainText(email) || `${cut(toPlainText(userId), 60)} (${email_missing})`;
  const end = cut(`, by ${who}`, 100);
  const what = describe(asObject(properties.details));
  const start = toPlainText(event) + (what && `: ${what}`);
  return cut(start, MAX_LENGTH - end.length) + end;
}

/** What it happened to, or an empty text when the details do not tell. */
function describe(details: JsonObject): string {
  const name = toPlainText(details.name);
  const target = toPlainText(details.target);
  if (target) return name && name !== target ? `${name} in ${target}` : target;
  return join(" on ", details.action, join(" ", details.resource_type, details.resource_id));
}

/** Those of the values that say something, with the separator between them. */
function join(separator: string, ...values: unknown[]): string {
  return values.map(toPlainText).filter(Boolean).join(separator);
}
