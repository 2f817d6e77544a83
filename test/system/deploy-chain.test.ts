// The chain that one run makes carries an audit event from the HTTP API source to Slack.
import { transform } from "@segment/actions-core/mapping-kit";
import { parseFql, validate } from "@segment/destination-subscriptions";
import { ADA, audienceCreated, findUser, permissionCheck } from "../../tools/segment/audit-events";
import { createPublicApi } from "../../tools/segment/public-api";
import { createRuntime } from "../../tools/segment/runtime";
import {
  complete,
  empty,
  endpointOf,
  functionOf,
  OLD_CODE,
  run,
  SLACK_WEBHOOK_URL,
} from "./deployment";

async function makeChain() {
  const workspace = empty();
  const environment = { SLACK_WEBHOOK_URL };
  const outcome = await run(workspace, { pastesEndpoint: true, environment });
  expect(outcome.message).toBeUndefined();
  const [source, httpSource] = workspace.sources;
  const mappingsOf = (sourceId: string | undefined) =>
    workspace.destinations
      .filter((one) => one.sourceId === sourceId)
      .flatMap(({ subscriptions }) => subscriptions)
      .filter(({ enabled }) => enabled === true);
  return {
    ...outcome,
    workspace,
    source,
    webhooks: mappingsOf(httpSource?.id),
    slack: mappingsOf(source?.id),
  };
}

/** What the mappings make of an event, as Segment's own code renders them. */
function render(mappings: Record<string, unknown>[], event: Record<string, unknown>) {
  return mappings
    .filter(({ trigger }) => validate(parseFql(String(trigger)), { type: "track", ...event }))
    .map(({ settings }) => transform(Object(settings), { type: "track", ...event }));
}

test("an audit event reaches Slack", async () => {
  const { webhooks, slack, source, workspace } = await makeChain();
  const event = audienceCreated();
  const [delivery, ...more] = render(webhooks, event);
  expect(more).toEqual([]);
  expect(delivery).toMatchObject({
    url: endpointOf(source?.id ?? ""),
    method: "POST",
    data: event,
    enable_batching: false,
  });

  // The function as it was made, with the settings that its source was made with.
  expect(workspace.functions[0]?.code).toBe(source?.runs);
  const secret = String(source?.settings.sharedSecret);
  const body = JSON.stringify(delivery?.data);
  const headers = Object(delivery?.headers);
  expect(headers).toEqual({ "X-Shared-Secret": secret });
  const runtime = createRuntime({ fetch: createPublicApi(findUser) });
  const { messages, error } = await runtime.call(body, source?.settings, headers);
  expect(error).toBeUndefined();
  expect(messages).toMatchObject([
    { event: "Audience Created", properties: { email: ADA.email, workspace_slug: "acme" } },
  ]);

  const [message] = messages;
  const [post] = render(slack, { ...message });
  expect(post).toEqual({ url: SLACK_WEBHOOK_URL, text: message?.properties.slack_text });
  expect(post?.text).toContain(ADA.email);

  const stranger = await runtime.call(body, source?.settings, { "X-Shared-Secret": "x" });
  expect(stranger.error?.name).toBe("ValidationError");
  const noise = JSON.stringify(permissionCheck());
  const dropped = await runtime.call(noise, source?.settings, headers);
  expect(dropped).toMatchObject({ messages: [] });
});

test("nothing but audit events is posted to the function", async () => {
  const { webhooks } = await makeChain();
  expect(render(webhooks, { ...audienceCreated(), event: "Order Completed" })).toEqual([]);
  expect(render(webhooks, { ...audienceCreated(), type: "identify" })).toEqual([]);
});

test("the shared secret is new each time, of 32 bytes, and stands on both sides alone", async () => {
  const chains = [await makeChain(), await makeChain()];
  const secrets = chains.map(({ source }) => String(source?.settings.sharedSecret));
  expect(new Set(secrets).size).toBe(2);
  for (const [index, secret] of secrets.entries()) {
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    const sent = chains[index]?.changes.filter(({ body }) =>
      JSON.stringify(body)?.includes(secret),
    );
    expect(sent).toHaveLength(2);
  }
});

test("what has code in it, or deploys it, may take 120 s, and all else 30 s", async () => {
  const upgrade = await run(complete({ functions: [functionOf({ code: OLD_CODE })] }));
  for (const { timeoutsMs } of [await makeChain(), upgrade]) {
    expect(timeoutsMs.filter((ms) => ms !== 30_000)).toEqual([120_000, 120_000]);
  }
});

test("the run waits until a list that lags has what was made, so that the next one finds it", async () => {
  const workspace = empty();
  const { waitedMs, printed } = await run(workspace, {
    leeway: { lagMs: 4_000 },
    environment: { SLACK_WEBHOOK_URL },
    pastesEndpoint: true,
  });
  // A function, two sources, two destinations and two mappings, one after the other.
  expect(waitedMs).toBeGreaterThanOrEqual(7 * 4_000);
  expect(printed).not.toContain("Looking");
});
