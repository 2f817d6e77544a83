import { type JsonObject, toObject } from "../../src/json";
import { toPlainText } from "../../src/plain-text";
import { EVENTS } from "../../templates/events";
import { TEMPLATE } from "../../templates/slack";
import type { Plan, Planning } from "./plan";
import { isOneText, isOurTemplate } from "./slack-ours";

/**
 * Puts our template in place of those that we made before. All others stay, and what was there is
 * saved to a file first.
 * @param path the destination's.
 */
export function planSlackClassic({ save }: Planning, path: string, settings: JsonObject): Plan {
  const before = Array.isArray(settings.templates) ? settings.templates.map(toObject) : [];
  const isOurs = ({ eventName, template }: JsonObject) => isOurTemplate(eventName, template);
  const ours = before.filter(isOurs);
  const others = before.filter((template) => !isOurs(template));
  const notes = others.flatMap(describeOverlap);

  const [first] = ours;
  if (first && ours.length === 1 && isOneText(first.template) && first.regex === true) {
    return { steps: [], notes: ["Slack's template is up to date.", ...notes] };
  }
  const step = {
    method: "PATCH" as const,
    path,
    body: { settings: { templates: [...others, TEMPLATE] } },
    changes: [
      `one template for everything, in place of ${ours.length} that we made before`,
      `others that stay: ${others.length}; what is there is saved to a file first`,
    ],
    prepare: () => {
      const file = save(
        `slack-before-${path.split("/").at(-1)}`,
        JSON.stringify({ settings: { templates: before } }, null, 2),
      );
      return `Saved Slack's templates to ${file}. To go back, send that file: PATCH ${path}`;
    },
  };
  return { steps: [step], notes };
}

/** That a template of somebody else's posts audit events too. */
function describeOverlap({ eventName, regex }: JsonObject): string[] {
  const names = EVENTS.filter((name) => isFitting(String(eventName), regex === true, name));
  if (names.length === 0) return [];
  return [
    `The template for ${toPlainText(eventName)} stays, and posts ${names.length} of the ` +
      `${EVENTS.length} known events once more, such as ${names[0]}. Delete it if it should not.`,
  ];
}

function isFitting(eventName: string, isPattern: boolean, name: string): boolean {
  if (!isPattern) return eventName === name;
  try {
    return new RegExp(eventName).test(name);
  } catch {
    return false; // It fits nothing in Slack either.
  }
}
