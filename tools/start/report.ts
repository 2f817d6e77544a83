import { asText } from "../../src/json";
import type { Message } from "../../src/message";
import { isBlocked } from "../../src/settings";
import { toOneLine, toSafeLine } from "../shared/safe-line";
import type { Display } from "./terminal";

/** So many messages are shown. */
const MAX_SHOWN = 10;

/**
 * Counts the messages by kind and by email, and shows the first ones as Slack does.
 * @param blockedEvents what the function's setting would be.
 */
export function report(messages: Message[], blockedEvents: string[], print: Display["print"]) {
  const isDropped = ({ event }: Message) => isBlocked(event, blockedEvents);
  const toKind = (message: Message) =>
    `${String(message.properties.category).padEnd(8)}  ${toSafeLine(message.event, [])}` +
    (isDropped(message) ? " (dropped by blockedEvents)" : "");
  const toEmail = ({ properties: { email, email_missing } }: Message) =>
    email ? "with an email" : `without: ${email_missing}`;
  const sent = messages.filter((message) => !isDropped(message));
  const actors = new Set(messages.flatMap(({ userId }) => userId ?? []));
  for (const toName of [toKind, toEmail]) {
    for (const line of countBy(messages.map(toName))) print(line);
    print("");
  }
  print(`Events: ${messages.length}. Actors: ${actors.size}. Messages: ${sent.length}.`);
  if (sent.length) print(`What Slack shows of the latest, ${MAX_SHOWN} at most:`);
  for (const message of sent.slice(0, MAX_SHOWN)) {
    print(["", ...toSlackLines(message)].join("\n  "));
  }
}

/** How often each name occurs, the most frequent first: a line each. */
function countBy(names: string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rows = [...counts].sort(([, one], [, other]) => other - one);
  return rows.map(([name, count]) => `${String(count).padStart(7)}  ${name}`);
}

/** The lines that Slack shows for a message. */
export function toSlackLines({ event, properties }: Message): string[] {
  const text =
    asText(properties.slack_text) ??
    `${toSafeLine(event, [])}: the message is too large for a text`;
  return text.split("\n").map(toOneLine);
}

/** A message as one line of JSON, in ASCII alone, so that nothing in it acts in a terminal. */
export function toJsonLine(message: Message): string {
  const toEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(message).replace(/[^ -~]/g, toEscape);
}
