// Workspaces that the command may find, and what is in them.
import { SETTING_DEFINITIONS } from "../../src/settings";
import { MAPPING } from "../../templates/slack";
import { ADA } from "../../tools/segment/audit-events";
import type { Workspace } from "../../tools/segment/public-api-server";

export const SLACK_URL = "https://hooks.slack.com/services/T0/B0/acmewebhook";
export const NEW_CODE = "// segment-audit-function 2.0.0\nasync function onRequest() {}\n";
export const OLD_CODE = "// segment-audit-function 1.0.0\nasync function onRequest() {}\n";
/** The definitions of the function's settings, as the Public API takes them. */
export const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, definition]) => {
  return { name, ...definition };
});

/** Kinds, by their ids in the catalog. */
export const KINDS = {
  httpApi: "iUM16Md8P2",
  webhooks: "614a3c7d791c91c41bae7599",
  webhooksClassic: "54521fdc25e721e32a72ef04",
  slack: "5f7dd8e302173ff732db5cc4",
};

const CATALOG_ID = "acmeCatak9gJ2fYq7LmXwz";
export const FUNCTION_ID = `sfnc_${CATALOG_ID}`;
export const SOURCE_ID = "acmeSrcA1b2C3d4E5f6G7h";
export const HTTP_ID = "acmeHttp12";

/** The endpoint of a source, in the form of public examples. */
export const endpointOf = (sourceId: string, host = "fn.segmentapis.com") => {
  const credentials = Buffer.from(`${sourceId}::${"k".repeat(32)}`).toString("base64");
  return `https://${host}/?b=${encodeURIComponent(credentials)}`;
};
export const ENDPOINT = endpointOf(SOURCE_ID);

export const functionOf = (over: object = {}) => ({
  ...{ id: FUNCTION_ID, catalogId: CATALOG_ID, displayName: "Audit events", code: NEW_CODE },
  ...{ resourceType: "SOURCE", settings: structuredClone(SETTINGS), ...over },
});
/** A source of the function. */
export const sourceOf = (over: object = {}) => {
  const names = { id: SOURCE_ID, slug: "audit-events", name: "Audit events" };
  const metadata = { id: CATALOG_ID };
  return { ...names, enabled: true, metadata, settings: {}, runs: NEW_CODE, ...over };
};
export const httpSourceOf = (over: object = {}) => {
  const names = { id: HTTP_ID, slug: "audit-trail", name: "Audit trail" };
  return { ...names, enabled: true, metadata: { id: KINDS.httpApi }, settings: {}, ...over };
};
/** The mapping of Webhooks (Actions). */
export const webhookOf = (over: object = {}, settings: object = {}) => {
  const names = { id: "mapping1", name: "Audit events to the function" };
  const trigger = 'type = "track" and event = "Audit"';
  const body = { url: ENDPOINT, method: "POST", data: { "@path": "$." }, enable_batching: false };
  const action = { actionId: "nFPnRozhz1mh4Gbx4MLvT5", trigger, enabled: true };
  return { ...names, ...action, ...over, settings: { ...body, ...settings } };
};
/** The mapping of Slack (Actions). */
export const slackMappingOf = (over: object = {}, settings: object = {}) => ({
  ...{ id: "mapping2", ...MAPPING, ...over },
  settings: { ...MAPPING.settings, url: SLACK_URL, ...settings },
});
export const webhooksOf = (subscriptions: { id: string }[], over: object = {}) => {
  const place = { id: "webhooks1", sourceId: HTTP_ID, name: "Audit events to function" };
  const metadata = { id: KINDS.webhooks };
  return { ...place, enabled: true, metadata, settings: {}, subscriptions, ...over };
};
export const slackOf = (subscriptions: { id: string }[], over: object = {}) => {
  const place = { id: "slack1", sourceId: SOURCE_ID, name: "Audit events in Slack" };
  return webhooksOf(subscriptions, { ...place, metadata: { id: KINDS.slack }, ...over });
};

export const empty = (): Workspace => given({ functions: [], sources: [], destinations: [] });

/** A workspace in which nothing is missing, but for what is given. */
export const given = (over: Partial<Workspace> = {}): Workspace => ({
  functions: [functionOf()],
  sources: [sourceOf(), httpSourceOf()],
  destinations: [webhooksOf([webhookOf()]), slackOf([slackMappingOf()])],
  users: [ADA],
  ...over,
});

/** The same with other functions, sources or destinations. */
export const withFunction = (over: object) => given({ functions: [functionOf(over)] });
export const withSources = (...sources: Workspace["sources"]) => given({ sources });
export const withDestinations = (...destinations: Workspace["destinations"]) =>
  given({ destinations });
