// Stands in for Slack's two destinations, with the engines that Segment runs there.
import { transform } from "@segment/actions-core/mapping-kit";
import { parseFql, validate } from "@segment/destination-subscriptions";
import { decodeHTML } from "entities";
import * as Handlebars from "handlebars";
import type { Subscription } from "../../templates/slack";

/** A message as it reaches a destination. */
export interface TrackMessage {
  type: "track";
  event: string;
  [field: string]: unknown;
}

/** A template of Slack (classic), whose setting `templates` is a list of these. */
export interface Template {
  /** Which events are posted: a name, or a regular expression. */
  eventName: string;
  regex: boolean;
  /** In Handlebars. */
  template: string;
}

/**
 * What Slack (classic) posts for a message: each template whose name fits, compiled by
 * Handlebars over the whole message, with HTML entities decoded.
 */
export function postClassic(templates: Template[], message: TrackMessage): string[] {
  return templates
    .filter(({ eventName, regex }) =>
      regex ? new RegExp(eventName).test(message.event) : eventName === message.event,
    )
    .map(({ template }) => decodeHTML(Handlebars.compile(template)(message)));
}

/** What Slack (Actions) posts for a message: the text of each mapping whose trigger fits. */
export function postActions(mappings: Subscription[], message: TrackMessage): unknown[] {
  return mappings
    .filter(({ enabled, trigger }) => enabled && validate(parseFql(trigger), message))
    .map(({ settings }) => transform(settings, message).text);
}
