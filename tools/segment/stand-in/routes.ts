import { parseFql } from "@segment/destination-subscriptions";

/** JSON that nobody has looked at. */
export type Json = Record<string, unknown>;
type Item = Json & { id: string };

/** What is in a workspace. Requests change it. */
export interface Workspace {
  functions: Item[];
  /** `runs` is the code that a source of a function runs. The Public API does not show it. */
  sources: (Item & { metadata: { id: string }; settings: Json; runs?: string })[];
  destinations: (Item & { subscriptions: Item[] })[];
  users?: Item[];
  /** The audit trail, as the Public API shows it (SDK: auditEventV1.ts). */
  events?: Item[];
}

/** What the documents leave open, and what a workspace may therefore do. */
export class Leeway {
  /** Whether answers have the fields that are optional. */
  optionalFields: "given" | "absent" | "null" = "given";
  /** What becomes of the `settings` of a function's source: answers may hide what was taken. */
  sourceSettings: "refused" | "hidden" | "masked" = "refused";
  /** Whether the list of functions is in this order. */
  newestFirst = true;
}

/** One request, and the workspace that it is about. */
interface Call extends Workspace {
  leeway: Leeway;
  /** What stands in the path in place of `:id`. */
  id: string;
  query: URLSearchParams;
  body: unknown;
}

// The fields that each body may have, with `?` where one can be left out.
const NAMES = "name:string label:string description:string type:string";
const DEFINITION = `${NAMES} required:boolean sensitive:boolean`;
const FUNCTION = "code:string? displayName:string? settings:array?";
const NEW_FUNCTION = "code:string displayName:string resourceType:string settings:array?";
const SOURCE = "slug:string enabled:boolean metadataId:string settings:object?";
const DESTINATION = "sourceId:string metadataId:string name:string enabled:boolean settings:object";
const MAPPING = "name:string actionId:string trigger:string enabled:boolean settings:object?";
const SEND = "url:string method:string? headers:object? data:object? enable_batching:boolean?";
const POST = "url:string text:object channel:string? username:string? icon_url:string?";

/** The fields of the actions Send and Post Message, by kind and action (action-destinations). */
const ACTIONS: Record<string, string> = {
  "614a3c7d791c91c41bae7599 nFPnRozhz1mh4Gbx4MLvT5": SEND,
  "5f7dd8e302173ff732db5cc4 kp6oMyKQbaeqt6TcwFJop9": POST,
};

/** What Slack (Actions) accepts (action-destinations: postToChannel/index.ts). */
const SLACK_URL = /^https:\/\/[a-zA-Z0-9.-]+\.slack.com[/a-zA-Z0-9]+$/;

/** What the Public API answers, as far as this project asks it. */
export const ROUTES: Record<string, (call: Call) => Json> = {
  "GET /": () => ({ workspace: { id: "acmeWS01", slug: "acme", name: "Acme" } }),
  "GET /users/:id": (call) => ({ user: { permissions: [], ...find(call.users ?? [], call) } }),
  // Nobody documents the order, or whether it heeds the times: this one does not.
  "GET /audit-events": (call) => {
    const isTime = (name: string) => !Number.isNaN(Date.parse(call.query.get(name) ?? ""));
    if (!isTime("startTime") || !isTime("endTime")) refuseField("startTime");
    return page(call, "events", call.events ?? [], (one) => one, 200);
  },

  "GET /functions": (call) => {
    const type = call.query.get("resourceType");
    const all = call.functions.filter(({ resourceType }) => resourceType === type);
    if (call.leeway.newestFirst) all.reverse();
    // Whether the list has the code is not documented.
    return page(call, "functions", all, (one) => showFunction({ ...one, code: undefined }, call));
  },
  "POST /functions": (call) => {
    const catalogId = makeId(call);
    const made = { id: `sfnc_${catalogId}`, catalogId, ...checkFunction(call, NEW_FUNCTION) };
    call.functions.push(made);
    return { function: showFunction(made, call) };
  },
  "GET /functions/:id": (call) => ({ function: showFunction(find(call.functions, call), call) }),
  "PATCH /functions/:id": (call) => {
    const changed = Object.assign(find(call.functions, call), checkFunction(call, FUNCTION));
    return { function: showFunction(changed, call) };
  },
  // Only `sfn_<source id>` can be deployed to (public-api-sdk-go: FunctionsAPI.md).
  "POST /functions/:id/deploy": (call) => {
    const source = call.sources.find(({ id }) => `sfn_${id}` === call.id);
    const deployed = call.functions.find(({ catalogId }) => catalogId === source?.metadata?.id);
    if (!source || !deployed || call.body !== undefined) return refuseField("functionId", 400);
    source.runs = String(deployed.code);
    return { functionDeployment: { status: "SUCCESS" } };
  },

  "GET /sources": (call) => page(call, "sources", call.sources, showSource),
  "POST /sources": (call) => {
    const { sources } = call;
    const { metadataId, settings, ...fields } = check(call.body, SOURCE);
    const owner = call.functions.find(({ catalogId }) => catalogId === metadataId);
    // The other kind is the HTTP API source, by its id in the catalog.
    if (!owner && metadataId !== "iUM16Md8P2") refuse();
    if (sources.some(({ slug }) => slug === fields.slug)) refuseField("slug");
    if (settings && call.leeway.sourceSettings === "refused") refuseField("settings");
    const types = [owner?.settings ?? []].flat().map(Object);
    const ownFields = types.map(({ name, type }) => `${name}:${type.toLowerCase()}?`).join(" ");
    const values = settings ? check(settings, ownFields) : {};
    const made = { id: makeId(call), name: fields.slug, writeKeys: ["w".repeat(32)] };
    const source = { ...made, ...fields, metadata: { id: String(metadataId) }, settings: values };
    sources.push(source);
    // An answer may have more than it is about.
    return { trackingPlanId: null, source: showSource(source, call) };
  },

  "GET /destinations": (call) => page(call, "destinations", call.destinations, showDestination),
  "POST /destinations": (call) => {
    const { metadataId, ...fields } = check(call.body, DESTINATION);
    if (!call.sources.some(({ id }) => id === fields.sourceId)) refuse();
    const made = { id: makeId(call), metadata: { id: metadataId }, subscriptions: [] };
    call.destinations.push({ ...made, ...fields });
    return { destination: showDestination({ ...made, ...fields }, call) };
  },
  "GET /destinations/:id/subscriptions": (call) =>
    page(call, "subscriptions", find(call.destinations, call).subscriptions, (one) => one),
  "POST /destinations/:id/subscriptions": (call) => {
    const { subscriptions, metadata } = find(call.destinations, call);
    const fields = check(call.body, MAPPING);
    const action = ACTIONS[`${Object(metadata).id} ${fields.actionId}`] ?? refuseField("actionId");
    const { url } = check(fields.settings, action);
    if ("error" in parseFql(String(fields.trigger))) refuseField("trigger");
    if (action === POST && !SLACK_URL.test(String(url))) refuseField("settings.url");
    const subscription = { id: makeId(call), ...fields };
    subscriptions.push(subscription);
    return { subscription };
  },
};

