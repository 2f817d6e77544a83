import { parseFql } from "@segment/destination-subscriptions";
import { check, invalid, type Json, refuseUnknown } from "./check";
import { type Call, mask, type Served } from "./served";

const PLACE = { sourceId: "string", metadataId: "string" };
const FIELDS = { ...PLACE, enabled: "boolean", name: "string?", settings: "object" };

/** Answers a request on destinations, but for their mappings. */
export function handleDestinations({ method, id, query, body }: Call, served: Served): Json {
  const { destinations, sources } = served.workspace;
  const show = ({ subscriptions: _, ...item }: (typeof destinations)[0]) => {
    const settings = mask(item.settings, ["sharedSecret", "webhookUrl"]);
    return served.show({ ...item, settings }, ["name"]);
  };
  if (id) refuseUnknown();
  if (method === "GET") {
    return served.page(query, "destinations", served.list(destinations).map(show));
  }
  if (method !== "POST") refuseUnknown();
  const { metadataId, ...fields } = check(body, FIELDS);
  if (!sources.some((source) => source.id === fields.sourceId)) refuseUnknown();
  const metadata = { id: metadataId, name: "made up for the test" };
  const made = served.make({ ...fields, metadata, subscriptions: [] });
  destinations.push(made);
  return { destination: show(made) };
}

const MAPPING = { name: "string", actionId: "string", trigger: "string", enabled: "boolean" };

const SLACK = "kp6oMyKQbaeqt6TcwFJop9";
const SEND = "nFPnRozhz1mh4Gbx4MLvT5";

/** The kind of each action (action-destinations: slack/postToChannel, webhook/send). */
const KINDS = new Map<unknown, string>([
  [SLACK, "5f7dd8e302173ff732db5cc4"],
  [SEND, "614a3c7d791c91c41bae7599"],
]);

/** Its fields. The first ones, up to the bar, are required. */
const FIELDS_OF: Record<string, string> = {
  [SLACK]: "url text | channel username icon_url",
  [SEND]: "url | method headers data batch_size enable_batching",
};

/** What Slack (Actions) accepts (action-destinations: postToChannel/index.ts). */
const SLACK_URL = /^https:\/\/[a-zA-Z0-9.-]+\.slack.com[/a-zA-Z0-9]+$/;

/** Answers a request on a destination's mappings. They are shown in clear. */
export function handleSubscriptions(call: Call, served: Served): Json {
  const { method, id, partId, query, body } = call;
  const { workspace, leeway } = served;
  const destination = workspace.destinations.find((one) => one.id === id) ?? refuseUnknown();
  const { subscriptions } = destination;
  if (partId) refuseUnknown();
  if (method === "GET") return served.page(query, "subscriptions", served.list(subscriptions));
  if (method !== "POST") refuseUnknown();
  const made = served.make(check(body, { ...MAPPING, settings: "object?" }));
  checkMapping(made, Object(destination.metadata).id);
  subscriptions.push(made);
  return { [leeway.subscriptionKey]: made };
}

function checkMapping({ actionId, trigger, settings }: Json, kind: unknown): void {
  const fields = FIELDS_OF[String(actionId)]?.split(" ") ?? [];
  if (KINDS.get(actionId) !== kind) throw invalid("actionId", "is unknown");
  if ("error" in parseFql(String(trigger))) throw invalid("trigger", "is not FQL");
  const values: Json = Object(settings);
  const missing = fields.slice(0, fields.indexOf("|")).find((name) => !values[name]);
  const unknown = Object.keys(values).find((name) => !fields.includes(name));
  const wrong = missing ?? unknown;
  if (wrong) throw invalid(`settings.${wrong}`, "is missing, or unknown");
  const isRight = actionId !== SLACK || SLACK_URL.test(String(values.url));
  if (!isRight) throw invalid("settings.url", "Invalid Slack URL");
}
