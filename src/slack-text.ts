import { BY_SEGMENT } from "./email";
import { asObject } from "./json";
import type { Message } from "./message";
import { toPlainText } from "./plain-text";

/** Taken once, since a `vm` context is slow at looking up a global. */
const { keys } = Object;
const encode = encodeURIComponent;

/** What one can still read, in characters. Slack takes more (Slack docs: Truncating content). */
const MAX_LENGTH = 3_000;

/** The labels of the lines that are no details. */
const OWN_LABELS = ["email", "more details", "system_event", "timestamp", "userId", "workspace_id"];

/**
 * The whole Slack message, at most 3,000 characters: what, who, where, each detail in alphabetical
 * order, when, and a link to the audit trail. What is empty leaves no line. Nothing from outside
 * can ping, become a link or begin a line.
 */
export function toSlackText({ event, userId, timestamp, properties }: Message): string {
  const { email, email_missing } = properties;
  const head =
    `:gear: *${toPlainText(event)}*\n` +
    (email_missing === BY_SEGMENT
      ? toLine("system_event", "This event was triggered by the system.")
      : toLine("email", email ?? email_missing)) +
    toLine("userId", userId) +
    toLine("workspace_id", properties.workspace_id);
  const details = asObject(properties.details);
  const lines = keys(details)
    .sort()
    .map((key) => toLine(toLabel(key), details[key]));
  // Where one can act (Segment docs: Audit Trail).
  const slug = encode(toPlainText(properties.workspace_slug));
  const tail = `${toLine("timestamp", timestamp)}https://app.segment.com/${slug}/audit-trail`;
  return head + joinWithin(MAX_LENGTH - head.length - tail.length, lines) + tail;
}

/** A line with its line break, or an empty text for a value that is empty. */
function toLine(label: string, value: unknown): string {
  const text = toPlainText(value);
  return text && `*${label}:* ${text}\n`;
}

/** A key of `details` as a label that is none of our own. */
function toLabel(key: string): string {
  const label = toPlainText(key) || "?";
  return OWN_LABELS.includes(label) ? `details.${label}` : label;
}

/** The lines, or as many as fit into so many characters and one that says how many do not. */
function joinWithin(maxLength: number, lines: string[]): string {
  const all = lines.join("");
  if (all.length <= maxLength) return all;
  const kept = all.slice(0, all.lastIndexOf("\n", maxLength - 40) + 1);
  return `${kept}*more details:* ${all.slice(kept.length).split("\n").length - 1}\n`;
}
