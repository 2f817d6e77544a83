// The page to copy the templates by kind from.
import { EVENTS } from "./events";
import type { Family } from "./families";
import { codeBlock, preview } from "./preview";
import { everyFamily, slackActionsByKind, toSubscriptions, toTemplate } from "./templates";

/** What a template shows for a made-up event. */
function example(family: Family, event: string): string {
  const details = Object.fromEntries(family.lines.map((label) => [label, SAMPLE[label] ?? ""]));
  return preview(toTemplate(family).template, event, details);
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

function toSection(family: Family): string {
  const { eventName, template } = toTemplate(family);
  const pattern = new RegExp(eventName);
  const events = EVENTS.filter((event) => pattern.test(event));
  return `## ${family.name}

${events.length > 0 ? events.join(" · ") : "Whatever belongs nowhere else, such as an event that is new to Segment."}

Event name, as a regular expression:

${codeBlock(eventName)}

Template:

${codeBlock(template.replace(/\n/g, "\\n"))}

In Slack:

${example(family, events[0] ?? "Something New Happened")}

Trigger, for the Public API or Terraform:

${toSubscriptions(family)
  .map(({ trigger }) => codeBlock(trigger))
  .join("\n\n")}
`;
}

/** The text of README.md. */
export const BY_KIND_PAGE = `# A Slack template for each kind of audit event

<!-- Generated from families.ts by npm run build. -->

The layout that Segment published, a line for each detail. For those who know it, or want another
channel for some kinds. All others are better served by
[one template for everything](../README.md).

**These templates show values as they come.** An event or an audience can be named
\`<!channel> <https://evil.test|Renew your token>\`: in Slack that pings everybody and shows a link
under a false label. A line break in a name makes a line that looks like ours. A secret in a detail
shows. In \`New Event Allowed\` anybody who holds a source's write key can choose that name, and a web
site's write key is public. With the one template for everything, a name can do none of this.

There are ${everyFamily.length} kinds. Every event fits exactly one, also an event that is new to Segment. The email
line shows \`email_missing\` when there is no email.

## Slack (classic), by hand

It is in maintenance, so take this only where you have it already. In the destination's settings, for
each kind of events below:

1. Add an event template.
2. Copy **Event name** into its event name, and switch on regex matching.
3. Copy **Template** into its template. The field has a single line, and \`\\n\` is its line break.

The templates that the destination already has stay. Delete those whose name fits the same events.
[slack.json](slack.json) has all of these as the destination's setting.

## Slack (Actions), by the Public API or Terraform

[slack-actions.json](slack-actions.json) has all ${slackActionsByKind.length} mappings as the Public API takes them:
\`POST /destinations/{id}/subscriptions\`, five a minute. Add your Slack webhook to the \`settings\` of
each, as \`url\`. With Terraform each is a \`segment_destination_subscription\`.

**Not by hand.** The editor of a mapping has drop-downs for its conditions, and takes no text. There is
no "does not start with" among them, which is what \`!match\` says below. By hand, add
[the one mapping](../README.md).

The mappings that the destination already has stay. Disable those whose trigger fits the same events.

${everyFamily.map(toSection).join("\n")}`;
