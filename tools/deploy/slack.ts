import { asObject, asText, type JsonObject } from "../../src/json";
import { toPlainText } from "../../src/plain-text";
import { Failure } from "./failure";
import type { Plan, Planning } from "./plan";
import { planSlackActions } from "./slack-actions";
import { planSlackClassic } from "./slack-classic";

/** The catalog's ids of the two Slack destinations (Segment docs: Slack, Slack (Actions)). */
const SLACK_CLASSIC = "56748689e954a874ca44ccfb";
const SLACK_ACTIONS = "5f7dd8e302173ff732db5cc4";

/** A destination in the workspace (SDK: DestinationV1). */
interface ExistingDestination {
  id: string;
  name: string;
  kind: string;
  isClassic: boolean;
  isActions: boolean;
  isEnabled: boolean;
  settings: JsonObject;
}

function parseDestination(raw: unknown): ExistingDestination {
  const { id, name, metadata, enabled, settings } = asObject(raw);
  const { id: kindId, name: kind } = asObject(metadata);
  return {
    id: toPlainText(id),
    name: toPlainText(name),
    kind: toPlainText(asText(kind) ?? kindId) || "?",
    isClassic: kindId === SLACK_CLASSIC,
    isActions: kindId === SLACK_ACTIONS,
    isEnabled: enabled !== false,
    settings: asObject(settings),
  };
}

/**
 * What has to change so that a Slack destination, of either kind, shows every audit event once.
 * @throws Failure when the destination is none of Slack's, or what is set does not suffice for it.
 */
export async function planSlack(
  planning: Planning,
  destinationId: string,
  webhookUrl: string | undefined,
): Promise<Plan> {
  const path = `/destinations/${encodeURIComponent(destinationId)}`;
  const destination = parseDestination((await planning.api.read(path)).destination);
  if (!destination.isClassic && !destination.isActions) {
    throw new Failure(
      `The destination ${toPlainText(destinationId)} is of the kind ${destination.kind}, and ` +
        "neither Slack nor Slack (Actions). Check DESTINATION_ID.",
    );
  }
  const plan = destination.isClassic
    ? planSlackClassic(planning, path, destination.settings)
    : await planSlackActions(planning, path, webhookUrl);
  const asleep = "The Slack destination is disabled: enable it, or nothing is posted.";
  return destination.isEnabled ? plan : { ...plan, notes: [...plan.notes, asleep] };
}

/** Which Slack destinations there are to choose from. Nothing depends on it, so it never fails. */
export async function suggestSlack({ api }: Planning): Promise<Plan> {
  try {
    const destinations = (await api.readAll("/destinations", "destinations")).map(parseDestination);
    const notes = destinations
      .filter(({ isClassic, isActions }) => isClassic || isActions)
      .map(({ id, name, kind }) => `To set up ${kind}, ${name}, too: DESTINATION_ID=${id}`);
    return { steps: [], notes };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { steps: [], notes: [`Slack's destinations cannot be listed. ${error.message}`] };
  }
}
