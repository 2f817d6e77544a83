import type { AttributedEvent } from "./attribution";
import type { Category } from "./category";
import { cut, toOneLine, toPlainText } from "./plain-text";
import { REGIONS } from "./region";
import { hideSecret } from "./secret-keys";
import type { Settings } from "./settings";
import type { Summary } from "./summary";
import { showAddress } from "./who";

/** What one can still read, in characters. Slack takes more (Slack docs: Truncating content). */
const MAX_SLACK_TEXT_LENGTH = 3_000;

/** How much of the workspace's slug goes into the link, in characters. */
const MAX_SLUG_LENGTH = 100;

/** Room for the words that count the details left out, in characters. */
const COUNT_LENGTH = 40;

const SEPARATOR = " · ";

const ICONS: Record<Category, string> = {
  security: ":rotating_light:",
  breaking: ":warning:",
  failure: ":warning:",
  change: ":gear:",
  noise: ":gear:",
};

/**
 * The labels of ours. A detail of the same name is labelled `details <name>`, with a space, since
 * `details.email` could be a domain.
 */
const OWN_LABELS = ["email", "more details", "timestamp", "userId", "workspace_id"];

/**
 * The whole Slack message: at most five lines and 3,000 characters, whatever comes in. What
 * happened, the details, where and when, and a link to the audit trail. Nothing from outside can
 * ping, become a link or begin a line.
 */
export function toSlackText(
  { event, actor, email }: AttributedEvent,
  summary: Summary,
  { workspaceSlug, region }: Settings,
): string {
  const first = `${ICONS[event.category]} *${summary.name}*${summary.rest}`;
  const ids = [
    toItem("userId", toPlainText(actor.id)),
    toItem("workspace_id", toPlainText(event.workspaceId)),
    toItem("timestamp", toPlainText(event.timestamp)),
  ];
  const last = ids.filter(Boolean).join(SEPARATOR);
  const slug = encodeURIComponent(cut(toOneLine(workspaceSlug), MAX_SLUG_LENGTH));
  const link = `${REGIONS[region].app}/${slug}/audit-trail`;
  const details = Object.keys(event.details)
    .sort()
    .map((key) => {
      const value = event.details[key];
      const isActors = email.kind === "known" && value === email.address;
      const text = isActors ? showAddress(email.address) : toPlainText(hideSecret(key, value));
      const label = toPlainText(key) || "?";
      return toItem(OWN_LABELS.includes(label) ? `details ${label}` : label, text);
    })
    .filter(Boolean);
  const room = MAX_SLACK_TEXT_LENGTH - [first, "", last, link].join("\n").length;
  return [first, joinWithin(room, details), last, link].filter(Boolean).join("\n");
}

/** A text with its label, or an empty text for an empty one. */
function toItem(label: string, text: string): string {
  return text && `*${label}:* ${text}`;
}

/** The items in a line, or as many as fit into so many characters and how many do not. */
function joinWithin(maxLength: number, items: string[]): string {
  const all = items.join(SEPARATOR);
  if (all.length <= maxLength) return all;
  const kept: string[] = [];
  let room = maxLength - COUNT_LENGTH;
  for (const item of items) {
    room -= item.length + SEPARATOR.length;
    if (room < 0) break;
    kept.push(item);
  }
  return [...kept, `*more details:* ${items.length - kept.length}`].join(SEPARATOR);
}
