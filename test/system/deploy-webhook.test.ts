// The webhook between both sources. What is there stays, whatever it is: what differs is named.
import {
  ENDPOINT,
  empty,
  endpointOf,
  given,
  httpSourceOf,
  KINDS,
  SOURCE_ID,
  sourceOf,
  webhookOf,
  webhooksOf,
} from "./deployed-workspace";
import { check, checksOf, run } from "./deployment";

const MAPPING =
  "The mapping Audit events to the function of the destination Audit events to function";
const OURS = `${MAPPING} (webhooks1)`;
const TRIGGER = 'type = "track" and event = "Audit"';
const withWebhooks = (...destinations: ReturnType<typeof webhooksOf>[]) => given({ destinations });
const classic = (settings: object, over: object = {}) =>
  webhooksOf([], {
    metadata: { id: KINDS.webhooksClassic },
    name: "Classic",
    settings,
    ...over,
  });

test("the mapping that is made posts each audit event as it is, with no header and no secret", async () => {
  const workspace = withWebhooks();
  const { changes, lines } = await run(workspace, { environment: { ENDPOINT } });
  expect(changes.map(({ body }) => body)).toEqual([
    {
      sourceId: "acmeHttp12",
      metadataId: "614a3c7d791c91c41bae7599",
      enabled: true,
      name: "Audit events to function",
      settings: {},
    },
    {
      name: "Audit events to the function",
      actionId: "nFPnRozhz1mh4Gbx4MLvT5",
      trigger: TRIGGER,
      enabled: true,
      settings: {
        url: ENDPOINT,
        method: "POST",
        data: { "@path": "$." },
        enable_batching: false,
      },
    },
  ]);
  expect(checksOf(lines)).toEqual([]);
});

describe("what differs is named, and left", () => {
  const OFF = `${OURS} is off, or the destination is. Switch both on.`;
  const OTHER = `${OURS} has the trigger type = "track". Events come with ${TRIGGER}`;
  const SECOND = webhookOf({ id: "mapping3", name: "Send" });
  const TWICE = `Keep one, or each event comes twice: ${OURS}; ${OURS.replace(/g .* of/, "g Send of")}`;
  const all = { trigger: 'type = "track"' };
  test.each([
    ["nothing", webhooksOf([webhookOf()]), []],
    ["a mapping that is off", webhooksOf([webhookOf({ enabled: false })]), [OFF]],
    ["a destination that is off", webhooksOf([webhookOf()], { enabled: false }), [OFF]],
    [
      "batches",
      webhooksOf([webhookOf({}, { enable_batching: true })]),
      [`${OURS} batches. Switch that off.`],
    ],
    ["another trigger", webhooksOf([webhookOf(all)]), [OTHER]],
    ["two on one source", webhooksOf([webhookOf(), SECOND]), [TWICE]],
    ["not one that is off beside", webhooksOf([{ ...SECOND, enabled: false }, webhookOf()]), []],
    ["not a header", webhooksOf([webhookOf({}, { headers: { "X-Own": "own" } })]), []],
    ["not a secret", webhooksOf([webhookOf()], { settings: { sharedSecret: "own" } }), []],
  ])("%s", async (_, webhooks, expected) => {
    expect(await check(withWebhooks(webhooks))).toEqual(expected);
  });

  test("a mapping of our name that posts elsewhere, beside the one that is right", async () => {
    const elsewhere = webhookOf({ id: "mapping3" }, { url: "https://siem.acme.test/" });
    expect(await check(withWebhooks(webhooksOf([elsewhere, webhookOf()])))).toEqual([
      `${OURS} posts elsewhere. Delete it if it is not needed.`,
    ]);
  });

  test("a destination of ours that is empty, where another one is in use", async () => {
    const spare = webhooksOf([], { id: "webhooks2" });
    expect(await check(withWebhooks(webhooksOf([webhookOf()]), spare))).toEqual([
      "Delete the destination Audit events to function that has no mapping: webhooks2",
    ]);
    const theirs = webhooksOf([], { id: "webhooks2", name: "Theirs" });
    expect(await check(withWebhooks(webhooksOf([webhookOf()]), theirs))).toEqual([]);
  });
});

describe("a webhook counts as there", () => {
  const second = sourceOf({ id: "acmeSecnd1", slug: "second", name: "Second" });
  const to = (url: string) => webhooksOf([webhookOf({}, { url })]);
  test.each([
    ["on any source", webhooksOf([webhookOf()], { sourceId: "acmeOther2" })],
    ["to any source of the function", to(endpointOf("acmeSecnd1"))],
    ["at the endpoint of the EU", to(endpointOf(SOURCE_ID, "fn.eu1.segmentapis.com"))],
    ["as Webhooks (classic), anywhere in its settings", classic({ hooks: [{ hook: ENDPOINT }] })],
    ["not escaped", to(decodeURIComponent(ENDPOINT))],
  ])("%s", async (_, webhooks) => {
    const sources = [sourceOf(), httpSourceOf(), httpSourceOf({ id: "acmeOther2", slug: "other" })];
    const workspace = given({ sources: [...sources, second], destinations: [webhooks] });
    expect(await check(workspace)).toEqual([]);
  });

  test("twice, as Webhooks (classic) beside a mapping", async () => {
    const webhooks = [webhooksOf([webhookOf()]), classic({ hook: ENDPOINT }, { id: "classic1" })];
    expect(await check(withWebhooks(...webhooks))).toEqual([
      `Keep one, or each event comes twice: ${OURS}; The mapping Classic of the destination Classic (classic1)`,
    ]);
  });

  test("one that is on before one that is off, and one on HTTP_SOURCE_ID before all", async () => {
    const ids = ["acmeOff111", "acmeOther2", "acmeOther3"];
    const sources = ids.map((id) => httpSourceOf({ id, slug: id, name: id }));
    const destinations = ids.map((id) =>
      webhooksOf([webhookOf({ enabled: id !== "acmeOff111" })], { id, sourceId: id }),
    );
    const workspace = given({ sources: [sourceOf(), ...sources], destinations });
    const toSource = async (environment: Record<string, string>) =>
      /select the source (\w+),/.exec((await run(workspace, { environment })).lines.join())?.[1];
    expect(await toSource({})).toBe("acmeOther2");
    expect(await toSource({ HTTP_SOURCE_ID: "acmeOther3" })).toBe("acmeOther3");
  });
});

describe("a new mapping goes into", () => {
  const made = ["POST /destinations", "POST /destinations/new/subscriptions"];
  test.each([
    ["a destination that has none", webhooksOf([]), ["POST /destinations/webhooks1/subscriptions"]],
    ["no destination that is off", webhooksOf([], { enabled: false }), made],
    [
      "none with somebody's mapping",
      webhooksOf([webhookOf({ name: "Theirs" }, { url: "https://acme.test" })]),
      made,
    ],
    ["none on another source", webhooksOf([], { sourceId: "acmeOther2" }), made],
    ["none of another kind", webhooksOf([], { metadata: { id: "other" } }), made],
  ])("%s", async (_, webhooks, expected) => {
    const workspace = withWebhooks(webhooks);
    const before = structuredClone(webhooks);
    const { sent } = await run(workspace, { environment: { ENDPOINT } });
    expect(sent).toEqual(expected);
    expect(workspace.destinations[0]).toMatchObject({
      ...before,
      subscriptions: expect.anything(),
    });
    expect((await run(workspace)).sent).toEqual([]);
  });
});
