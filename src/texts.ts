import type { Actor } from "./actor";
import type { AttributedEvent } from "./attribution";
import type { Category } from "./category";
import { type Email, explainMissing } from "./email";
import type { JsonObject } from "./json";
import { cut, toPlainText } from "./plain-text";
import { REGIONS, type Settings } from "./settings";

/** What people read of an event. Nothing from outside can act in it. */
export interface Texts {
  /** One line of at most 200 characters. */
  summary: string;
  /** The Slack message: at most four lines and 3,000 characters. */
  slackText: string;
  /** Its first line and the link, for a message that is too large. */
  shortSlackText: string;
}

const MAX_SUMMARY_LENGTH = 200;

/** Nobody reads more than this, in characters. */
const MAX_SLACK_TEXT_LENGTH = 3_000;

const SEPARATOR = " \u00b7 ";

/** Writes the texts. The actor stands before the target, whose name cannot pass for the actor then. */
export function toTexts(attributed: AttributedEvent, settings: Settings): Texts {
  const { event, actor, email } = attributed;
  const name = toPlainText(event.name) || "?";
  const rest = ` by ${join(": ", describeActor(actor, email), describeDetails(event.details))}`;
  const first = `${toIcon(event.category)} *${name}*${rest}`;
  const userId = toItem("userId", actor.id);
  const workspaceId = toItem("workspace_id", event.properties.workspace_id);
  const last = join(SEPARATOR, userId, workspaceId, toItem("timestamp", event.timestamp));
  // A slug has no other characters. They could end the link.
  const slug = settings.workspaceSlug.replace(/[^\w.-]/g, "");
  const link = `${REGIONS[settings.region].app}/${slug}/audit-trail`;
  const room = MAX_SLACK_TEXT_LENGTH - join("\n", first, last, link).length - 1;
  return {
    summary: cut(name + rest, MAX_SUMMARY_LENGTH),
    slackText: join("\n", first, listDetails(event.details, room), last, link),
    shortSlackText: join("\n", first, link),
  };
}

function toIcon(category: Category): string {
  if (category === "security") return ":rotating_light:";
  return category === "breaking" || category === "failure" ? ":warning:" : ":gear:";
}

/** Who did it: an email, or what else is known. */
function describeActor(actor: Actor, email: Email): string {
  if (email.kind === "known") return toPlainText(email.address);
  if (actor.kind === "segment") return "Segment";
  if (actor.kind === "nobody") return explainMissing(email);
  const id = toPlainText(actor.id) || "?";
  return actor.kind === "other" ? id : `${id} (${explainMissing(email)})`;
}

/** What it happened to, or an empty text when the details do not say. */
function describeDetails(details: JsonObject): string {
  const read = (key: string) => toPlainText(details[key]);
  const what = read("name") || read("description");
  const target = read("target");
  if (what || target) return join(" in ", what, what === target ? "" : target);
  return join(" on ", read("action"), join(" ", read("resource_type"), read("resource_id")));
}

/** The details in the order in which they came, as far as there is room. */
function listDetails(details: JsonObject, maxLength: number): string {
  let line = "";
  for (const key in details) {
    const item = toItem(toPlainText(key) || "?", details[key], key);
    if (item) line += (line && SEPARATOR) + item;
    if (line.length > maxLength) break;
  }
  return cut(line, maxLength);
}

/** A value with its label, or nothing for a blank one. */
function toItem(label: string, value: unknown, key = label): string {
  const text = toPlainText(value, key);
  return text && `*${label}:* ${text}`;
}

/** Those of the texts that say something. */
function join(separator: string, ...texts: string[]): string {
  return texts.filter(Boolean).join(separator);
}
