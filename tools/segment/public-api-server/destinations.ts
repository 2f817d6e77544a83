import { parseFql } from "@segment/destination-subscriptions";
import { check, invalid, type Json, notFound, optional } from "./check";
import { type Call, mask, type Served, showChanged, showOptional } from "./workspace";

const NEW_FIELDS = {
  sourceId: "string",
  metadataId: "string",
  enabled: "boolean",
  name: "string?",
  settings: "object",
};
const FIELDS = { settings: "object?", enabled: "boolean?", name: "string?" };

/** Answers a request on destinations, but for their mappings. */
export function handleDestinations({ method, id, query, body }: Call, served: Served): Json {
  const { workspace, leeway } = served;
  const show = (item: Json) => {
    const { subscriptions: _, ...shown } = item;
    const settings = mask(item.settings, ["sharedSecret"]);
    return showOptional({ ...shown, settings }, ["name"], leeway);
  };
  if (!id && method === "GET") {
    return served.page(query, "destinations", workspace.destinations, show);
  }
  if (!id && method === "POST") {
    const { metadataId, ...fields } = check(body, NEW_FIELDS);
    if (!workspace.sources.some((source) => source.id === fields.sourceId)) throw notFound();
    const made = {
      id: served.newId(),
      ...fields,
      metadata: { id: metadataId, name: "made up for the test" },
      subscriptions: [],
    };
    workspace.destinations.push(made);
    served.noteMade(made);
    return { destination: showChanged(show(made), leeway) };
  }
  const existing = workspace.destinations.find((one) => one.id === id);
  if (!existing) throw notFound();
  if (method === "GET") return { destination: show(existing) };
  if (method !== "PATCH") throw notFound();
  const { settings, ...rest } = check(body, FIELDS);
  Object.assign(existing, rest);
  Object.assign(Object(existing.settings), settings);
  return { destination: showChanged(show(existing), leeway) };
}

const SUBSCRIPTION_FIELDS = {
  name: "string",
  actionId: "string",
  trigger: "string",
  enabled: "boolean",
  settings: "object?",
};

/** The fields of an action that are required, and those that are not. */
interface Action {
  metadataId: string;
  required: string[];
  fields: string[];
}

/** The actions by their ids (action-destinations: slack/postToChannel, webhook/send). */
const ACTIONS: Record<string, Action> = {
  kp6oMyKQbaeqt6TcwFJop9: {
    metadataId: "5f7dd8e302173ff732db5cc4",
    required: ["url", "text"],
    fields: ["channel", "username", "icon_url"],
  },
  nFPnRozhz1mh4Gbx4MLvT5: {
    metadataId: "614a3c7d791c91c41bae7599",
    required: ["url"],
    fields: ["method", "headers", "data", "batch_size", "enable_batching"],
  },
};

/** What Slack (Actions) accepts (action-destinations: postToChannel/index.ts). */
const SLACK_URL = /^https:\/\/[a-zA-Z0-9.-]+\.slack.com[/a-zA-Z0-9]+$/;

/** Answers a request on a destination's mappings. */
export function handleSubscriptions(call: Call, served: Served): Json {
  const { method, id, partId, query, body } = call;
  const { workspace, leeway } = served;
  const destination = workspace.destinations.find((one) => one.id === id);
  if (!destination) throw notFound();
  const { subscriptions } = destination;
  const show = (item: Json) => {
    const { headers, ...settings }: Json = Object(item.settings);
    const shown = mask(settings, leeway.mappingUrls === "masked" ? ["url"] : []);
    const masked = headers ? { headers: mask(headers, Object.keys(Object(headers))) } : {};
    return showOptional({ ...item, settings: { ...shown, ...masked } }, ["settings"], leeway);
  };
  const answer = (changed: Json) => ({
    [leeway.subscriptionKey]: showChanged(show(changed), leeway),
  });
  if (!partId && method === "GET") return served.page(query, "subscriptions", subscriptions, show);
  if (!partId && method === "POST") {
    const made = { id: served.newId(), ...check(body, SUBSCRIPTION_FIELDS) };
    checkMapping(made, Object(destination.metadata).id);
    subscriptions.push(made);
    served.noteMade(made);
    return answer(made);
  }
  const existing = subscriptions.find((one) => one.id === partId);
  if (!existing || method !== "PATCH") throw notFound();
  const { actionId: _, ...fields } = optional(SUBSCRIPTION_FIELDS);
  const { input } = check(body, { input: "object" });
  const changed = { ...existing, ...check(input, fields) };
  checkMapping(changed, Object(destination.metadata).id);
  Object.assign(existing, changed);
  return answer(existing);
}

function checkMapping({ actionId, trigger, settings }: Json, metadataId: unknown): void {
  const action = ACTIONS[String(actionId)];
  if (action?.metadataId !== metadataId || !action) throw invalid("actionId", "is unknown");
  if ("error" in parseFql(String(trigger))) throw invalid("trigger", "is not FQL");
  const values: Json = Object(settings);
  for (const name of action.required) {
    if (!values[name]) throw invalid(`settings.${name}`, "is missing");
  }
  for (const name of Object.keys(values)) {
    if (![...action.required, ...action.fields].includes(name)) {
      throw invalid(`settings.${name}`, "is unknown");
    }
  }
  if (action.required.includes("text") && !SLACK_URL.test(String(values.url))) {
    throw invalid("settings.url", "Invalid Slack URL");
  }
}
