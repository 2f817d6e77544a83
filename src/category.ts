/**
 * What kind of thing happened. A start for sorting messages, not a detection rule.
 * - security: who may get in or do what; credentials; code; customer records leaving by hand
 * - breaking: a flow of data removed, stopped or dropped
 * - failure: a run failed or data was rejected; nobody acted
 * - noise: nobody changed anything
 * - change: any other change
 */
export type Category = "security" | "breaking" | "failure" | "noise" | "change";

/** The words of each category, in the order in which they are looked for. */
const WORDS: [Category, string][] = [
  ["security", "access, allowlist, credential, download, function, invite, key, login, membership"],
  ["security", "mfa, owner, password, permissions, policy, revoke, role, scim, session, sso"],
  ["security", "subject, support, token, user, viewed"],
  ["failure", "fail, new event block, new forbidden, omitted, partial, skipped, violations"],
  ["noise", "complete, inferred, new event allow, permission check, preview, retrieve, validation"],
  ["change", "filter delete, filter disable, filters delete, label delete"],
  ["breaking", "archive, block, breaking, delete, disable, disconnect, forbidden, omit, remove"],
];

/** A word also counts with an ending: s, d, ed, ly. */
const PATTERNS = WORDS.map(([category, list]) => {
  return { category, pattern: RegExp(`\\b(${list.replaceAll(", ", "|")})(s|d|ed|ly)?\\b`, "i") };
});

/** The category of an audit event, by its name. A name that is new gets one, too. */
export function categorize(name: string): Category {
  return PATTERNS.find(({ pattern }) => pattern.test(name))?.category ?? "change";
}
