import type { AttributedEvent } from "./attribution";
import type { Category } from "./category";
import type { JsonObject } from "./json";
import { toOneLine } from "./normal-form";
import { toPlainText } from "./plain-text";
import { REGIONS } from "./region";
import { hideSecret } from "./secrets";
import type { Settings } from "./settings";
import type { Summary } from "./summary";

/** What one can still read, in characters. */
const MAX_SLACK_TEXT_LENGTH = 3_000;

/** The most details that are shown. Published events have up to 16. */
const MAX_DETAILS = 30;

const SEPARATOR = " · ";

const ICONS: Record<Category, string> = {
  security: ":rotating_light:",
  breaking: ":warning:",
  failure: ":warning:",
  change: ":gear:",
  noise: ":gear:",
};

/** Our labels. A detail of such a name gets `details <name>`. */
const OWN_LABELS = ["email", "more details", "timestamp", "userId", "workspace_id"];

/**
 * The Slack message, at most five lines and 3,000 characters: nothing from outside can ping, be a
 * link or begin a line.
 * @returns the whole, and its first line with the link.
 */
export function toSlackText(
  { event, actor }: AttributedEvent,
  summary: Summary,
  { workspaceSlug, region }: Settings,
) {
  const first = `${ICONS[event.category]} *${summary.name}*${summary.rest}`;
  const last = toLine(
    toItem("userId", actor.id),
    toItem("workspace_id", event.workspaceId),
    toItem("timestamp", event.timestamp),
  );
  const link = `${REGIONS[region].app}/${encodeURIComponent(toOneLine(workspaceSlug))}/audit-trail`;
  const room = MAX_SLACK_TEXT_LENGTH - [first, "", last, link].join("\n").length;
  const details = toDetails(event.details, room);
  const full = [first, details, last, link].filter(Boolean).join("\n");
  return { full, short: [first, link].join("\n") };
}

/** A value with its label, or nothing for an empty one. */
function toItem(label: string, value: unknown): string {
  const text = toPlainText(value);
  return text && `*${label}:* ${text}`;
}

function toLine(...items: string[]): string {
  return items.filter(Boolean).join(SEPARATOR);
}

/** The details in a line, or those that fit and how many do not. */
function toDetails(details: JsonObject, maxLength: number): string {
  const keys = Object.keys(details).filter((key) => (details[key] ?? "") !== "");
  const items: string[] = [];
  let room = maxLength + SEPARATOR.length;
  for (const [index, key] of keys.sort().entries()) {
    const name = toPlainText(key) || "?";
    const label = OWN_LABELS.includes(name) ? `details ${name}` : name;
    const item = toItem(label, hideSecret(key, details[key]));
    const rest = `*more details:* ${keys.length - index}`;
    const isLast = index === keys.length - 1;
    if (item) room -= item.length + SEPARATOR.length;
    if (index === MAX_DETAILS || room < (isLast ? 0 : rest.length + SEPARATOR.length))
      return toLine(...items, rest);
    items.push(item);
  }
  return toLine(...items);
}
