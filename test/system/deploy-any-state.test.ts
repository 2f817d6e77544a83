// Whatever the workspace holds, after any run each thing that was there before is as it was, but
// for our function's code and definitions. And a second run makes nothing.
import fc from "fast-check";
import type { Workspace } from "../../tools/segment/public-api-server";
import * as the from "./deployed-workspace";
import { type Around, run } from "./deployment";

const { ENDPOINT, endpointOf, functionOf, HTTP_ID, KINDS, SETTINGS, webhookOf } = the;
const OPAQUE = "https://fn.acme.test/?b=opaque";

/** Mostly the first value, so that few things are odd at once, and a run gets far. */
const mostly = <T>(usual: T, ...odd: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...odd));
const ofKinds = (...ids: string[]) =>
  fc.constantFrom<object | null>(...ids.map((id) => ({ id })), null);

const names = mostly("Audit events", "Other", "", "a\u001b[31m\nb", "__proto__", "x".repeat(300));
const enabled = mostly<unknown>(true, false, undefined, null);
const leading = [ENDPOINT, endpointOf("acmeThird3"), endpointOf("acmeGone44"), OPAQUE];
const urls = fc.constantFrom<unknown>(...leading, "https://acme.test", the.SLACK_URL, "", null, 5);

const anyFunction = fc.record({
  displayName: names,
  code: mostly<unknown>(the.NEW_CODE, the.OLD_CODE, "theirs", "", null),
  settings: mostly<unknown>(SETTINGS, SETTINGS.slice(2), [{ ...SETTINGS[0], name: "own" }], null),
  resourceType: mostly("SOURCE", "DESTINATION"),
});
const anySource = fc.record({
  slug: fc.constantFrom("audit-events", "audit-trail", "audit-trail-2", "web"),
  name: names,
  enabled,
  metadata: ofKinds(KINDS.httpApi, "other", functionOf().catalogId, "xxxxxxxxxx0", "xxxxxxxxxx1"),
});
const anyMapping = fc
  .record({
    name: mostly(webhookOf().name, "Audit events", "Send"),
    enabled,
    trigger: mostly<unknown>(webhookOf().trigger, 'type = "track"', "no FQL", null),
    url: urls,
  })
  .chain(({ url, ...over }) =>
    fc.constantFrom(webhookOf(over, { url, headers: {} }), the.slackMappingOf(over, { url })),
  );
const anyDestination = fc.record({
  sourceId: fc.constantFrom(the.SOURCE_ID, HTTP_ID, "acmeThird3", "acmeGone44"),
  name: mostly("Audit events to function", "Audit events in Slack", "Theirs", ""),
  enabled,
  metadata: ofKinds(KINDS.webhooks, KINDS.slack, KINDS.webhooksClassic, "other"),
  settings: fc.record({ url: urls, sharedSecret: fc.constant("a secret of theirs") }),
  subscriptions: fc.array(anyMapping, { maxLength: 2 }),
});

/** Items with ids of their own. */
const withIds = <T extends object>(items: T[], start: string) =>
  items.map((item, index) => ({ ...item, id: `${start}xxxxxxxxxx${index}` }));

const workspaces = fc
  .record({
    there: fc.constantFrom(the.given(), the.empty()),
    functions: fc.array(anyFunction, { maxLength: 2 }),
    sources: fc.uniqueArray(anySource, { maxLength: 3, selector: ({ slug }) => slug }),
    destinations: fc.array(anyDestination, { maxLength: 3 }),
  })
  .map(({ there, functions, sources, destinations }): Workspace => {
    const others = withIds(functions, "sfnc_").map((one) => ({
      ...one,
      catalogId: one.id.slice(5),
    }));
    const taken = there.sources.map(({ slug }) => slug);
    const free = sources.filter(({ slug }) => !taken.includes(slug));
    const places = withIds(destinations, "d").map(({ subscriptions, ...one }) =>
      the.webhooksOf(withIds(subscriptions, one.id), one),
    );
    return structuredClone({
      ...there,
      functions: [...there.functions, ...others.map(functionOf)],
      sources: [...there.sources, ...withIds(free, "s").map(the.sourceOf)],
      destinations: [...there.destinations, ...places],
    });
  });

const environments = fc.record(
  {
    SLACK_WEBHOOK_URL: fc.constant(the.SLACK_URL),
    ENDPOINT: fc.constantFrom(ENDPOINT, OPAQUE),
    HTTP_SOURCE_ID: fc.constantFrom(HTTP_ID, "acmeThird3"),
    WORKSPACE_TOKEN: fc.constant(""),
    FUNCTION_NAME: fc.constant("Other"),
  },
  { requiredKeys: [] },
);
const leeways = fc.record<NonNullable<Around["leeway"]>>({
  optionalFields: mostly("given", "absent", "null"),
  sourceSettings: mostly("refused", "taken"),
  shownSettings: mostly("none", "masked"),
  lagMs: mostly(0, 1e9),
});

/** All things by their ids, but for what a run may change of the function of this name. */
function toThings({ functions, sources, destinations }: Workspace, ours: string) {
  const all = functions.map(({ code, settings, deployedAt: _, ...one }) =>
    one.displayName === ours ? one : { ...one, code, settings },
  );
  const named = functions.filter(({ displayName }) => displayName === ours);
  const own = sources.map(({ runs, ...one }) =>
    named.some(({ catalogId }) => catalogId === one.metadata?.id) ? one : { ...one, runs },
  );
  const mappings = destinations.flatMap(({ subscriptions }) => subscriptions);
  const places = destinations.map(({ subscriptions: _, ...one }) => one);
  return new Map([...all, ...own, ...places, ...mappings].map((one) => [one.id, one]));
}

test("nothing of what was there changes", async () => {
  const rest = fc.record({ pastesEndpoint: fc.boolean(), words: mostly(["--yes"], []) });
  const property = fc.asyncProperty(
    ...([workspaces, environments, leeways, rest] as const),
    async (workspace, environment, leeway, { words, pastesEndpoint }) => {
      const before = structuredClone(workspace);
      await run(workspace, { environment, leeway, words, pastesEndpoint });
      const { FUNCTION_NAME: ours = "Audit events" } = environment;
      const after = toThings(workspace, ours);
      for (const [id, thing] of toThings(before, ours)) expect(after.get(id)).toEqual(thing);
      const codes = new Map(workspace.functions.map(({ id, code }) => [id, code]));
      const changed = before.functions.filter(({ id, code }) => codes.get(id) !== code);
      expect(changed.length).toBeLessThan(2);
      if (words.length === 0) expect(workspace).toEqual(before);
    },
  );
  await fc.assert(property, { numRuns: 150 });
});

test("a second run makes nothing, however odd the workspace", async () => {
  const property = fc.asyncProperty(workspaces, environments, async (workspace, environment) => {
    const around = { environment, pastesEndpoint: true };
    const first = await run(workspace, around);
    fc.pre(first.failure === undefined);
    const second = await run(workspace, around);
    expect(second.sent).toEqual([]);
    if (first.asked.length < 2) expect(second.asked).toEqual([]);
  });
  await fc.assert(property, { numRuns: 80 });
});