/** The Public API's answer when something is wrong. */
export function errorBody(type: string, data?: object) {
  return { errors: [{ type, message: "made up for the test", data }] };
}

/** @throws an answer other than 200. By default a 404, as for what the Public API does not know. */
export function refuse(status = 404, body: object = errorBody("not-found")): never {
  throw Object.assign(new Error(), { status, body });
}

/** @throws a refused input (Public API: the type `input-validation`). */
function refuseField(field: string, status = 422): never {
  return refuse(status, { errors: [{ type: "input-validation", message: "is wrong", field }] });
}

/** @throws a refused input for a field that is unknown, missing or of another type. */
function check(body: unknown, fields: string): Json {
  const values: Json = Object(body);
  const types = new Map(fields.split(" ").map((field) => [field.split(":")[0] ?? "", field]));
  for (const name of new Set([...Object.keys(values), ...types.keys()])) {
    const value = values[name];
    const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    const isLeftOut = value === undefined && types.get(name)?.endsWith("?");
    if (!isLeftOut && types.get(name)?.replace("?", "") !== `${name}:${type}`) refuseField(name);
  }
  return values;
}

function checkFunction({ body }: Call, fields: string): Json {
  const values = check(body, fields);
  const types = [values.settings ?? []].flat().map((one) => check(one, DEFINITION).type);
  const isKnown = (type: unknown) => /^(STRING|BOOLEAN|ARRAY|TEXT_MAP)$/.test(String(type));
  return types.every(isKnown) ? values : refuseField("settings.type");
}

/** A new id, as long as most of public exports of workspaces. */
function makeId({ functions, sources, destinations }: Workspace): string {
  const mappings = destinations.flatMap(({ subscriptions }) => subscriptions);
  const count = functions.length + sources.length + destinations.length + mappings.length;
  return `made${count}`.padEnd(22, "x");
}

function find<Thing extends { id: string }>(things: Thing[], { id }: Call): Thing {
  return things.find((one) => one.id === id) ?? refuse();
}

/** How answers show an item of a list. */
type Show<Thing> = (one: Thing, call: Call) => unknown;

/** A page of a list. It may have fewer items than were asked for. */
function page<Thing>(call: Call, key: string, all: Thing[], toShown: Show<Thing>, most = 2): Json {
  const count = Number(call.query.get("pagination[count]"));
  if (!(count >= 1 && count <= 200)) refuseField("pagination.count");
  const current = call.query.get("pagination[cursor]") ?? btoa("0");
  const end = Number(atob(current)) + Math.min(count, most);
  const next = end < all.length ? btoa(String(end)) : undefined;
  const shown = all.slice(Number(atob(current)), end).map((one) => toShown(one, call));
  return { [key]: shown, pagination: { current, next } };
}

/** A function's settings are shown with more than the API takes. */
const showFunction: Show<Json> = ({ settings, ...one }, call) => {
  const all = [settings ?? []].flat().map((setting, index) => ({ ...Object(setting), index }));
  return show({ ...one, settings: all }, call, ["catalogId", "settings"]);
};
const showSource: Show<Json> = ({ runs: _, ...one }, call) => {
  const settings = call.leeway.sourceSettings === "masked" ? mask(one.settings) : {};
  return show({ ...one, settings }, call, ["name", "settings"]);
};
const showDestination: Show<Json> = ({ subscriptions: _, ...one }, call) =>
  show({ ...one, settings: mask(one.settings) }, call, ["name"]);

/** An item as answers show it, as far as its optional fields go. */
function show(item: Json, { leeway: { optionalFields } }: Call, optional: string[]): Json {
  const nothing = optionalFields === "null" ? null : undefined; // JSON leaves undefined out.
  const fields = optionalFields === "given" ? [] : optional.map((name) => [name, nothing]);
  return { ...item, ...Object.fromEntries(fields) };
}

/** Settings with their secrets masked. */
function mask(settings: unknown): Json {
  const entries = Object.entries(Object(settings));
  const isSecret = (name: string, value: unknown) => /secret|token/i.test(name) && value;
  return Object.fromEntries(entries.map(([key, one]) => [key, isSecret(key, one) ? "••••" : one]));
}
