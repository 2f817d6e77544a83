import { asObject, isObject } from "../../src/json";
import type { Message } from "../../src/message";
import { cut, toOneLine } from "../../src/plain-text";
import type { Outcome } from "../segment/runtime";
import type { Sample } from "./samples";
import { isOverMessageLimit } from "./size";

/** Where to show it. */
export interface Terminal {
  print(line: string): void;
  hasColors: boolean;
}

/** So many events are shown. The others are counted. */
const MAX_SHOWN_EVENTS = 20;

/** So many kinds of events are counted by name. */
const MAX_COUNTED_KINDS = 20;

/** So many events of a batch are named. */
const MAX_NAMED_EVENTS = 5;

/** How long a line about what came in may be, and a name in a count, in characters. */
const MAX_LINE_LENGTH = 200;
const MAX_NAME_LENGTH = 100;

/** What the function adds to the properties, but for the Slack text. */
const ADDED = ["workspace_slug", "email", "email_missing", "category", "summary"];

/**
 * Shows what comes of requests: the first message with all that the function adds, the others in a
 * line each. Only the lines of a Slack text are lines; all else from outside stays in its line.
 */
export function createDisplay({ print, hasColors }: Terminal) {
  const bold = (text: string) => (hasColors ? `\x1b[1m${text}\x1b[22m` : text);
  const counts = new Map<string, number>();
  let room = MAX_SHOWN_EVENTS;
  let isFirst = true;

  function count(what: string, times = 1): void {
    if (times) counts.set(what, (counts.get(what) ?? 0) + times);
  }

  function showMessage(message: Message): void {
    if (!isFirst) return print(`  out  ${describeMessage(message)}`);
    isFirst = false;
    const { event, userId, anonymousId, properties } = message;
    print(`  out  ${bold(toOneLine(event))} by ${toOneLine(userId ?? anonymousId)}`);
    for (const name of ADDED.filter((name) => name in properties)) {
      print(`       + ${name}: ${toOneLine(properties[name])}`);
    }
    const { slack_text } = properties;
    print(`       + slack_text:${slack_text ? "" : ` ${explainMissingText(message)}`}`);
    for (const line of typeof slack_text === "string" ? slack_text.split("\n") : []) {
      // The bold of Slack becomes that of the terminal.
      const text = toOneLine(line);
      print(`       │ ${hasColors ? text.replace(/\*(.+?)\*/g, (_, part) => bold(part)) : text}`);
    }
    print("");
  }

  return {
    /** Shows a request and its outcome, or counts what is beyond the first 20 events. */
    show({ title, body }: Sample, { messages, error, logs }: Outcome): void {
      const events = [body].flat();
      const shown = room;
      room -= Math.max(events.length, 1);
      for (const message of messages.slice(Math.max(shown, 0))) count(nameMessage(message));
      if (shown <= 0) {
        if (error) for (const event of events) count(`${nameEvent(event)}: ${error.name}`);
        else count("left out", events.length - messages.length);
        return;
      }
      if (title) print(bold(title));
      print(`  in   ${describeEvents(events)}`);
      const large = events.filter(isOverMessageLimit).length;
      if (large) print(`  in   too large for Segment, over 32 KB: ${large} of ${events.length}`);
      for (const message of messages.slice(0, shown)) showMessage(message);
      if (error) print(`  out  nothing. ${error.name}: ${toOneLine(error.message)}`);
      else if (!messages.length) print(`  out  nothing${logs.length ? "" : ": blocked"}`);
      for (const line of logs) print(`  log  ${toOneLine(line)}`);
    },

    /** Sums up what was counted. */
    showRest(): void {
      const kinds = [...counts].sort(([, one], [, other]) => other - one);
      if (!kinds.length) return;
      print(`\nAnd ${kinds.reduce((sum, [, times]) => sum + times, 0)} more events:`);
      for (const [what, times] of kinds.slice(0, MAX_COUNTED_KINDS)) print(`  ${times} × ${what}`);
      const others = kinds.length - MAX_COUNTED_KINDS;
      if (others > 0) print(`  and ${others} more kinds of events`);
    },
  };
}

function describeEvents(events: unknown[]): string {
  const named = events.slice(0, MAX_NAMED_EVENTS).map((event) => {
    if (!isObject(event)) return "no event";
    const who = toOneLine(event.userId) || "nobody";
    return `${toOneLine(event.event ?? event.type) || "?"} by ${who}`;
  });
  const others = events.length - named.length;
  const all = [...named, ...(others ? [`${others} more`] : [])];
  return cut(all.join(", ") || "nothing", MAX_LINE_LENGTH);
}

function describeMessage(message: Message): string {
  const { event, userId, anonymousId, properties } = message;
  const text =
    toOneLine(properties.summary) ||
    cut(`${toOneLine(event)} by ${toOneLine(userId ?? anonymousId)}`, MAX_LINE_LENGTH);
  return properties.slack_text ? text : `${text} (slack_text: ${explainMissingText(message)})`;
}

/** The function leaves its texts out where they would make the message too large. */
function explainMissingText(message: Message): string {
  return `none, the message ${isOverMessageLimit(message) ? "is" : "would be"} too large for Segment`;
}

function nameMessage({ event, properties }: Message): string {
  const who = properties.email ? "with an email" : toOneLine(properties.email_missing);
  return `${cut(toOneLine(event), MAX_NAME_LENGTH)}, ${who}`;
}

function nameEvent(event: unknown): string {
  const { event: name, type, properties } = asObject(event);
  return cut(toOneLine(asObject(properties).type ?? name ?? type) || "?", MAX_NAME_LENGTH);
}
