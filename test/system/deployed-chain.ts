// The way of an audit event through a workspace, by what its mappings themselves say.
import { transform } from "@segment/actions-core/mapping-kit";
import { parseFql, validate } from "@segment/destination-subscriptions";
import { createRuntime } from "../../tools/segment/runtime";
import { ADA, SETTINGS } from "../../tools/segment/samples";
import type { Workspace } from "../../tools/segment/stand-in-api";
import { endpointOf } from "./deployed-workspace";

/** What a person pastes: the endpoint of the last source that was made for a function. */
export const pasteFor = (workspace: Workspace) => () => {
  const kinds = workspace.functions.map(({ catalogId }) => catalogId);
  const own = workspace.sources.filter(({ metadata }) => kinds.includes(metadata?.id));
  return endpointOf(own.at(-1)?.id ?? "");
};

/**
 * Sends an audit event to the source that the command named for Audit Forwarding.
 * @returns what is posted to Slack. Segment drops a message whose id it has seen.
 */
export async function walk(workspace: Workspace, rest: string, event: object) {
  const slug = /select the source (?:.*\()?([\w-]+)/.exec(rest)?.[1];
  const httpSource = workspace.sources.find((one) => one.slug === slug);
  const fetch = async () => ({ status: 200, json: async () => ({ data: { user: ADA } }) });
  const { call } = createRuntime({ fetch });
  const posts: ReturnType<typeof render> = [];
  const seen = new Set<string>();
  for (const { url, method, data, enable_batching } of render(workspace, httpSource?.id, event)) {
    expect([method, Boolean(enable_batching)]).toEqual(["POST", false]);
    const [id] = atob(new URL(String(url)).searchParams.get("b") ?? "").split("::");
    const source = workspace.sources.find((one) => one.id === id);
    const own = workspace.functions.find(({ catalogId }) => catalogId === source?.metadata.id);
    expect(source?.runs).toBe(own?.code);
    const { messages } = await call(JSON.stringify(data), { ...SETTINGS, ...source?.settings });
    for (const message of messages.filter(({ messageId }) => !seen.has(messageId))) {
      seen.add(message.messageId);
      posts.push(...render(workspace, id, { ...message }));
    }
  }
  return posts;
}

/** What the mappings of a source make of an event, as Segment's own code renders them. */
function render({ destinations }: Workspace, sourceId: string | undefined, event: object) {
  const track = { type: "track", ...event };
  return destinations
    .filter((one) => one.sourceId === sourceId && one.enabled === true)
    .flatMap(({ subscriptions }) => subscriptions)
    .filter(({ enabled, trigger }) => enabled && validate(parseFql(String(trigger)), track))
    .map(({ settings }) => transform(Object(settings), track));
}
