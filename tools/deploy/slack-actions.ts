import { parseFql, validate } from "@segment/destination-subscriptions";
import { asObject, asText, type JsonObject } from "../../src/json";
import { toPlainText } from "../../src/plain-text";
import { EVENTS } from "../../templates/by-kind/events";
import { MAPPING } from "../../templates/slack";
import { Failure } from "./failure";
import type { Plan, Planning, Step } from "./plan";
import type { PublicApi } from "./public-api";
import { isOneText, isOurMappingByKind } from "./slack-ours";

/** A mapping of the destination (SDK: DestinationSubscription). */
interface ExistingMapping {
  path: string;
  name: string;
  trigger: string;
  isEnabled: boolean;
  settings: JsonObject;
  /** The text's template, if it has one. */
  text: string;
}

/**
 * Makes our mapping, or updates it when it is there by its name, and disables those that we made by
 * kind. All others stay.
 * @param path the destination's.
 * @throws Failure without a webhook for a new mapping, and when two mappings have our name.
 */
export async function planSlackActions(
  { api }: Planning,
  path: string,
  webhookUrl: string | undefined,
): Promise<Plan> {
  const list = `${path}/subscriptions`;
  const mappings = await readMappings(api, list);
  const [ours, ...twins] = mappings.filter(isOurs);
  if (twins.length > 0) {
    throw new Failure(`Several mappings are named ${MAPPING.name}. Delete all but one of them.`);
  }
  const others = mappings.filter((mapping) => mapping !== ours && mapping.isEnabled);
  const steps = [
    ...(ours ? updateSteps(ours, webhookUrl) : [createStep(api, list, webhookUrl)]),
    ...others.filter(isOurMappingByKind).map(disableStep),
  ];
  const notes = others.filter((mapping) => !isOurMappingByKind(mapping)).flatMap(describeOverlap);
  return { steps, notes: steps.length > 0 ? notes : ["Slack's mapping is up to date.", ...notes] };
}

async function readMappings(api: PublicApi, list: string): Promise<ExistingMapping[]> {
  return (await api.readAll(list, "subscriptions")).map((raw) => {
    const settings = asObject(raw.settings);
    return {
      path: `${list}/${encodeURIComponent(asText(raw.id) ?? "")}`,
      name: asText(raw.name) ?? "",
      trigger: asText(raw.trigger) ?? "",
      isEnabled: raw.enabled === true,
      settings,
      text: asText(asObject(settings.text)["@template"]) ?? "",
    };
  });
}

function isOurs({ name }: ExistingMapping): boolean {
  return name === MAPPING.name;
}

function createStep(api: PublicApi, list: string, webhookUrl: string | undefined): Step {
  if (!webhookUrl) {
    throw new Failure("WEBHOOK_URL is missing. A new mapping needs Slack's incoming webhook.");
  }
  return {
    method: "POST",
    path: list,
    body: { ...MAPPING, settings: { ...MAPPING.settings, url: webhookUrl } },
    changes: [`a new mapping, ${MAPPING.name}: ${MAPPING.trigger}`],
    isThere: async () => (await readMappings(api, list)).some(isOurs),
  };
}

/** Brings our mapping up to date. Its other settings, such as the channel, stay. */
function updateSteps(mapping: ExistingMapping, webhookUrl: string | undefined): Step[] {
  const { path, trigger, isEnabled, settings, text } = mapping;
  const isNewUrl = webhookUrl !== undefined && webhookUrl !== settings.url;
  const newSettings = {
    ...(!isOneText(text) && MAPPING.settings),
    ...(isNewUrl && { url: webhookUrl }),
  };
  const input = {
    ...(trigger !== MAPPING.trigger && { trigger: MAPPING.trigger }),
    ...(!isEnabled && { enabled: true }),
    ...(Object.keys(newSettings).length > 0 && { settings: { ...settings, ...newSettings } }),
  };
  const changes = [
    ...(input.trigger ? [`trigger: ${toPlainText(trigger)} → ${MAPPING.trigger}`] : []),
    ...(input.enabled ? ["enabled"] : []),
    ...(newSettings.text ? ["text: the message that the function writes"] : []),
    ...(newSettings.url ? ["url: the one in WEBHOOK_URL"] : []),
  ];
  return changes.length > 0 ? [{ method: "PATCH", path, body: { input }, changes }] : [];
}

function disableStep({ path, name }: ExistingMapping): Step {
  return {
    method: "PATCH",
    path,
    body: { input: { enabled: false } },
    changes: [`the mapping ${toPlainText(name)}, which we made before: disabled`],
  };
}

/** That a mapping of somebody else's posts audit events too. */
function describeOverlap({ name, trigger }: ExistingMapping): string[] {
  const condition = parseFql(trigger);
  const names = EVENTS.filter((event) => validate(condition, { type: "track", event }));
  if (names.length === 0) return [];
  return [
    `The mapping ${toPlainText(name)} stays, and posts ${names.length} of the ${EVENTS.length} ` +
      `known events once more, such as ${names[0]}. Disable it if it should not.`,
  ];
}
