// Whatever the workspace holds, each thing stays as it was, but for our code and definitions. And
// wherever a run stops, or what else runs beside it, a further run makes the chain deliver.
import fc from "fast-check";
import { audienceCreated } from "../../tools/segment/samples";
import type { Fault, Workspace } from "../../tools/segment/stand-in-api";
import { pasteFor, walk } from "./deployed-chain";
import * as the from "./deployed-workspace";
import { run } from "./deployment";

const { CATALOG_ID, ENDPOINT, endpointOf, functionOf, OLD_CODE, sourceOf, webhookOf } = the;
const OPAQUE = `https://fn.segmentapis.com/?b=${btoa("\u00ff".repeat(40))}`;
const URLS = [ENDPOINT, endpointOf("oddSource1"), endpointOf("gone"), OPAQUE, "\ud83d", null, 5];
const SECRET = "a-shared-secret-1";
const headers = { "X-Shared-Secret": SECRET };
const [off, odd] = [{ enabled: false }, { name: "a\u001b[31m\nb", enabled: null }];
const slack = { SLACK_WEBHOOK_URL: the.SLACK_URL };
const kind = (id: string) => ({ metadata: { id } });
const some = (...overs: object[]) => fc.array(fc.constantFrom(...overs), { maxLength: 3 });
const mappings = URLS.flatMap((url) => [
  webhookOf({ url }),
  webhookOf({ url, headers }, odd),
  the.postOf({ url }, { trigger: null }),
]);

const FUNCTIONS = [{}, { code: OLD_CODE }, { code: null }, { settings: null }];
const TAKEN = ["audit-events", "audit-trail"].map((slug) => ({ slug, ...kind("web") }));
const KINDS = [kind(the.HTTP_API), kind(CATALOG_ID), kind("odd0"), { metadata: null }];
const SOURCES = [...TAKEN, ...KINDS, { slug: "audit-trail", ...kind(the.HTTP_API) }, off, odd];
const PLACES = [{}, kind(the.SLACK), off, odd, { settings: { sharedSecret: SECRET } }];

const anyWorkspace = fc
  .record({
    usual: fc.constantFrom(the.workspaceOf, the.empty),
    functions: some(...FUNCTIONS),
    sources: some(...SOURCES),
    places: some(...PLACES),
    sourceIds: fc.shuffledSubarray([the.SOURCE_ID, the.HTTP_ID, "oddSource0", "gone"]),
    subscriptions: fc.array(some(...mappings), { maxLength: 3 }),
  })
  .map(({ usual, functions, sources, places, sourceIds, subscriptions }) => {
    const all = usual();
    for (const [at, over] of functions.entries()) {
      all.functions.push(functionOf({ id: `sfnc_odd${at}`, catalogId: `odd${at}`, ...over }));
    }
    for (const [at, over] of sources.entries()) {
      all.sources.push(sourceOf({ id: `oddSource${at}`, slug: `web${at}`, ...over }));
    }
    for (const [at, over] of places.entries()) {
      const own = (subscriptions[at] ?? []).map((one, of) => ({ ...one, id: `odd${at}-${of}` }));
      const place = { id: `odd${at}`, sourceId: sourceIds[at], ...over };
      all.destinations.push(the.webhooksOf(own, place));
    }
    return structuredClone(all);
  });

/** All things, but for what a run may change of the functions of our name. */
function toThings({ functions, sources, destinations }: Workspace) {
  const ours = functions.filter(({ displayName }) => displayName === "Audit events");
  const isOurs = (id: unknown) => ours.some(({ catalogId }) => catalogId === id);
  return [
    ...functions.map((one) => (ours.includes(one) ? { ...one, code: 0, settings: 0 } : one)),
    ...sources.map((one) => (isOurs(one.metadata?.id) ? { ...one, runs: 0 } : one)),
    ...destinations.map((one) => ({ ...one, subscriptions: 0 })),
    ...destinations.flatMap(({ subscriptions }) => subscriptions),
  ];
}

test("what was there stays, a plan changes nothing, and a second run only deploys", async () => {
  const leeway = { sourceSettings: "hidden", optionalFields: "null", newestFirst: false } as const;
  const around = fc.record({
    leeway: fc.constantFrom({}, { optionalFields: "absent" as const }, leeway),
    environment: fc.constantFrom({}, slack, { ENDPOINT }, { ...slack, ENDPOINT: OPAQUE }),
    words: fc.constantFrom([], ["--yes"], ["--yes"]),
  });
  const property = fc.asyncProperty(anyWorkspace, around, async (workspace, options) => {
    const before = structuredClone(workspace);
    const all = { ...options, paste: (nth: number) => (nth ? undefined : pasteFor(workspace)()) };
    const { failure, changes, isWhole, server } = await run(workspace, all);
    expect(toThings(workspace)).toEqual(expect.arrayContaining(toThings(before)));
    // All is looked at before anything is made.
    const methods = server.requests.map(({ method }) => method).join(" ");
    expect(methods).not.toMatch(/(POST|PATCH).*GET/);
    if (failure || !options.words[0]) expect([workspace, changes]).toEqual([before, []]);
    else if (isWhole) expect((await run(workspace, all)).sent).toEqual([]);
  });
  await fc.assert(property, { numRuns: 100 });
});

/** The nth change gets this fault, and no request after it gets through. */
function stopAt(at: number, fault: Fault) {
  let changes = 0;
  return (_: number, method: string): Fault | undefined => {
    if (method !== "GET") changes += 1;
    if (changes === at + 1 && method !== "GET") return fault;
    return changes > at ? "lost before" : undefined;
  };
}

const anyStop = fc.record({
  create: fc.constantFrom(the.empty, the.outdated),
  at: fc.nat(8),
  fault: fc.constantFrom<Fault>("lost before", "lost after", "hangs", "late"),
  when: fc.nat(30),
  leeway: fc.record({ newestFirst: fc.boolean() }),
});

test("stopped anywhere, or beside a second run, a further run makes the chain deliver", async () => {
  const property = fc.asyncProperty(anyStop, async ({ create, at, fault, when, leeway }) => {
    const workspace = create();
    const around = { environment: slack, leeway, paste: () => pasteFor(workspace)() };
    const { server } = await run(workspace, { ...around, fault: stopAt(at, fault) });
    // A change that was late comes while the next run makes its own, or at its end.
    const carryOut = (index: number) => void (index === when && server.catchUp());
    await run(workspace, { ...around, fault: carryOut });
    await server.catchUp();
    expect((await run(workspace, around)).failure).toBe("");
    const { sent, rest, checks } = await run(workspace, around);
    expect(sent).toEqual([]);
    const posts = await walk(workspace, rest, audienceCreated());
    expect(posts.length).toBeGreaterThan(0);
    if (workspace.functions.length > 1) expect(checks.join()).toMatch(/FUNCTION_ID/);
    else expect(posts.length > 1).toBe(checks.some((line) => / Slack .*same/.test(line)));
  });
  await fc.assert(property, { numRuns: 80 });
});
