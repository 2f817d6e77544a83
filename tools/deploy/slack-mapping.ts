import { MAPPING, OUR_TEXTS } from "../../templates/slack";
import { ensureMapping } from "./mapping";
import { type Run, SLACK, type Thing } from "./workspace";

/**
 * Makes Slack (Actions) for SLACK_WEBHOOK_URL, unless one of our texts is posted already.
 * @param source the function's source that is posted to.
 */
export async function ensureSlack(run: Run, { id }: Thing): Promise<void> {
  const url = run.options("SLACK_WEBHOOK_URL");
  const isOurs = ({ kind, sourceId, settings: { text = "" } }: Thing) =>
    kind === SLACK && sourceId === id && OUR_TEXTS.test(JSON.stringify(text));
  const existing = run.mappings.filter(isOurs);
  const place = { sourceId: id, metadataId: SLACK, name: "Audit events in Slack" };
  const mapping = { ...MAPPING, settings: { ...MAPPING.settings, url } };
  if (url || existing[0]) await ensureMapping(run, existing, { place, mapping });
}
