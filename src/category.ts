/**
 * What kind of thing happened. A start for sorting messages, not a detection rule.
 * - security: who may get in or do what; credentials; code; customer records leaving by hand
 * - breaking: a flow of data removed, stopped or dropped
 * - failure: a run failed or data was rejected; nobody acted
 * - noise: nobody changed anything
 * - change: any other change
 */
export type Category = "security" | "breaking" | "failure" | "noise" | "change";

/**
 * By the words in an event's name, so that a name that nobody has seen yet gets a sensible one too.
 * The first that fits counts.
 */
const PATTERNS: [Category, RegExp][] = [
  ["failure", /\b(failed|partial|partially|skipped|violations detected|new forbidden)\b/i],
  ["failure", /\bnew\b.*\b(blocked|omitted)\b/i],
  ["noise", /\b(permission check|preview|complete|completed|retrieved|validation|inferred)\b/i],
  ["noise", /\bnew event allowed\b/i],
  ["security", /\b(access|credentials?|downloaded|functions?|invited?|invites|log ?in)\b/i],
  ["security", /\b(memberships?|passwords?|permissions?|polic(y|ies)|roles?|sso|subjects?)\b/i],
  ["security", /\b(support|tokens?|users?)\b/i],
  ["breaking", /\b(archived|block(ed)?|breaking|deleted|disabled|disconnected|forbidden)\b/i],
  ["breaking", /\b(omit|removed)\b/i],
];

/** The category of an audit event, by its name. */
export function categorize(name: string): Category {
  return PATTERNS.find(([, pattern]) => pattern.test(name))?.[0] ?? "change";
}
