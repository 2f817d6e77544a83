// Whatever the workspace holds, after any run each thing that was there before is as it was, but for
// our function's code and definitions. And what is printed names none of its secrets.
import fc from "fast-check";
import type { Leeway, Workspace } from "../../tools/segment/public-api-server";
import {
  ENDPOINT,
  endpointOf,
  functionOf,
  given,
  HTTP_API,
  HTTP_SOURCE_ID,
  OLD_CODE,
  run,
  SETTINGS,
  SLACK,
  SLACK_WEBHOOK_URL,
  SOURCE_ID,
  slackMappingOf,
  sourceOf,
  WEBHOOKS,
  WEBHOOKS_CLASSIC,
  webhookOf,
  webhooksOf,
} from "./deployment";

/** Mostly the first value, so that few things are odd at once, and a run gets far. */
const mostly = <T>(usual: T, ...odd: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...odd));

const names = mostly("Audit events", "Other", "", "a\u001b[31m\nb", "__proto__", "x".repeat(300));
const enabled = mostly<unknown>(true, false, undefined, null);
const sourceIds = fc.constantFrom(SOURCE_ID, HTTP_SOURCE_ID, "acmeThird3", "acmeGone44");
const urls = fc.constantFrom(
  ENDPOINT,
  endpointOf("acmeThird3"),
  endpointOf("acmeGone44"),
  "https://fn.acme.test/?b=opaque",
  "https://acme.test/siem",
  SLACK_WEBHOOK_URL,
  "",
  undefined,
  null,
  5,
);

const anyFunction = fc.record({
  displayName: names,
  code: mostly<unknown>(functionOf().code, OLD_CODE, "theirs", "", null),
  settings: mostly<unknown>(
    SETTINGS,
    SETTINGS.slice(2),
    [],
    [{ ...SETTINGS[0], name: "own" }],
    null,
  ),
  resourceType: mostly("SOURCE", "DESTINATION"),
});
const anySource = fc.record({
  slug: fc.constantFrom("audit-events", "audit-trail", "audit-trail-2", "web"),
  name: names,
  enabled,
  metadata: fc.constantFrom<object | null>({ id: HTTP_API }, { id: "other" }, functionOf(), null),
});
const trigger = mostly<unknown>(webhookOf().trigger, 'type = "track"', "no FQL", null);
const anyMapping = fc.oneof(
  fc
    .record({ name: mostly(webhookOf().name, "Send"), enabled, trigger, url: urls })
    .map(({ url, ...over }) => webhookOf(over, { url, headers: { "X-Own": "own" } })),
  fc
    .record({ name: names, enabled, trigger, url: urls })
    .map(({ url, ...over }) => slackMappingOf(over, { url })),
);
const anyDestination = fc.record({
  sourceId: sourceIds,
  name: mostly("Audit events to function", "Audit events in Slack", "Theirs", ""),
  enabled,
  metadata: fc.constantFrom<object | null>(
    { id: WEBHOOKS },
    { id: SLACK },
    { id: WEBHOOKS_CLASSIC },
    { id: "x" },
    null,
  ),
  settings: fc.record({ url: urls, sharedSecret: fc.constant("a secret of theirs") }),
  subscriptions: fc.array(anyMapping, { maxLength: 2 }),
});

/** Items with ids of their own. */
const withIds = <T extends object>(items: T[], prefix: string) =>
  items.map((item, index) => ({ ...item, id: `${prefix}${"x".repeat(10)}${index}` }));

const workspaces = fc
  .record({
    functions: fc.array(anyFunction, { maxLength: 2 }),
    sources: fc.uniqueArray(anySource, { maxLength: 3, selector: ({ slug }) => slug }),
    destinations: fc.array(anyDestination, { maxLength: 3 }),
    isThere: fc.boolean(),
  })
  .map(({ functions, sources, destinations, isThere }) => {
    const whole = isThere ? given() : given({ functions: [], sources: [], destinations: [] });
    const slugs = whole.sources.map(({ slug }) => slug);
    const others = sources.filter(({ slug }) => !slugs.includes(slug));
    const owned = withIds(functions, "sfnc_").map((one) =>
      functionOf({ ...one, catalogId: one.id }),
    );
    return given({
      functions: [...whole.functions, ...owned],
      sources: [...whole.sources, ...withIds(others, "s").map(sourceOf)],
      destinations: [
        ...whole.destinations,
        ...withIds(destinations, "d").map((one) =>
          webhooksOf(withIds(one.subscriptions, "m"), {
            ...one,
            subscriptions: withIds(one.subscriptions, "m"),
          }),
        ),
      ],
    });
  });

const arounds = fc.record({
  leeway: fc.record<Partial<Leeway>>({
    optionalFields: mostly("given", "absent", "null"),
    sourceSettings: mostly("refused", "taken"),
    shownSettings: mostly("none", "masked"),
    lagMs: mostly(0, 1e9),
  }),
  environment: fc.record(
    {
      SLACK_WEBHOOK_URL: fc.constant(SLACK_WEBHOOK_URL),
      ENDPOINT: fc.constantFrom(ENDPOINT, "https://fn.acme.test/?b=opaque"),
      HTTP_SOURCE_ID: fc.constantFrom(HTTP_SOURCE_ID, "acmeThird3"),
      WORKSPACE_TOKEN: fc.constant(""),
      FUNCTION_NAME: fc.constant("Other"),
    },
    { requiredKeys: [] },
  ),
  pastesEndpoint: fc.boolean(),
  words: mostly(["--yes"], []),
});

/** What has to stay, by ids: of functions, all but code and definitions. */
function stays({ functions, sources, destinations }: Workspace) {
  const rest = functions.map(({ code: _, settings: __, deployedAt: ___, ...one }) => one);
  const own = sources.map(({ runs: _, ...one }) => one);
  const mappings = destinations.flatMap(({ subscriptions }) => subscriptions);
  const places = destinations.map(({ subscriptions: _, ...one }) => one);
  return new Map([...rest, ...own, ...places, ...mappings].map((one) => [one.id, one]));
}

test("nothing of what was there changes", async () => {
  const property = fc.asyncProperty(workspaces, arounds, async (before, around) => {
    const workspace = structuredClone(before);
    await run(workspace, around);
    const after = stays(workspace);
    for (const [id, thing] of stays(before)) expect(after.get(id)).toEqual(thing);
    const changed = workspace.functions.filter(({ id, code, settings }) => {
      const { code: was, settings: had } = before.functions.find((one) => one.id === id) ?? {};
      return (
        before.functions.some((one) => one.id === id) &&
        JSON.stringify([code, settings]) !== JSON.stringify([was, had])
      );
    });
    expect(changed.length).toBeLessThanOrEqual(1);
    const name = "FUNCTION_NAME" in around.environment ? "Other" : "Audit events";
    for (const { displayName } of changed) expect(displayName).toBe(name);
    if (around.words.length === 0) expect(workspace).toEqual(before);
  });
  await fc.assert(property, { numRuns: 300 });
});

test("a second run makes nothing, however odd the workspace", async () => {
  const property = fc.asyncProperty(workspaces, arounds, async (workspace, { environment }) => {
    const around = { environment, pastesEndpoint: true };
    const first = await run(workspace, around);
    fc.pre(first.failure === undefined);
    const second = await run(workspace, around);
    expect(second.sent).toEqual([]);
    if (first.asked.length < 2) expect(second.asked).toEqual([]);
  });
  await fc.assert(property, { numRuns: 150 });
});
