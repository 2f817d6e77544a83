import { SEGMENT_EMAIL } from "../../src/actor";
import { isBlocked } from "../../src/blocked-events";
import type { Message } from "../../src/message";
import { fail } from "../failure";
import { createRuntime } from "../segment/runtime";
import { DAYS, readTrail, type TrailEvent } from "./read-trail";
import { type Display, toLine, toSlackLines } from "./show";
import type { Workspace } from "./workspace";

/** What the setting `blockedEvents` is at first. */
const DEFAULT_BLOCKED = "Permission Check";

/** So many events are handed over at once, so that few people are looked up at the same time. */
const BATCH = 20;

/** So many kinds of events are listed, and so many messages are shown. */
const MAX_KINDS = 20;
const MAX_SHOWN = 10;

const LACKS =
  "Events of this list have fewer details than forwarded ones. Segment does not document how it names " +
  "access tokens, or itself, in the list.";

/**
 * Shows what would come of the workspace's audit trail of the last days.
 * @param blockedEvents what the setting would be: names with commas between them.
 * @throws Failure where the trail cannot be read.
 */
export async function showTrail(
  workspace: Workspace,
  blockedEvents: string | undefined,
  { print, showProgress }: Display,
): Promise<void> {
  const entries = (blockedEvents ?? DEFAULT_BLOCKED).split(",").map((entry) => entry.trim());
  const blocked = entries.filter(Boolean);
  if (blocked.includes("*")) fail("BLOCKED_EVENTS is wrong: * alone would drop every event.");
  const { events, isCut, isPartial } = await readTrail(workspace, (count) =>
    showProgress(`${format(count)} events read`),
  );
  const messages: Message[] = [];
  const { call } = createRuntime({ fetch: workspace.fetch });
  for (let start = 0; start < events.length; start += BATCH) {
    const bodies = events
      .slice(start, start + BATCH)
      .map((event) => toForwarded(event, workspace.id));
    const outcome = await call(bodies, workspace.settings);
    if (outcome.error) fail(toLine(outcome.error.message));
    messages.push(...outcome.messages);
    showProgress(`${format(messages.length)} of ${format(events.length)} events looked at`);
  }
  showProgress("");

  const period = `the last ${DAYS} days`;
  if (!events.length) return print(`${workspace.title}: no events in ${period}.`);
  const actors = new Set(messages.flatMap(({ userId }) => userId ?? [])).size;
  const count = (isCut ? "the newest " : "") + toCount(events.length, "event");
  print(`${workspace.title}: ${count} of ${period}, by ${toCount(actors, "actor")}.`);
  if (isPartial) print("The list has more pages than were read: newer events may be missing.");
  print("");
  printKinds(messages, blocked, print);
  print(`\n  ${describeEmails(messages)}`);
  for (const entry of blockedEvents === undefined ? [] : blocked) {
    const isUsed = messages.some(({ event }) => isBlocked(event, [entry]));
    if (!isUsed) print(`  ${toLine(entry)} in BLOCKED_EVENTS drops nothing.`);
  }

  const shown = messages.filter(({ event }) => !isBlocked(event, blocked)).slice(0, MAX_SHOWN);
  if (shown.length) print(`\nThe latest ${shown.length}, as Slack shows them:`);
  for (const message of shown) {
    print("");
    for (const line of toSlackLines(message)) print(`  ${line}`);
  }
  const left = (list: string[]) => messages.filter(({ event }) => !isBlocked(event, list)).length;
  const all = `${toCount(left([DEFAULT_BLOCKED]), "message")} of ${toCount(events.length, "event")}.`;
  const list = `With BLOCKED_EVENTS="${toLine(blocked.join(","))}": ${format(left(blocked))}.`;
  print(`\n${blockedEvents === undefined ? all : `${all} ${list}`}`);
  print(LACKS);
}

/** An event as Audit Forwarding would send it, as far as the list tells. */
function toForwarded({ id, type, timestamp, fields }: TrailEvent, workspaceId: string) {
  const { actor, actorEmail, resourceId, resourceType, resourceName } = fields;
  const isSegment = actorEmail === SEGMENT_EMAIL;
  return {
    type: "track",
    event: "Audit",
    messageId: id,
    timestamp,
    userId: actor,
    // Without `receivedAt`, nothing waits for a retry.
    properties: {
      type,
      workspace_id: workspaceId,
      ...(isSegment ? {} : { email: actorEmail }),
      details: {
        resource_id: resourceId,
        resource_type: resourceType,
        target: resourceName,
        ...(isSegment && { subject_email: actorEmail }),
      },
    },
  };
}

function printKinds(messages: Message[], blocked: string[], print: (line: string) => void): void {
  const kinds = countBy(messages, ({ event }) => event);
  const shown = kinds.slice(0, MAX_KINDS);
  const width = Math.max(...shown.map(([event]) => toLine(event).length));
  for (const [event, count] of shown) {
    const category = messages.find((message) => message.event === event)?.properties.category;
    const dropped = isBlocked(event, blocked) ? "dropped by blockedEvents" : "";
    const cells = [toLine(event).padEnd(width), String(category).padEnd(8), dropped];
    print(`  ${format(count).padStart(5)}  ${cells.join("  ").trimEnd()}`);
  }
  if (kinds.length > MAX_KINDS) print(`      …  and ${kinds.length - MAX_KINDS} kinds more`);
}

function describeEmails(messages: Message[]): string {
  const reasons = countBy(messages, ({ properties: { email, email_missing } }) =>
    email ? "with an email" : String(email_missing),
  );
  return reasons.map(([reason, count]) => `${format(count)} ${reason}`).join(", ");
}

/** How often each name occurs, the most frequent first. */
function countBy(messages: Message[], nameOf: (message: Message) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const message of messages) {
    const name = nameOf(message);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one);
}

function toCount(count: number, name: string): string {
  return `${format(count)} ${name}${count === 1 ? "" : "s"}`;
}

function format(count: number): string {
  return count.toLocaleString("en");
}
