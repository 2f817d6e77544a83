// A template for each kind: what its message is and which events it is for, in both destinations.

import { ACTION_ID, ANY_TRACK, LINK, type Subscription, type Template } from "../slack";
import { EVERYTHING_ELSE, FAMILIES, type Family, type Layout } from "./families";

export const everyFamily = [...FAMILIES, EVERYTHING_ELSE];

/** How the families claim events: by a name, or by how it starts. */
const claims = FAMILIES.flatMap((family) => [
  ...(family.prefixes ?? []).map((text) => ({ family, text, isName: false })),
  ...(family.names ?? []).map((text) => ({ family, text, isName: true })),
]);

/** What other families claim of the events that start so, without what is claimed twice. */
function claimedByOthers(family: Family, prefix: string) {
  const others = claims.filter(
    ({ family: other, text }) => other !== family && text.startsWith(prefix),
  );
  return others.filter(
    ({ text }) =>
      !others.some((wider) => !wider.isName && wider.text !== text && text.startsWith(wider.text)),
  );
}

/** What the family claims. The last one claims every start there is. */
function claimedBy(family: Family) {
  if (family === EVERYTHING_ELSE) return { prefixes: [""], names: [] };
  return { prefixes: family.prefixes ?? [], names: family.names ?? [] };
}

/** The family's template for Slack (classic). */
export function toTemplate(family: Family): Template {
  return { eventName: toPattern(family), regex: true, template: toMessageText(family.layout) };
}

/** A regular expression that fits the family's events alone. */
function toPattern(family: Family): string {
  const { prefixes, names } = claimedBy(family);
  const starts = prefixes.map((prefix) => {
    const others = claimedByOthers(family, prefix).map(
      ({ text, isName }) => text.slice(prefix.length) + (isName ? "$" : ""),
    );
    return prefix + (others.length > 0 ? `(?!${others.join("|")})` : "");
  });
  const fitting = [...starts, ...names.map((name) => `${name}$`)];
  return fitting.length === 1 ? `^${fitting}` : `^(?:${fitting.join("|")})`;
}

/**
 * The family's mappings for Slack (Actions): one a prefix, and one for all the names. FQL's parser
 * ends a group at the first closing parenthesis, so that `(match(…) or match(…))` means something
 * else than it says.
 */
export function toSubscriptions(family: Family): Subscription[] {
  const { prefixes, names } = claimedBy(family);
  const ofPrefixes = prefixes.map((prefix) => [
    ...(prefix ? [`match(event, "${prefix}*")`] : []),
    ...claimedByOthers(family, prefix).map(({ text, isName }) =>
      isName ? `event != "${text}"` : `!match(event, "${text}*")`,
    ),
  ]);
  const ofNames =
    names.length > 0 ? [[`(${names.map((name) => `event = "${name}"`).join(" or ")})`]] : [];
  return [...ofPrefixes, ...ofNames].map((conditions, index) => ({
    name: index === 0 ? family.name : `${family.name} (${index + 1})`,
    actionId: ACTION_ID,
    trigger: [ANY_TRACK, ...conditions].join(" and "),
    enabled: true,
    settings: { text: { "@template": toMessageText(family.layout) } },
  }));
}

/** A layout as a template: what both destinations take, so no helpers, and no triple braces. */
export function toMessageText(layout: Layout): string {
  const lines = layout.lines.map((label) => `*${label}:* ${valueFor(label)}`);
  return [":gear: *{{properties.type}}*", ...lines, LINK].join("\n");
}

function valueFor(label: string): string {
  switch (label) {
    case "email": // The function adds exactly one of the two.
      return "{{properties.email}}{{properties.email_missing}}";
    case "system_event":
      return "This event was triggered by the system.";
    case "userId":
    case "timestamp":
      return `{{${label}}}`;
    case "workspace_id":
      return `{{properties.${label}}}`;
    default:
      return `{{properties.details.${label}}}`;
  }
}

/** The setting of Slack (classic). */
export const slackByKind = { templates: everyFamily.map(toTemplate) };

/** The mappings of Slack (Actions). */
export const slackActionsByKind = everyFamily.flatMap(toSubscriptions);
