// Whatever the workspace holds, after any run each thing that was there before is as it was, but for
// our function's code and definitions. And what is printed names none of its secrets.
import fc from "fast-check";
import type { Leeway, Workspace } from "../../tools/segment/public-api-server";
import {
  ENDPOINT,
  empty,
  endpointOf,
  functionOf,
  given,
  HTTP_ID,
  KINDS,
  OLD_CODE,
  SETTINGS,
  SLACK_URL,
  SOURCE_ID,
  slackMappingOf,
  sourceOf,
  webhookOf,
  webhooksOf,
} from "./deployed-workspace";
import { run } from "./deployment";

/** Mostly the first value, so that few things are odd at once, and a run gets far. */
const mostly = <T>(usual: T, ...odd: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...odd));

const names = mostly("Audit events", "Other", "", "a\u001b[31m\nb", "__proto__", "x".repeat(300));
const enabled = mostly<unknown>(true, false, undefined, null);
const sourceIds = fc.constantFrom(SOURCE_ID, HTTP_ID, "acmeThird3", "acmeGone44");
const urls = fc.constantFrom(
  ENDPOINT,
  endpointOf("acmeThird3"),
  endpointOf("acmeGone44"),
  "https://fn.acme.test/?b=opaque",
  "https://acme.test/siem",
  SLACK_URL,
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
  metadata: fc.constantFrom<object | null>(
    { id: KINDS.httpApi },
    { id: "other" },
    functionOf(),
    null,
  ),
});
const trigger = mostly<unknown>(webhookOf().trigger, 'type = "track"', "no FQL", null);
const anyMapping = fc
  .record({
    name: mostly(webhookOf().name, "Audit events", "Send"),
    enabled,
    trigger,
    url: urls,
  })
  .chain(({ url, ...over }) => {
    return fc.constantFrom(webhookOf(over, { url, headers: {} }), slackMappingOf(over, { url }));
  });
const anyDestination = fc.record({
  sourceId: sourceIds,
  name: mostly("Audit events to function", "Audit events in Slack", "Theirs", ""),
  enabled,
  metadata: fc.constantFrom<object | null>(
    { id: KINDS.webhooks },
    { id: KINDS.slack },
    { id: KINDS.webhooksClassic },
    { id: "x" },
    null,
  ),
  settings: fc.record({ url: urls, sharedSecret: fc.constant("a secret of theirs") }),
  subscriptions: fc.array(anyMapping, { maxLength: 2 }),
});

/** Items with ids of their own. */
const withIds = <T extends object>(items: T[], start: string) =>
  items.map((item, index) => ({ ...item, id: `${start}xxxxxxxxxx${index}` }));

const workspaces = fc
  .record({
    functions: fc.array(anyFunction, { maxLength: 2 }),
    sources: fc.uniqueArray(anySource, { maxLength: 3, selector: ({ slug }) => slug }),
    destinations: fc.array(anyDestination, { maxLength: 3 }),
    isThere: fc.boolean(),
  })
  .map(({ functions, sources, destinations, isThere }) => {
    const there = isThere ? given() : empty();
    const isFree = ({ slug }: { slug: string }) => !there.sources.some((one) => one.slug === slug);
    const others = withIds(functions, "sfnc_").map((one) => {
      return functionOf({ ...one, catalogId: one.id });
    });
    const places = withIds(destinations, "d").map((one) => {
      return webhooksOf([], { ...one, subscriptions: withIds(one.subscriptions, one.id) });
    });
    return given({
      functions: [...there.functions, ...others],
      sources: [...there.sources, ...withIds(sources.filter(isFree), "s").map(sourceOf)],
      destinations: [...there.destinations, ...places],
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
      SLACK_WEBHOOK_URL: fc.constant(SLACK_URL),
      ENDPOINT: fc.constantFrom(ENDPOINT, "https://fn.acme.test/?b=opaque"),
      HTTP_SOURCE_ID: fc.constantFrom(HTTP_ID, "acmeThird3"),
      WORKSPACE_TOKEN: fc.constant(""),
      FUNCTION_NAME: fc.constant("Other"),
    },
    { requiredKeys: [] },
  ),
  pastesEndpoint: fc.boolean(),
  words: mostly(["--yes"], []),
});

/** All things by their ids, but for what a run may change of our function. */
function toThings({ functions, sources, destinations }: Workspace, ours?: string) {
  const rest = functions.map(({ code, settings, deployedAt: _, ...one }) => {
    return one.displayName === ours ? one : { ...one, code, settings };
  });
  const own = sources.map(({ runs: _, ...one }) => one);
  const mappings = destinations.flatMap(({ subscriptions }) => subscriptions);
  const places = destinations.map(({ subscriptions: _, ...one }) => one);
  return new Map([...rest, ...own, ...places, ...mappings].map((one) => [one.id, one]));
}

test("nothing of what was there changes", async () => {
  const property = fc.asyncProperty(workspaces, arounds, async (before, around) => {
    const workspace = structuredClone(before);
    await run(workspace, around);
    const { FUNCTION_NAME: ours = "Audit events" } = around.environment;
    const after = toThings(workspace, ours);
    for (const [id, thing] of toThings(before, ours)) expect(after.get(id)).toEqual(thing);
    const codes = before.functions.filter(({ id, code }) => {
      return workspace.functions.some((one) => one.id === id && one.code !== code);
    });
    expect(codes.length).toBeLessThan(2);
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
