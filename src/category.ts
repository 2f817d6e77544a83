/**
 * What kind of thing happened. A start for sorting messages, not a detection rule.
 * - security: who may get in or do what; credentials; code; customer records leaving by hand
 * - breaking: a flow of data removed, stopped or dropped
 * - failure: a run failed or data was rejected; nobody acted
 * - noise: nobody changed anything
 * - change: any other change
 */
export type Category = "security" | "breaking" | "failure" | "noise" | "change";

/** The first match counts. A name that is new gets a category, too. */
const PATTERNS: [Category, RegExp][] = [
  ["failure", /\b(failed|partial(ly)?|skipped|violations detected|new forbidden)\b/],
  ["failure", /\bnew\b.*\b(blocked|omitted)\b/],
  ["noise", /\b(completed?|inferred|new event allowed|permission check|preview)\b/],
  ["noise", /\b(retrieved|validation)\b/],
  ["security", /\b(access|credentials?|downloaded|functions?|invite[ds]?|log ?in)\b/],
  ["security", /\b(memberships?|passwords?|permissions?|polic(y|ies)|roles?|sso|subjects?)\b/],
  ["security", /\b(support|tokens?|users?|viewed)\b/],
  ["breaking", /\b(archived|block(ed)?|breaking|deleted|disabled|disconnected)\b/],
  ["breaking", /\b(forbidden|omit|removed)\b/],
];

/** How much of a name counts, in characters. Published ones have up to 59. */
const MAX_LENGTH = 200;

/** The category of an audit event, by its name. */
export function categorize(name: string): Category {
  const words = name.slice(0, MAX_LENGTH).toLowerCase();
  return PATTERNS.find(([, pattern]) => pattern.test(words))?.[0] ?? "change";
}
