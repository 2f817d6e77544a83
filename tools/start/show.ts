import { asText } from "../../src/json";
import type { Message } from "../../src/message";
import { toOneLine } from "../../src/normal-form";
import { cut, toText } from "../../src/plain-text";
import type { Outcome } from "../segment/runtime";

/** Where the command shows something. */
export interface Display {
  print(line: string): void;
  /** Shows how far it is. An empty text takes it away again. */
  showProgress(text: string): void;
}

/** How long a text from outside may be in a line, in characters. */
const MAX_LENGTH = 200;

/** A value from outside as one line, which no control character leaves. */
export function toLine(value: unknown): string {
  return cut(toOneLine(toText(value)), MAX_LENGTH);
}

/** The lines that Slack shows for a message. */
export function toSlackLines({ event, properties }: Message): string[] {
  const text = asText(properties.slack_text);
  if (text) return text.split("\n").map(toOneLine);
  return [`${toLine(event)}: nothing in Slack, since the message is too large for a text`];
}

/** What goes wrong with a request: why nothing goes out, or what the function logs. */
export function toFaultLines({ error, logs }: Outcome): string[] {
  const refused = error ? [`nothing goes out. ${error.name}: ${toLine(error.message)}`] : [];
  return [...refused, ...logs.map((line) => `log: ${toLine(line)}`)];
}
