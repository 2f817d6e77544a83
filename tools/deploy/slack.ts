import { MAPPING, OUR_TEXTS } from "../../templates/slack";
import { ensureMapping } from "./mapping";
import { KINDS, type Mapping, type Thing, type Workspace } from "./workspace";

/** Makes Slack (Actions) on the function's source, for SLACK_WEBHOOK_URL, unless it is there. */
export async function ensureSlack(workspace: Workspace, { id: sourceId }: Thing): Promise<void> {
  const { slackUrl: url } = workspace.options;
  const place = { sourceId, metadataId: KINDS.slack, name: "Audit events in Slack" };
  const hasOurText = ({ settings }: Mapping) => OUR_TEXTS.test(JSON.stringify(settings.text));
  const here = workspace.mappings.filter(({ destination }) => destination.sourceId === sourceId);
  const ours = here.filter(hasOurText);
  const all = ours.filter(({ trigger }) => trigger === MAPPING.trigger);
  const first = all.find(({ settings }) => settings.url === url) ?? all[0] ?? ours[0];
  const toKey = (one?: Mapping) => `${one?.trigger} ${one?.settings.url}`;
  const there = ours.filter((one) => toKey(one) === toKey(first));
  const wanted = { mapping: MAPPING, place, url, from: "SLACK_WEBHOOK_URL" };
  if (url || first) await ensureMapping(workspace, wanted, there);
}
