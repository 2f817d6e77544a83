/** A mapping of Slack (Actions), as `POST /destinations/{id}/subscriptions` takes it. */
export interface Subscription {
  name: string;
  /** The action's id, the same in each workspace. */
  actionId: string;
  /** In FQL: which events are posted. */
  trigger: string;
  enabled: boolean;
  settings: { text: { "@template": string } };
}

/** One for every event: the function writes the message. The file slack-actions.json has it, too. */
export const MAPPING: Subscription = {
  name: "Audit events",
  actionId: "kp6oMyKQbaeqt6TcwFJop9",
  trigger: 'type = "track"',
  enabled: true,
  settings: { text: { "@template": "{{properties.slack_text}}" } },
};

/** Either of the function's texts in a mapping, as a template or a path. */
export const OUR_TEXTS = /\bproperties\.(slack_text|summary)\b/;
