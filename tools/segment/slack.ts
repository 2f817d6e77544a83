import { transform } from "@segment/actions-core/mapping-kit";
import { parseFql, validate } from "@segment/destination-subscriptions";
import { decodeHTML } from "entities";
import * as Handlebars from "handlebars";
import type { Subscription, Template } from "../../templates/slack";

/** A message as it reaches a destination. */
export interface TrackMessage {
  type: string;
  event?: string;
  [field: string]: unknown;
}

/**
 * What Slack (classic) posts for a message: each template whose pattern fits, compiled by
 * Handlebars over the whole message, with HTML entities decoded. Identify calls have a template of
 * their own, in another setting.
 */
export function postClassic(settings: { templates: Template[] }, message: TrackMessage): string[] {
  if (message.type !== "track") return [];
  return settings.templates
    .filter(({ eventName }) => new RegExp(eventName).test(message.event ?? ""))
    .map(({ template }) => decodeHTML(Handlebars.compile(template)(message)));
}

/** What Slack (Actions) posts for a message: the text of each subscription whose trigger fits. */
export function postActions(subscriptions: Subscription[], message: TrackMessage): unknown[] {
  return subscriptions
    .filter(({ enabled, trigger }) => enabled && validate(parseFql(trigger), message))
    .map(({ settings }) => transform(settings, message).text);
}
