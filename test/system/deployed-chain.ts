// The way of an audit event through a workspace, by what its mappings themselves say.
import { transform } from "@segment/actions-core/mapping-kit";
import { parseFql, validate } from "@segment/destination-subscriptions";
import { SETTING_DEFINITIONS } from "../../src/settings";
import { findUser } from "../../tools/segment/audit-events";
import { createPublicApi } from "../../tools/segment/public-api";
import type { Workspace } from "../../tools/segment/public-api-server";
import { createRuntime } from "../../tools/segment/runtime";
import { WORKSPACE_TOKEN } from "./deployment";

/** Fills in the settings of the function's source, with the values that the command printed. */
export function fillIn({ sources }: Workspace, lines: string[]): void {
  const line = lines.find((one) => one.includes("if they are empty: ")) ?? "";
  const [, name, values = ""] =
    /Sources → (.+) → Settings, if they are empty: (.*)$/.exec(line) ?? [];
  const source = sources.find((one) => one.name === name);
  for (const [label, value = ""] of values.split("; ").map((pair) => pair.split(": "))) {
    const named = Object.entries(SETTING_DEFINITIONS).find(([, one]) => one.label === label);
    const [setting = "", definition] = named ?? [];
    const text = value === "the one of WORKSPACE_TOKEN" ? WORKSPACE_TOKEN : value;
    Object(source).settings[setting] = definition?.type === "ARRAY" ? text.split(",") : text;
  }
}

/**
 * Sends an audit event to the source that the command named for Audit Forwarding.
 * @returns what the function sends on, and what is posted from there.
 */
export async function walk(workspace: Workspace, lines: string[], event: object) {
  const forwarded = /select the source (.+), switch it On/.exec(lines.join("\n"))?.[1];
  const httpSource = workspace.sources.find(({ name }) => name === forwarded);
  const runtime = createRuntime({ fetch: createPublicApi(findUser) });
  const messages: Awaited<ReturnType<typeof runtime.call>>["messages"] = [];
  const posts: unknown[] = [];
  for (const { url, method, data, enable_batching } of render(workspace, httpSource?.id, event)) {
    expect({ method, enable_batching }).toEqual({ method: "POST", enable_batching: false });
    const credentials = Buffer.from(String(new URL(String(url)).searchParams.get("b")), "base64");
    const source = workspace.sources.find(({ id }) => credentials.toString().startsWith(`${id}::`));
    const own = workspace.functions.find(({ catalogId }) => catalogId === source?.metadata.id);
    expect(source?.runs).toBe(own?.code);
    const outcome = await runtime.call(JSON.stringify(data), source?.settings);
    messages.push(...outcome.messages);
    posts.push(...outcome.messages.flatMap((one) => render(workspace, source?.id, { ...one })));
  }
  return { messages, posts };
}

/** What the mappings of a source make of an event, as Segment's own code renders them. */
function render({ destinations }: Workspace, sourceId: string | undefined, event: object) {
  const track = { type: "track", ...event };
  return destinations
    .filter((one) => one.sourceId === sourceId && one.enabled === true)
    .flatMap(({ subscriptions }) => subscriptions)
    .filter(({ enabled }) => enabled === true)
    .filter(({ trigger }) => validate(parseFql(String(trigger)), track))
    .map(({ settings }) => transform(Object(settings), track));
}
