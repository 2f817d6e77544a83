import { asObject } from "../../src/json";
import { OUR_TEXTS, TEMPLATE } from "../../templates/slack";
import { fail } from "../failure";
import type { Source } from "./source";
import type { Workspace } from "./workspace";

/** Slack (classic) in the catalog (Segment docs: Slack destination). */
const SLACK_CLASSIC = "56748689e954a874ca44ccfb";

/**
 * Adds our template to a Slack (classic) destination, unless one shows every event with the
 * function's text. Others stay, and what was there is saved first.
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
  if (before.some((one) => isOurs(one) && asObject(one).regex === true)) return;
  const others = before.filter((one) => !isOurs(one));
  workspace.saveCopy(`slack-before-${id}.json`, { settings: { templates: before } });
  const what = `Slack (classic): our one template; others that stay: ${others.length}`;
  const body = { settings: { templates: [...others, TEMPLATE] } };
  await workspace.change(what, `PATCH ${path}`, body);
}

/** A template for every name, with one of the function's texts: without `regex`, it fits none. */
function isOurs(one: unknown): boolean {
  const { eventName, template } = asObject(one);
  return eventName === TEMPLATE.eventName && OUR_TEXTS.test(String(template));
}
