// What the page of the templates by kind shows of them.
import { fillPlace, toTable } from "../markdown";
import { EVENTS } from "./events";
import type { Family, Layout } from "./families";
import { preview } from "./preview";
import { everyFamily, slackActionsByKind, toMessageText, toTemplate } from "./templates";

/**
 * Puts the kinds, their triggers and their layouts into the page's text.
 * @throws Error when the page has no place for one of them.
 */
export function withKinds(page: string): string {
  const triggers = slackActionsByKind.map(({ name, trigger }) => [name, `\`${trigger}\``]);
  const layouts = new Set(everyFamily.map(({ layout }) => layout));
  const places = {
    kinds: toTable(["Kind", "Event name", "Events", "Layout"], everyFamily.map(toRow)),
    triggers: toTable(["Mapping", "Trigger"], triggers),
    layouts: [...layouts].map(toSection).join("\n\n"),
  };
  return Object.entries(places).reduce(
    (filled, [name, text]) => fillPlace(filled, name, text),
    page,
  );
}

function toRow(family: Family): string[] {
  const { eventName } = toTemplate(family);
  const events = eventsOf(family).join(" · ");
  return [family.name, `\`${eventName}\``, events, toLink(family.layout)];
}

/** The published names of the family's events. */
function eventsOf(family: Family): string[] {
  const pattern = new RegExp(toTemplate(family).eventName);
  return EVENTS.filter((event) => pattern.test(event));
}

/** Leads to the layout's heading, by the anchor that GitHub makes of it. */
function toLink({ name }: Layout): string {
  return `[${name}](#${name.toLowerCase().replaceAll(" ", "-")})`;
}

function toSection(layout: Layout): string {
  const template = toMessageText(layout);
  const [event = ""] = everyFamily.filter((one) => one.layout === layout).flatMap(eventsOf);
  return `### ${layout.name}

\`\`\`
${template.replaceAll("\n", "\\n")}
\`\`\`

${preview(template, event)}`;
}
