import { asObject, asText } from "../../src/json";
import { TEMPLATE } from "../../templates/slack";
import { fail } from "../failure";
import type { Source } from "./source";
import type { Workspace } from "./workspace";

/** Slack (classic) in the catalog (Segment docs: Slack destination). */
const SLACK_CLASSIC = "56748689e954a874ca44ccfb";

/**
 * Adds or updates our template of a Slack (classic) destination. All others stay, and what was
 * there is saved first.
 * @throws Failure when the destination is another, or does not show its templates.
 */
export async function ensureSlackClassic(workspace: Workspace, id: string, sources: Source[]) {
  const path = `/destinations/${id}`;
  const { metadata, sourceId, settings } = await workspace.read(path, "destination");
  const isOnOurs = !sourceId || sources.some((one) => one.id === sourceId);
  if (asObject(metadata).id !== SLACK_CLASSIC || !isOnOurs) {
    const what = "is not Slack (classic), or not on a source of the function";
    fail(`The destination ${id} ${what}. Check DESTINATION_ID.`);
  }
  const { templates: before } = asObject(settings);
  if (!Array.isArray(before)) {
    const what = `Segment does not show the templates of the destination ${id}`;
    fail(`${what}. Add ours by hand: templates/README.md says how.`);
  }
  const [ours, ...twins] = before.filter(isOurs);
  const isCurrent = ours?.regex === true && ours.template === TEMPLATE.template;
  if (isCurrent && twins.length === 0) return;
  const others = before.filter((template) => !isOurs(template));
  workspace.saveCopy(`slack-before-${id}.json`, { settings: { templates: before } });
  const what = `Slack (classic): our one template; others that stay: ${others.length}`;
  const body = { settings: { templates: [...others, TEMPLATE] } };
  await workspace.change(what, `PATCH ${path}`, body);
}

/** The template for every name, with the function's text. */
function isOurs(one: unknown): boolean {
  const { eventName, template } = asObject(one);
  return eventName === TEMPLATE.eventName && Boolean(asText(template)?.includes("slack_text"));
}
