import { HIDDEN, hideCredentials, isSecretKey } from "./secrets";

/** Read once: in the runtime's sandbox each use of a global such as `JSON` is slow. */
const { parse, stringify } = JSON;
const { entries } = Object;

/** How long a value may be, in characters. It is cut before it is worked on. */
const MAX_LENGTH = 200;

/**
 * A value from outside as one line that does nothing in Slack, with its secrets hidden: JSON for an
 * object or a list, and empty for what is absent or blank.
 * @param key under which it stands.
 */
export function toPlainText(value: unknown, key = ""): string {
  const isSecret = isSecretKey(key);
  const json = readJson(value ?? "", isSecret);
  if (typeof json === "string") return disarm(hide(json, isSecret));
  return disarm(cut(toJson(json, isSecret, MAX_LENGTH), MAX_LENGTH));
}

/** An object or a list that a text has as JSON. A secret, and any other value, as it is. */
function readJson(value: unknown, isSecret: boolean): unknown {
  // A text that is shorter than {"token":"abc"} has no room for a secret.
  if (isSecret || typeof value !== "string" || value.length < 15) return value;
  try {
    return /^\s*[[{]/.test(value) ? parse(value.trim()) : value;
  } catch {
    return value;
  }
}

/**
 * The start of a value as JSON. Each text in it is checked alone: a secret hides no neighbour.
 * @param isSecret whether it stands under a secret's key.
 * @param room how much is read, in characters.
 */
function toJson(value: unknown, isSecret: boolean, room: number): string {
  const json = readJson(value, isSecret);
  if (typeof json === "string") return stringify(hide(json, isSecret));
  if (typeof json !== "object" || json === null) return String(json);
  const isList = Array.isArray(json);
  let text = "";
  for (const [key, one] of entries(isList ? json.slice(0, room) : json)) {
    const left = room - text.length;
    if (left <= 0) break;
    const label = isList ? "" : `${stringify(hide(key, false))}:`;
    text += `${text && ","}${label}${toJson(one, isSecret || isSecretKey(key), left - 1)}`;
  }
  return isList ? `[${text}]` : `{${text}}`;
}

function hide(text: string, isSecret: boolean): string {
  return isSecret && text.trim() ? HIDDEN : hideCredentials(cut(text, MAX_LENGTH));
}

/**
 * What acts in Slack, and the look-alike that is shown
 * (https://docs.slack.dev/messaging/formatting-message-text).
 */
const LOOK_ALIKES: Record<string, string> = {
  "<": "\u2039",
  ">": "\u203a",
  "*": "\u2217",
  "~": "\u223c",
  "`": "'",
  "&": "\uff06",
  "://": "[:]//",
};
/** Slack (classic) decodes entities such as `&lt;`: so an `&` that begins one acts, too. */
const ACTIVE = /[<>*~`]|&(?=#|\w+;|[lg]t|amp)|:\/\//gi;

/** What turns the direction of writing. */
const DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text as one line that does nothing in Slack. */
function disarm(text: string): string {
  // Most texts need no change.
  if (!/[^\w ./@-]|^ | {2}| $/.test(text)) return text;
  const line = text.replace(DIRECTION, "").replace(/[\s\p{Cc}]+/gu, " ");
  return line.replace(ACTIVE, (active) => `${LOOK_ALIKES[active]}`).trim();
}

/** The text, or its start and an ellipsis, with `maxLength` characters at most. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // Half an emoji goes too.
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}\u2026`;
}
