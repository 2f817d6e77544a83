import { slackActionsByKind, slackByKind } from "../../templates/by-kind/templates";
import { COMPACT, FULL, TEMPLATE } from "../../templates/slack";

/** Whether it is the text of the one template. Whoever chose its compact form keeps that. */
export function isOneText(text: string): boolean {
  return [FULL, COMPACT].includes(toLines(text));
}

/** Whether a template of Slack (classic) is one that we made, now or before. */
export function isOurTemplate(existing: { eventName: string; template: string }): boolean {
  const { eventName, template } = existing;
  return (
    (eventName === TEMPLATE.eventName && isOneText(template)) ||
    slackByKind.templates.some(
      (ours) => ours.eventName === eventName && ours.template === toLines(template),
    )
  );
}

/** Whether a mapping of Slack (Actions) is one that we made by kind, and that nobody edited. */
export function isOurMappingByKind(existing: {
  name: string;
  trigger: string;
  text: string;
}): boolean {
  const { name, trigger, text } = existing;
  return slackActionsByKind.some(
    (ours) =>
      ours.name === name &&
      ours.trigger === trigger &&
      ours.settings.text["@template"] === toLines(text),
  );
}

/** The editor's single-line field has `\n` for a line break. */
function toLines(text: string): string {
  return text.replaceAll("\\n", "\n");
}
