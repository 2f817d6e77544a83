// The page to copy the templates from by hand.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { postClassic } from "../test/segment/slack";
import type { Family } from "./families";
import { everyFamily, slack, slackActions, toSubscriptions, toTemplate } from "./slack";

/** The published names of audit events. */
export const EVENTS: string[] = JSON.parse(
  readFileSync(path.join(__dirname, "events.json"), "utf8"),
);

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

/** The text of README.md. */
export const PAGE = `# Slack templates

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
