import { asObject, asText } from "../../src/json";
import type { Message } from "../../src/message";
import { toOneLine } from "../../src/normal-form";
import { cut } from "../../src/plain-text";
import type { Outcome } from "../segment/runtime";
import type { Sample } from "./samples";
import { isTooLarge } from "./size";

/** So many events are shown, and so many kinds of the others are counted by name. */
const MAX_SHOWN = 20;

/** How long a text from outside may be in a line, in characters. */
const MAX_LENGTH = 200;

/** What the function adds to the properties, but for the Slack text. */
const ADDED = ["workspace_slug", "email", "email_missing", "category", "summary"];

/**
 * Shows what comes of requests: the first message with all that the function adds, the others in a
 * line each. Whatever comes from outside stays in its line; a Slack text keeps its own line breaks.
 */
export function createDisplay(print: (line: string) => void) {
  const counts = new Map<string, number>();
  let seen = 0;
  let isFirst = true;

  function count(what: string, times = 1): void {
    if (times > 0) counts.set(what, (counts.get(what) ?? 0) + times);
  }

  return {
    /** Shows a request and what came of it. Beyond the first 20 events it only counts. */
    show({ title, body }: Sample, { messages, error, logs }: Outcome): void {
      const events = [body].flat();
      const room = Math.max(MAX_SHOWN - seen, 0);
      seen += Math.max(events.length, 1);
      for (const message of messages.slice(room)) {
        const { properties } = message;
        const text = properties.slack_text ? "" : `, slack_text: ${explainNoText(message)}`;
        const email = properties.email ? "with email" : properties.email_missing;
        count(`${toText(message.event)}, ${email}${text}`);
      }
      if (!room) {
        if (error) for (const event of events) count(`${nameEvent(event)}: ${error.name}`);
        else count("left out", events.length - messages.length);
        return;
      }
      if (title) print(title);
      const incoming = events.slice(0, MAX_SHOWN).map(describeEvent).join(", ");
      print(`  in   ${cut(incoming || "nothing", MAX_LENGTH)}`);
      const large = events.filter(isTooLarge).length;
      if (large) print(`  in   too large for Segment, over 32 KB: ${large} of ${events.length}`);
      for (const message of messages.slice(0, room)) {
        const lines = isFirst ? describeInFull(message) : [describeMessage(message)];
        print(`  out  ${lines.join("\n       ")}${isFirst ? "\n" : ""}`);
        isFirst = false;
      }
      if (error) print(`  out  nothing. ${error.name}: ${toText(error.message)}`);
      else if (!messages.length) print(`  out  nothing${logs.length ? "" : ": blocked"}`);
      for (const line of logs) print(`  log  ${toText(line)}`);
    },

    /** Sums up what was counted. */
    showRest(): void {
      const kinds = [...counts].sort(([, one], [, other]) => other - one);
      const rest = kinds.reduce((sum, [, times]) => sum + times, 0);
      if (rest) print(`\nAnd ${rest} more, of ${kinds.length} kinds:`);
      for (const [what, times] of kinds.slice(0, MAX_SHOWN)) print(`  ${times} × ${what}`);
      if (kinds.length > MAX_SHOWN) print("  …");
    },
  };
}

/** A message with all that the function adds, a line each. */
function describeInFull(message: Message): string[] {
  const { properties } = message;
  const text = properties.slack_text;
  const lines = typeof text === "string" ? text.split("\n") : [];
  return [
    nameMessage(message),
    ...ADDED.flatMap((name) =>
      name in properties ? `+ ${name}: ${toText(properties[name])}` : [],
    ),
    `+ slack_text:${text ? "" : ` ${explainNoText(message)}`}`,
    ...lines.map((line) => `│ ${toOneLine(line)}`),
  ];
}

function describeMessage(message: Message): string {
  const { summary, slack_text } = message.properties;
  const text = toText(summary) || nameMessage(message);
  return slack_text ? text : `${text} (slack_text: ${explainNoText(message)})`;
}

function nameMessage({ event, userId, anonymousId }: Message): string {
  return `${toText(event)} by ${toText(userId ?? anonymousId)}`;
}

/** The function leaves a text out where the message would be too large with it. */
function explainNoText(message: Message): string {
  return `none, the message ${isTooLarge(message) ? "is" : "would be"} too large for Segment`;
}

function describeEvent(event: unknown): string {
  const { event: name, type, userId } = asObject(event);
  return `${toText(name ?? type) || "?"} by ${toText(userId) || "nobody"}`;
}

function nameEvent(event: unknown): string {
  const { event: name, type, properties } = asObject(event);
  return toText(asObject(properties).type ?? name ?? type) || "?";
}

function toText(value: unknown): string {
  return cut(toOneLine(asText(value) ?? ""), MAX_LENGTH);
}
