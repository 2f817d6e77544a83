// The one template for everything: the function writes the message, and Slack shows it as it is.

/** A template of Slack (classic): the setting `templates` is a list of these. */
export interface Template {
  eventName: string;
  regex: true;
  template: string;
}

/** A mapping of Slack (Actions), for `POST /destinations/{id}/subscriptions`. */
export interface Subscription {
  name: string;
  actionId: string;
  trigger: string;
  enabled: true;
  settings: { text: { "@template": string } };
}

/** The action "Post Message" of Slack (Actions). */
export const ACTION_ID = "kp6oMyKQbaeqt6TcwFJop9";

/** The page of the audit trail (Segment docs: Audit Trail). */
export const LINK = "https://app.segment.com/{{properties.workspace_slug}}/audit-trail";

/** The whole message. */
export const FULL = "{{properties.slack_text}}";

/** Two lines. */
export const COMPACT = `{{properties.summary}}\n${LINK}`;

/** Either of the function's texts, as a template or a path: whoever chose the short one keeps it. */
export const OUR_TEXTS = /\bproperties\.(slack_text|summary)\b/;

/** Every name of an event fits. */
export const ANY_NAME = ".*";

/** Every audit event fits: the function sends nothing but track calls. */
export const ANY_TRACK = 'type = "track"';

/** The template of Slack (classic). */
export const TEMPLATE: Template = { eventName: ANY_NAME, regex: true, template: FULL };

/** The mapping of Slack (Actions). */
export const MAPPING: Subscription = {
  name: "Audit events",
  actionId: ACTION_ID,
  trigger: ANY_TRACK,
  enabled: true,
  settings: { text: { "@template": FULL } },
};

/** The setting of Slack (classic). */
export const slack = { templates: [TEMPLATE] };

/** The mappings of Slack (Actions). */
export const slackActions = [MAPPING];
