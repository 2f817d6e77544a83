import { asObject, asText, type JsonObject } from "../../src/json";
import { TEMPLATE } from "../../templates/slack";
import { Failure } from "./failure";
import type { Workspace } from "./workspace";

/** Slack (classic) in the catalog (Segment docs: Slack destination). */
const SLACK_CLASSIC = "56748689e954a874ca44ccfb";

/**
 * Adds or updates our template of a Slack (classic) destination. All others stay, and what was
 * there is saved first.
 * @throws Failure when the destination is of another kind.
 */
export async function ensureSlackClassic(workspace: Workspace, id: string): Promise<void> {
  const path = `/destinations/${id}`;
  const { metadata, enabled, settings } = asObject((await workspace.read(path)).destination);
  if (asObject(metadata).id !== SLACK_CLASSIC) {
    throw new Failure(`The destination ${id} is not Slack (classic). Check DESTINATION_ID.`);
  }
  if (enabled === false) {
    workspace.print("The Slack destination is disabled: enable it, or nothing is posted.");
  }
  const { templates } = asObject(settings);
  const before = Array.isArray(templates) ? templates.map(asObject) : [];
  const [ours, ...twins] = before.filter(isOurs);
  const isCurrent = ours?.regex === true && ours.template === TEMPLATE.template;
  if (isCurrent && twins.length === 0) return;
  const others = before.filter((template) => !isOurs(template));
  const copy = JSON.stringify({ settings: { templates: before } }, null, 2);
  workspace.saveCopy(`slack-before-${id}.json`, copy);
  const what = `Slack (classic): our one template; ${others.length} others stay`;
  const body = { settings: { templates: [...others, TEMPLATE] } };
  await workspace.change(what, `PATCH ${path}`, body);
}

/** The template for every name, with the function's text. */
function isOurs({ eventName, template }: JsonObject): boolean {
  return eventName === TEMPLATE.eventName && Boolean(asText(template)?.includes("slack_text"));
}
