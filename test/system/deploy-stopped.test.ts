// Stopped at any request, before or after its effect, a second run finishes the work.
import type { Workspace } from "../../tools/segment/public-api-server";
import {
  comparable,
  complete,
  empty,
  endpointOf,
  expectLeftAlone,
  functionOf,
  OLD_CODE,
  run,
  SLACK_WEBHOOK_URL,
  slackMappingOf,
  slackOf,
  sourceOf,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";

const given = { pastesEndpoint: true, environment: { SLACK_WEBHOOK_URL } };

const twoSources = () =>
  complete({
    functions: [functionOf({ code: OLD_CODE, settings: [] })],
    sources: [
      sourceOf({ runs: OLD_CODE }),
      ...complete().sources.slice(1),
      sourceOf({ id: "acmeSource000000000003", slug: "second", runs: OLD_CODE }),
    ],
  });
const stale = () =>
  complete({
    destinations: [
      webhooksOf(webhookMappingOf({ trigger: 'type = "track"' }, { enable_batching: true })),
      slackOf(slackMappingOf({ enabled: false })),
    ],
  });

const wrong = () =>
  complete({
    sources: [
      sourceOf({ settings: { ...sourceOf().settings, region: "eu" } }),
      complete().sources[1],
    ],
  });

const WORKSPACES: [string, () => Workspace][] = [
  ["an empty workspace", empty],
  ["an upgrade with two sources", twoSources],
  ["mappings that are stale", stale],
  ["settings that are wrong", wrong],
];

describe.each(WORKSPACES)("%s", (_, create) => {
  test.each(["lost before", "lost after"] as const)("%s", async (fault) => {
    const goal = create();
    const { requests, message } = await run(goal, given);
    expect(message).toBeUndefined();
    for (let stop = 0; stop < requests.length; stop += 1) {
      const workspace = create();
      await run(workspace, {
        ...given,
        fault: (index) => {
          if (index < stop) return undefined;
          return index === stop ? fault : "lost before";
        },
      });
      expectNothingRefused(workspace);
      expect((await run(workspace, given)).message).toBeUndefined();
      expect(comparable(workspace)).toEqual(comparable(goal));
      expectOneSecret(workspace);
      const again = await run(workspace, given);
      expect(again.changes).toEqual([]);
      expect(again.printed).toMatch(/^Nothing to change\.\n/);
    }
  });
});

test.each(["lost before", "lost after"] as const)(
  "a new endpoint, given once and not again: %s",
  async (fault) => {
    const ENDPOINT = endpointOf(sourceOf().id).replace("fn.", "fn.eu1.");
    const { requests } = await run(complete(), { environment: { ENDPOINT } });
    for (let stop = 0; stop < requests.length; stop += 1) {
      const workspace = complete();
      await run(workspace, {
        environment: { ENDPOINT },
        fault: (index) => (index < stop ? undefined : index === stop ? fault : "lost before"),
      });
      expectNothingRefused(workspace);
      expect((await run(workspace)).message).toBeUndefined();
      expectOneSecret(workspace);
      await expectLeftAlone(workspace);
    }
  },
);

/** Where the source wants a secret, the mapping sends it. */
function expectNothingRefused({ sources, destinations }: Workspace): void {
  const wanted = sources.find(({ settings }) => settings?.sharedSecret)?.settings.sharedSecret;
  const mapping = destinations[0]?.subscriptions[0];
  const { headers } = Object(mapping?.settings);
  if (wanted && mapping) expect(headers).toEqual({ "X-Shared-Secret": wanted });
}

/** The source's shared secret is the one that the mapping sends. */
function expectOneSecret({ sources, destinations }: Workspace): void {
  const [source] = sources;
  const [webhooks] = destinations;
  const { headers } = Object(webhooks?.subscriptions[0]?.settings);
  expect(source?.settings.sharedSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(headers).toEqual({ "X-Shared-Secret": source?.settings.sharedSecret });
}
