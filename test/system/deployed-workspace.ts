// Workspaces that the command may find, and what is in them.
import { readFileSync } from "node:fs";
import { MAPPING } from "../../templates/slack";
import { SETTING_DEFINITIONS } from "../../tools/deploy/setting-definitions";
import { HANDLER_PATH } from "../../tools/segment/runtime";
import { ADA } from "../../tools/segment/samples";
import type { Workspace } from "../../tools/segment/stand-in-api";

export const SLACK_URL = "https://hooks.slack.com/services/T0/B0/acmewebhook";
export const NEW_CODE = readFileSync(HANDLER_PATH, "utf8");
export const OLD_CODE = "// segment-audit-function 3.0.0\nasync function onRequest() {}\n";
export const [HTTP_API, WEBHOOKS] = ["iUM16Md8P2", "614a3c7d791c91c41bae7599"];
export const SLACK = "5f7dd8e302173ff732db5cc4";
export const CATALOG_ID = "acmeCatak9gJ2fYq7LmXwz";
export const FUNCTION_ID = `sfnc_${CATALOG_ID}`;
export const SOURCE_ID = "acmeSrcA1b2C3d4E5f6G7h";
export const HTTP_ID = "acmeHttp12";

/** The endpoint of a source, in the form of public examples. */
export const endpointOf = (sourceId: string, key = "k".repeat(32), host = "fn.segmentapis.com") =>
  `https://${host}/?b=${encodeURIComponent(btoa(`${sourceId}::${key}`))}`;
export const ENDPOINT = endpointOf(SOURCE_ID);

export const functionOf = (over: object = {}) => ({
  ...{ id: FUNCTION_ID, catalogId: CATALOG_ID, displayName: "Audit events", code: NEW_CODE },
  ...{ resourceType: "SOURCE", settings: structuredClone(SETTING_DEFINITIONS), ...over },
});
/** A source of the function. */
export const sourceOf = (over: object = {}) => ({
  ...{ id: SOURCE_ID, slug: "audit-events", name: "Audit events", enabled: true },
  ...{ metadata: { id: CATALOG_ID }, settings: {}, runs: NEW_CODE, ...over },
});
export const httpSourceOf = (over: object = {}) => {
  const names = { id: HTTP_ID, slug: "audit-trail", name: "Audit trail" };
  return sourceOf({ ...names, metadata: { id: HTTP_API }, runs: undefined, ...over });
};
/** The mapping of Webhooks (Actions). */
export const webhookOf = (settings: object = {}, over: object = {}) => ({
  ...{ id: "mapping1", name: "Audit events to the function", enabled: true },
  ...{ actionId: "nFPnRozhz1mh4Gbx4MLvT5", trigger: 'type = "track" and event = "Audit"', ...over },
  settings: { url: ENDPOINT, method: "POST", data: { "@path": "$." }, ...settings },
});
/** The mapping of Slack (Actions). */
export const postOf = (settings: object = {}, over: object = {}) => ({
  ...{ id: "mapping2", ...MAPPING, ...over },
  settings: { ...MAPPING.settings, url: SLACK_URL, ...settings },
});
export const webhooksOf = (subscriptions: { id: string }[], over: object = {}) => ({
  ...{ id: "webhooks1", sourceId: HTTP_ID, name: "Audit events to function", enabled: true },
  ...{ metadata: { id: WEBHOOKS }, settings: {}, subscriptions, ...over },
});
export const slackOf = (subscriptions: { id: string }[], over: object = {}) => {
  const place = { id: "slack1", sourceId: SOURCE_ID, name: "Audit events in Slack" };
  return webhooksOf(subscriptions, { ...place, metadata: { id: SLACK }, ...over });
};

/** A workspace in which nothing is missing, but for what is passed. */
export const workspaceOf = (over: Partial<Workspace> = {}): Workspace => ({
  functions: [functionOf()],
  sources: [sourceOf(), httpSourceOf()],
  destinations: [webhooksOf([webhookOf()]), slackOf([postOf()])],
  ...{ users: [ADA], ...over },
});
export const empty = () => workspaceOf({ functions: [], sources: [], destinations: [] });

/** A function of another version, with two sources. */
export const outdated = () => {
  const second = sourceOf({ id: "acmeSecnd1", slug: "second", runs: OLD_CODE });
  const sources = [sourceOf({ runs: OLD_CODE }), second, httpSourceOf()];
  return workspaceOf({ functions: [functionOf({ code: OLD_CODE, settings: [] })], sources });
};
