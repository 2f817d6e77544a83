import type { AttributedEvent } from "./attribution";
import type { JsonObject } from "./json";
import { cut, toPlainText } from "./plain-text";
import { describeActor } from "./who";

/** How long a summary may be, in characters. */
const MAX_SUMMARY_LENGTH = 200;

/** How much of an event's name is shown, in characters, so that who did it fits. */
const MAX_SHOWN_NAME_LENGTH = 100;

/** A summary in two parts, since Slack shows the first one bold. Nothing in them can act. */
export type Summary = ReturnType<typeof toSummary>;

/**
 * An event in a line of at most 200 characters. Who did it comes before what it was done to, whose
 * name cannot forge it then.
 * @returns what happened, `Audience Created`, and the rest, ` by ada@acme.test: Big spenders`.
 */
export function toSummary({ event, actor, email }: AttributedEvent) {
  const name = cut(toPlainText(event.name) || "?", MAX_SHOWN_NAME_LENGTH);
  const what = describeDetails(event.details);
  const rest = ` by ${describeActor(actor, email)}${what && `: ${what}`}`;
  return { name, rest: cut(rest, MAX_SUMMARY_LENGTH - name.length) };
}

/** What it happened to, or an empty text when the details do not say. */
function describeDetails(details: JsonObject): string {
  const target = toPlainText(details.target);
  const what = toPlainText(details.name) || toPlainText(details.description) || target;
  if (what) return target && target !== what ? `${what} in ${target}` : what;
  const resource = join(" ", [details.resource_type, details.resource_id]);
  return join(" on ", [details.action, resource]);
}

/** Those of the values that say something. */
function join(separator: string, values: unknown[]): string {
  return values.map(toPlainText).filter(Boolean).join(separator);
}
