import { asObject, asText, type JsonObject } from "../../src/json";
import { toPlainText } from "../../src/plain-text";
import { EVENTS } from "../../templates/by-kind/events";
import { TEMPLATE } from "../../templates/slack";
import type { Plan, Planning, Step } from "./plan";
import { isOneText, isOurTemplate } from "./slack-ours";

/** A template of the destination, and what it was read from. */
interface ExistingTemplate {
  eventName: string;
  isPattern: boolean;
  template: string;
  raw: unknown;
}

function parseTemplate(raw: unknown): ExistingTemplate {
  const { eventName, regex, template } = asObject(raw);
  return {
    eventName: asText(eventName) ?? "",
    isPattern: regex === true,
    template: asText(template) ?? "",
    raw,
  };
}

/**
 * Puts our template in place of those that we made before. All others stay, and what was there is
 * saved to a file first.
 * @param path the destination's.
 */
export function planSlackClassic({ save }: Planning, path: string, settings: JsonObject): Plan {
  const before = Array.isArray(settings.templates) ? settings.templates.map(parseTemplate) : [];
  const ours = before.filter(isOurTemplate);
  const others = before.filter((template) => !isOurTemplate(template));
  const notes = others.flatMap(describeOverlap);

  const [first, ...rest] = ours;
  if (first?.isPattern && isOneText(first.template) && rest.length === 0) {
    return { steps: [], notes: ["Slack's template is up to date.", ...notes] };
  }
  const step: Step = {
    method: "PATCH",
    path,
    body: { settings: { templates: [...others.map(({ raw }) => raw), TEMPLATE] } },
    changes: [
      `one template for everything, in place of ${ours.length} that we made before`,
      `others that stay: ${others.length}; what is there is saved to a file first`,
    ],
    prepare: () => {
      const saved = { settings: { templates: before.map(({ raw }) => raw) } };
      const name = `slack-before-${path.split("/").at(-1)}`;
      const file = save(name, `${JSON.stringify(saved, null, 2)}\n`);
      return `Saved Slack's templates to ${file}. To go back, send that file: PATCH ${path}`;
    },
  };
  return { steps: [step], notes };
}

/** That a template of somebody else's posts audit events too. */
function describeOverlap(template: ExistingTemplate): string[] {
  const names = EVENTS.filter((name) => isFitting(template, name));
  if (names.length === 0) return [];
  return [
    `The template for ${toPlainText(template.eventName)} stays, and posts ${names.length} of the ` +
      `${EVENTS.length} known events once more, such as ${names[0]}. Delete it if it should not.`,
  ];
}

function isFitting({ eventName, isPattern }: ExistingTemplate, name: string): boolean {
  if (!isPattern) return eventName === name;
  try {
    return new RegExp(eventName).test(name);
  } catch {
    return false; // It fits nothing in Slack either.
  }
}
