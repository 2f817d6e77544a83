// Writes slack.json, slack-actions.json and README.md from families.ts. Part of `npm run build`.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { postClassic, type Subscription, type Template } from "../test/segment/slack";
import { EVERYTHING_ELSE, FAMILIES, type Family } from "./families";

/** The action "Post Message" of Slack (Actions). */
const ACTION_ID = "kp6oMyKQbaeqt6TcwFJop9";

/** Where one can act (Segment docs: Audit Trail). */
const LINK = "https://app.segment.com/{{properties.workspace_slug}}/audit-trail";

/** The published names of audit events. */
export const EVENTS: string[] = JSON.parse(
  readFileSync(path.join(__dirname, "events.json"), "utf8"),
);

const everyFamily = [...FAMILIES, EVERYTHING_ELSE];

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

function toTemplate(family: Family): Template {
  return { eventName: toPattern(family), regex: true, template: toMessageText(family) };
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
 * One subscription a prefix, and one for all the names: FQL's parser ends a group at the first
 * closing parenthesis, so that `(match(…) or match(…))` means something else than it says.
 */
function toSubscriptions(family: Family): Subscription[] {
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
    trigger: ['type = "track"', ...conditions].join(" and "),
    enabled: true,
    settings: { text: { "@template": toMessageText(family) } },
  }));
}

/** The message: what both destinations take, so no helpers, and no triple braces. */
function toMessageText(family: Family): string {
  return [":gear: *{{properties.type}}*", ...family.lines.map(lineFor), LINK].join("\n");
}

function lineFor(label: string): string {
  return `*${label}:* ${valueFor(label)}`;
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

const slack = { templates: everyFamily.map(toTemplate) };
const slackActions = everyFamily.flatMap(toSubscriptions);

/** What a template shows for a made-up event. */
function example(family: Family, event: string): string {
  const details = Object.fromEntries(family.lines.map((label) => [label, SAMPLE[label] ?? ""]));
  const properties = { type: event, workspace_id: "acmeWS01", details };
  const who = { email: "ada@acme.test", workspace_slug: "acme" };
  const [text = ""] = postClassic(slack, {
    type: "track",
    event,
    userId: "ada7LovelaceX",
    timestamp: "2026-11-23T09:30:00.000Z",
    properties: { ...properties, ...who },
  });
  return text;
}

const SAMPLE: Record<string, string> = {
  action: "source:debugger-view",
  blocked: "false",
  description: "Allowed by Ada",
  message_id: "6f1c3f0e-acme",
  metadata_id: "56748689e954a874ca44ccfb",
  name: "Order Completed",
  planned: "false",
  resource_id: "acmeResource1",
  resource_type: "resource",
  source_id: "acmeSource1",
  source_name: "Web shop",
  source_slug: "web_shop",
  subject: "users/ada7LovelaceX",
  subject_id: "ada7LovelaceX",
  subject_type: "user",
  target: "Web shop",
  tracking_plan_connected: "false",
  type: "track",
  warehouse_id: "acmeWarehouse1",
};

function codeBlock(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

function toSection(family: Family): string {
  const { eventName, template } = toTemplate(family);
  const pattern = new RegExp(eventName);
  const events = EVENTS.filter((event) => pattern.test(event));
  const inSlack = example(family, events[0] ?? "Something New Happened")
    .replace(/\*(.+?)\*/g, "**$1**")
    .replace(/\n/g, "<br>\n> ");
  return `## ${family.name}

${events.length > 0 ? events.join(" · ") : "Whatever belongs nowhere else, such as an event that is new to Segment."}

Event name, as a regular expression:

${codeBlock(eventName)}

Template:

${codeBlock(template.replace(/\n/g, "\\n"))}

In Slack:

> ${inSlack}

Trigger, for Slack (Actions):

${toSubscriptions(family)
  .map(({ trigger }) => codeBlock(trigger))
  .join("\n\n")}
`;
}

const README = `# Slack templates

<!-- Generated from families.ts by npm run build. -->

One message for each kind of audit event: ${everyFamily.length} kinds. Every event fits exactly one, also an event
that is new to Segment. The email line shows \`email_missing\` when there is no email.

Segment has two Slack destinations. To set one up with a command, see
[the main page](../README.md#slack); to do it by hand, go on here.

## By hand: Slack (classic)

In the destination's settings, for each kind of events below:

1. Add an event template.
2. Copy **Event name** into its event name, and switch on regex matching.
3. Copy **Template** into its template. The field has a single line, and \`\\n\` is its line break.

The templates that the destination already has stay. Delete those whose name fits the same events.

## By hand: Slack (Actions)

For each kind of events below, and for each of its triggers when it has several:

1. Add a mapping with the action **Post Message**.
2. Enter your Slack webhook URL.
3. Set the trigger. \`match(event, "Audience*")\` says that the event's name starts with Audience,
   \`!match\` that it does not.
4. Copy **Template** into the message, and turn each \`\\n\` into a line break.

That makes ${slackActions.length} mappings. The mappings that the destination already has stay. Disable those whose
trigger fits the same events.

${everyFamily.map(toSection).join("\n")}`;

/** The generated files' text, by name. */
export const FILES = {
  "slack.json": `${JSON.stringify(slack, null, 2)}\n`,
  "slack-actions.json": `${JSON.stringify(slackActions, null, 2)}\n`,
  "README.md": README,
};

if (require.main === module) {
  for (const [name, text] of Object.entries(FILES)) {
    writeFileSync(path.join(__dirname, name), text);
  }
}
