import { asObject, type JsonObject } from "../../src/json";
import { MAPPING, OUR_TEXTS } from "../../templates/slack";
import { ensureDestination } from "./destination";
import type { Workspace } from "./workspace";

/** Slack (Actions) in the catalog (Segment docs: Slack (Actions) destination). */
const SLACK = "5f7dd8e302173ff732db5cc4";

/**
 * Makes Slack (Actions) on the function's source, and its mapping, unless a mapping of another name
 * posts the same. Other mappings stay.
 */
export async function ensureSlackActions(workspace: Workspace, sourceId: string, url: string) {
  const place = { sourceId, metadataId: SLACK, name: "Audit events in Slack" };
  const hasOurText = ({ text }: JsonObject) => OUR_TEXTS.test(String(asObject(text)["@template"]));
  // A webhook may be masked: it counts as right then, and so do settings that are left out.
  const isRight = (settings: JsonObject) =>
    hasOurText(settings) && (settings.url === url || !URL.canParse(String(settings.url)));
  const isOurs = ({ trigger, settings }: JsonObject) =>
    trigger === MAPPING.trigger && isRight(asObject(settings));
  const { existing, ensureMapping } = await ensureDestination(workspace, place, MAPPING, isOurs);
  const before = asObject(existing?.settings);
  const isCurrent = existing && (!existing.settings || isRight(before));
  if (isCurrent && before.url !== url) {
    workspace.print(`Check the URL of the mapping ${existing.name}: Segment does not show it.`);
  }
  const settings = { ...before, ...(!hasOurText(before) && MAPPING.settings), url };
  await ensureMapping(isCurrent ? undefined : settings);
}
