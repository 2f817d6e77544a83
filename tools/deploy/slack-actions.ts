import { parseFql, validate } from "@segment/destination-subscriptions";
import { type JsonObject, toObject, toText } from "../../src/json";
import { toPlainText } from "../../src/plain-text";
import { EVENTS } from "../../templates/events";
import { MAPPING } from "../../templates/slack";
import { Failure } from "./failure";
import type { Plan, Planning, Step } from "./plan";
import { isOneText, isOurMapping, isOurMappingByKind } from "./slack-ours";

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
  const readMappings = () => api.readAll(list, "subscriptions");
  const mappings = await readMappings();
  const [mapping, ...twins] = mappings.filter(isOurMapping);
  if (twins.length > 0) {
    throw new Failure(`Several mappings are named ${MAPPING.name}. Delete all but one of them.`);
  }
  const steps: Step[] = [];
  if (!mapping) {
    if (!webhookUrl) {
      throw new Failure("WEBHOOK_URL is missing. A new mapping needs Slack's incoming webhook.");
    }
    steps.push({
      method: "POST",
      path: list,
      body: { ...MAPPING, settings: { ...MAPPING.settings, url: webhookUrl } },
      changes: [`a new mapping, ${MAPPING.name}: ${MAPPING.trigger}`],
      isThere: async () => (await readMappings()).some(isOurMapping),
    });
  } else {
    steps.push(...updateSteps(list, mapping, webhookUrl));
  }

  const others = mappings.filter((other) => other !== mapping && other.enabled === true);
  const outdated = others.filter(({ name, trigger, settings }) =>
    isOurMappingByKind(name, trigger, toTemplate(settings)),
  );
  for (const { id, name } of outdated) {
    steps.push({
      method: "PATCH",
      path: `${list}/${encodeURIComponent(toText(id) ?? "")}`,
      body: { input: { enabled: false } },
      changes: [`the mapping ${toPlainText(name)}, which we made before: disabled`],
    });
  }
  const notes = others.filter((other) => !outdated.includes(other)).flatMap(describeOverlap);
  return { steps, notes: steps.length > 0 ? notes : ["Slack's mapping is up to date.", ...notes] };
}

/** Brings our mapping up to date. Its other settings, such as the channel, stay. */
function updateSteps(list: string, mapping: JsonObject, webhookUrl: string | undefined): Step[] {
  const settings = toObject(mapping.settings);
  const changes: string[] = [];
  const input: JsonObject = {};
  if (mapping.trigger !== MAPPING.trigger) {
    input.trigger = MAPPING.trigger;
    changes.push(`trigger: ${toPlainText(mapping.trigger)} → ${MAPPING.trigger}`);
  }
  if (mapping.enabled !== true) {
    input.enabled = true;
    changes.push("enabled");
  }
  const isNewText = !isOneText(toTemplate(settings));
  const isNewUrl = webhookUrl !== undefined && webhookUrl !== settings.url;
  if (isNewText || isNewUrl) {
    input.settings = {
      ...settings,
      ...(isNewText && MAPPING.settings),
      ...(isNewUrl && { url: webhookUrl }),
    };
    if (isNewText) changes.push("text: the message that the function writes");
    if (isNewUrl) changes.push("url: the one in WEBHOOK_URL");
  }
  if (changes.length === 0) return [];
  const path = `${list}/${encodeURIComponent(toText(mapping.id) ?? "")}`;
  return [{ method: "PATCH", path, body: { input }, changes }];
}

function toTemplate(settings: unknown): unknown {
  return toObject(toObject(settings).text)["@template"];
}

/** That a mapping of somebody else's posts audit events too. */
function describeOverlap({ name, trigger }: JsonObject): string[] {
  const condition = parseFql(String(trigger));
  const names = EVENTS.filter((event) => validate(condition, { type: "track", event }));
  if (names.length === 0) return [];
  return [
    `The mapping ${toPlainText(name)} stays, and posts ${names.length} of the ${EVENTS.length} ` +
      `known events once more, such as ${names[0]}. Disable it if it should not.`,
  ];
}
