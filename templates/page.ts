// The page to copy the one template from.
import { codeBlock, preview } from "./preview";
import { ANY_NAME, ANY_TRACK, COMPACT, FULL } from "./slack";

const DETAILS = {
  resource_id: "spaces/default/audiences/aud_acme1",
  resource_type: "audience",
  subject: "users/ada7LovelaceX",
  target: "Big spenders",
};

/** The text of README.md. */
export const PAGE = `# Slack: one template for everything

<!-- Generated from page.ts by npm run build. -->

The function writes the message, and Slack shows it. One template serves every event, also one that
nobody has seen yet. Which of Segment's two Slack destinations do you have?

**Slack (classic).** In its settings add one event template, with regex matching on, this event name

${codeBlock(ANY_NAME)}

and this template:

${codeBlock(FULL)}

**Slack (Actions).** Add one mapping with the action **Post Message**, your Slack webhook URL, this
trigger

${codeBlock(ANY_TRACK)}

and this message:

${codeBlock(FULL)}

Templates and mappings that are there already stay, and post the same events once more. Delete or
disable them. \`npm run deploy\` does all of this by command: see
[the main page](../README.md#slack).

In Slack:

${preview(FULL, "Audience Created", DETAILS)}

## Compact

For a busy channel, take this template or message instead. In Slack (classic) the field has a single
line, and \`\\n\` is its line break:

${codeBlock(COMPACT.replace(/\n/g, "\\n"))}

In Slack (Actions), \`\\n\` has to be a line break:

${codeBlock(COMPACT)}

In Slack:

${preview(COMPACT, "Audience Created", DETAILS)}

## What it shows, and what nobody can do with it

The lines are what happened, who did it, the workspace, every detail of the event in alphabetical
order, when, and a link to the audit trail. What is empty leaves no line. A value over 200
characters is cut. A text over 3,000 characters loses whole lines of details and says how many. An
event of almost 32 KB, the most that Segment takes, has no \`slack_text\`, and one that is larger
still no \`summary\`: then Slack shows nothing, and other destinations get the event.

Names in your workspace are chosen by other people: whoever holds a source's write key chooses the
names of its events. So in both texts each value is one line without control characters and without
invisible ones. What would act in Slack becomes a look-alike:

| In a value | Shown as | Otherwise it would |
| --- | --- | --- |
| \`<\` \`>\` | \`‹\` \`›\` | ping a channel or a person, or label a link |
| \`*\` | \`∗\` | look like one of our labels |
| \`://\` \`www.\` | \`[:]//\` \`www[.]\` | become a link |
| \`&\` of an entity such as \`&lt;\` | \`＆\` | become one of these |

A detail that is named like one of our own lines, such as \`email\`, is labelled \`details.email\`. The
event's own properties stay as they came.

## Files

[slack.json](slack.json) is the setting of Slack (classic), [slack-actions.json](slack-actions.json)
the mapping of Slack (Actions), as the Public API takes them.

## A template for each kind

For other lines or another channel for some kinds there are [templates by kind](by-kind/README.md). They
show values as they come: read there what that allows.
`;
