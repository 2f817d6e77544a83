// In whatever state the chain is, whatever Segment leaves open, and wherever a run stops: events that
// arrived still arrive, and a run that does not stop leaves no source without the secret that it had.
import fc from "fast-check";
import type { Leeway, Workspace } from "../../tools/segment/public-api-server";
import {
  complete,
  endpointOf,
  functionOf,
  type Given,
  httpSourceOf,
  OLD_CODE,
  OLD_SECRET,
  run,
  sourceOf,
  WORKSPACE_TOKEN,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";

const ENDPOINT = endpointOf(sourceOf().id);
const OPAQUE = ENDPOINT.replace("fn.", "fn.eu1.");
const TRIGGER = webhookMappingOf().trigger;
const HEADERS = { "X-Shared-Secret": OLD_SECRET };

/** Mostly the first value, so that few things are odd at once, and a run gets far. */
const mostly = <T>(usual: T, ...odd: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...odd));

const source = fc.record({
  slug: mostly("audit-events", "by-hand"),
  enabled: mostly(true, false),
  settings: fc.record(
    {
      workspaceSlug: mostly("acme", "old"),
      workspaceToken: fc.constant(WORKSPACE_TOKEN),
      region: mostly("us", "eu", ""),
      blockedEvents: fc.constant(["Permission Check"]),
      sharedSecret: mostly(OLD_SECRET, ""),
    },
    { requiredKeys: [] },
  ),
});

const mapping = fc
  .record({
    name: mostly(webhookMappingOf().name, "By hand"),
    trigger: mostly(TRIGGER, 'type = "track"'),
    settings: fc.record({
      url: mostly(ENDPOINT, OPAQUE),
      headers: mostly<object>(HEADERS, {}),
      enable_batching: fc.boolean(),
    }),
  })
  .map(({ settings, ...rest }) => webhookMappingOf(rest, settings));

const workspaces = fc
  .record({
    code: mostly(functionOf().code, OLD_CODE),
    source,
    mappings: fc.array(mapping, { maxLength: 1 }),
    httpSlug: mostly("audit-trail", "by-hand-too"),
  })
  .map(({ code, source, mappings, httpSlug }) =>
    complete({
      functions: [functionOf({ code })],
      sources: [sourceOf(source), httpSourceOf({ slug: httpSlug })],
      destinations: [webhooksOf(...mappings)],
    }),
  );

const leeways: fc.Arbitrary<Partial<Leeway>> = fc.record({
  optionalFields: mostly("given", "absent", "null"),
  changedThings: mostly("given", "null"),
  sourceSettings: mostly("taken", "kept", "ignored", "refused", "partly", "never emptied"),
  shownSettings: mostly("all", "not secret", "none"),
  mappingUrls: mostly("given", "masked"),
  lagMs: mostly(0, 4_000),
});

const environments = fc.record(
  { ENDPOINT: fc.constantFrom(ENDPOINT, OPAQUE), WORKSPACE_TOKEN: fc.constant("") },
  { requiredKeys: [] },
);

/** The change at which a run stops, counted from 0, and whether it takes effect. */
const stops = fc.option(fc.tuple(fc.nat(6), fc.constantFrom("lost before", "lost after")), {
  nil: undefined,
});

function stopAt([at, how]: [number, "lost before" | "lost after"]): NonNullable<Given["fault"]> {
  let changes = 0;
  return (_, method) => {
    if (method === "GET") return changes > at ? "lost before" : undefined;
    changes += 1;
    if (changes <= at) return undefined;
    return changes === at + 1 ? how : "lost before";
  };
}

/** Whether a mapping on the HTTP API source posts to the function what it lets in. */
function delivers({ sources, destinations }: Workspace): boolean {
  const { sharedSecret } = Object(sources[0]?.settings);
  return destinations
    .filter(({ sourceId }) => sourceId === httpSourceOf().id)
    .flatMap(({ subscriptions }) => subscriptions)
    .map(({ settings }) => Object(settings))
    .filter(({ url }) => url === ENDPOINT || url === OPAQUE)
    .some(({ headers }) => !sharedSecret || Object(headers)["X-Shared-Secret"] === sharedSecret);
}

const hasSecret = ({ sources }: Workspace) => Boolean(sources[0]?.settings.sharedSecret);

test("a chain that delivers is not cut off", async () => {
  const property = fc.asyncProperty(
    workspaces,
    leeways,
    environments,
    fc.boolean(),
    stops,
    async (before, leeway, environment, pastesEndpoint, stop) => {
      fc.pre(delivers(before));
      const workspace = structuredClone(before);
      const given = { leeway, environment, pastesEndpoint };
      await run(workspace, { ...given, ...(stop && { fault: stopAt(stop) }) });
      expect(delivers(workspace)).toBe(true);
      const { message } = await run(workspace, given);
      expect(delivers(workspace)).toBe(true);
      if (!stop && !message && hasSecret(before)) expect(hasSecret(workspace)).toBe(true);
    },
  );
  await fc.assert(property, { numRuns: 150 });
});
