import { toObject } from "../../src/json";
import { toPlainText } from "../../src/plain-text";
import { Failure } from "./failure";
import type { Plan, Planning } from "./plan";
import { planSlackActions } from "./slack-actions";
import { planSlackClassic } from "./slack-classic";

/** The catalog's ids of the two Slack destinations (see the README, "Slack"). */
const SLACK_CLASSIC = "56748689e954a874ca44ccfb";
const SLACK_ACTIONS = "5f7dd8e302173ff732db5cc4";

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
  const destination = toObject((await planning.api.read(path)).destination);
  const metadata = toObject(destination.metadata);
  if (metadata.id !== SLACK_CLASSIC && metadata.id !== SLACK_ACTIONS) {
    throw new Failure(
      `The destination ${toPlainText(destinationId)} is of the kind ` +
        `${toPlainText(metadata.name ?? metadata.id) || "?"}, and neither Slack nor Slack (Actions). ` +
        "Check DESTINATION_ID.",
    );
  }
  const plan =
    metadata.id === SLACK_CLASSIC
      ? planSlackClassic(planning, path, toObject(destination.settings))
      : await planSlackActions(planning, path, webhookUrl);
  const asleep = "The Slack destination is disabled: enable it, or nothing is posted.";
  return destination.enabled === false ? { ...plan, notes: [...plan.notes, asleep] } : plan;
}
