import { slackActionsByKind, slackByKind } from "../../templates/by-kind";
import { COMPACT, FULL, MAPPING, TEMPLATE } from "../../templates/slack";

/** Whether it is the text of the one template. Whoever chose its compact form keeps that. */
export function isOneText(text: unknown): boolean {
  return [FULL, COMPACT].some((one) => one === toLines(text));
}

/** Whether a template of Slack (classic) is one that we made, now or before. */
export function isOurTemplate(eventName: unknown, template: unknown): boolean {
  return (
    (eventName === TEMPLATE.eventName && isOneText(template)) ||
    slackByKind.templates.some(
      (ours) => ours.eventName === eventName && ours.template === toLines(template),
    )
  );
}

/** Whether a mapping of Slack (Actions) is the one that we make. */
export function isOurMapping({ name }: { name?: unknown }): boolean {
  return name === MAPPING.name;
}

/** Whether a mapping of Slack (Actions) is one that we made by kind. */
export function isOurMappingByKind(name: unknown, trigger: unknown, text: unknown): boolean {
  return slackActionsByKind.some(
    (ours) =>
      ours.name === name &&
      ours.trigger === trigger &&
      ours.settings.text["@template"] === toLines(text),
  );
}

/** The editor's single-line field has `\n` for a line break. */
function toLines(text: unknown): string {
  return String(text).replaceAll("\\n", "\n");
}
