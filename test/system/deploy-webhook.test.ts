// The webhook between both sources. What is there stays, whatever it is: what differs is named.
import * as the from "./deployed-workspace";
import { check, checksOf, run } from "./deployment";

const { ENDPOINT, given, httpSourceOf, sourceOf, webhookOf, webhooksOf, withDestinations } = the;
const TRIGGER = 'type = "track" and event = "Audit"';
const title = (name: string, of = "Audit events to function (webhooks1)") =>
  `The mapping ${name} of the destination ${of}`;
const OURS = title("Audit events to the function");
const MADE = ["POST /destinations", "POST /destinations/new/subscriptions"];
const classic = (settings: object, over: object = {}) => {
  const metadata = { id: the.KINDS.webhooksClassic };
  return webhooksOf([], { metadata, name: "Classic", settings, ...over });
};

test("the mapping posts each audit event as it is, with no header and no secret", async () => {
  const { changes, lines } = await run(withDestinations(), { environment: { ENDPOINT } });
  const name = "Audit events to function";
  const kind = { sourceId: the.HTTP_ID, metadataId: the.KINDS.webhooks };
  const action = { actionId: "nFPnRozhz1mh4Gbx4MLvT5", trigger: TRIGGER, enabled: true };
  const settings = { method: "POST", data: { "@path": "$." }, enable_batching: false };
  expect(changes.map(({ body }) => body)).toEqual([
    { ...kind, enabled: true, name, settings: {} },
    { name: "Audit events to the function", ...action, settings: { url: ENDPOINT, ...settings } },
  ]);
  expect(checksOf(lines)).toEqual([]);
});

describe("what differs is named, and left", () => {
  const OFF = `${OURS} is off, or the destination is. Switch both on.`;
  const BATCHES = `${OURS} batches. Switch that off.`;
  const OTHER = `${OURS} has another trigger than ${TRIGGER}: type = "track"`;
  const TWICE = `Keep one, or each event comes twice: ${OURS}; ${title("Send")}`;
  const ELSEWHERE = `${OURS} may post to another function. Check its URL.`;
  const all = webhookOf({ trigger: 'type = "track"' });
  const second = webhookOf({ id: "mapping3", name: "Send" });
  const off = { ...all, id: "mapping3", enabled: false };
  const siem = webhookOf({ id: "mapping3" }, { url: "https://siem.acme.test/" });
  test.each([
    ["nothing", webhooksOf([webhookOf()]), []],
    ["a mapping that is off", webhooksOf([webhookOf({ enabled: false })]), [OFF]],
    ["a destination that is off", webhooksOf([webhookOf()], { enabled: false }), [OFF]],
    ["batches", webhooksOf([webhookOf({}, { enable_batching: true })]), [BATCHES]],
    ["another trigger", webhooksOf([all]), [OTHER]],
    ["two on one source", webhooksOf([webhookOf(), second]), [TWICE]],
    ["one of our name that posts elsewhere", webhooksOf([siem, webhookOf()]), [ELSEWHERE]],
    ["not one that is off beside", webhooksOf([off, webhookOf()]), []],
    ["not a header", webhooksOf([webhookOf({}, { headers: { "X-Own": "own" } })]), []],
    ["not a secret", webhooksOf([webhookOf()], { settings: { sharedSecret: "own" } }), []],
  ])("%s", async (_, webhooks, expected) => {
    expect(await check(withDestinations(webhooks))).toEqual(expected);
  });

  test("a destination of ours that is empty, where another one is in use", async () => {
    const beside = (name: string) =>
      check(withDestinations(webhooksOf([webhookOf()]), webhooksOf([], { id: "webhooks2", name })));
    const spare = "Delete the destination Audit events to function that has no mapping: webhooks2";
    expect(await beside("Audit events to function")).toEqual([spare]);
    expect(await beside("Theirs")).toEqual([]);
  });
});

const to = (url: string) => webhooksOf([webhookOf({}, { url })]);
test.each([
  ["on any source", webhooksOf([webhookOf()], { sourceId: "acmeOther2" })],
  ["to any source of the function", to(the.endpointOf("acmeSecnd1"))],
  ["at the endpoint of the EU", to(the.endpointOf(the.SOURCE_ID, "fn.eu1.segmentapis.com"))],
  ["as Webhooks (classic), anywhere in its settings", classic({ a: [{ b: ENDPOINT }, ENDPOINT] })],
  ["not escaped", to(decodeURIComponent(ENDPOINT))],
])("a webhook counts as there %s", async (_, webhooks) => {
  const others = [
    httpSourceOf({ id: "acmeOther2", slug: "other" }),
    sourceOf({ id: "acmeSecnd1" }),
  ];
  const sources = [sourceOf(), httpSourceOf(), ...others];
  expect(await check(given({ sources, destinations: [webhooks] }))).toEqual([]);
});

test("Webhooks (classic) beside a mapping posts each event twice", async () => {
  const second = classic({ hook: ENDPOINT }, { id: "classic1" });
  const both = `${OURS}; ${title("Classic", "Classic (classic1)")}`;
  const checks = await check(withDestinations(webhooksOf([webhookOf()]), second));
  expect(checks).toEqual([`Keep one, or each event comes twice: ${both}`]);
});

test("of several, one that works counts, and one on HTTP_SOURCE_ID before all", async () => {
  const odd: Record<string, object> = {
    acmeOff111: { enabled: false },
    acmeDev222: { trigger: 'type = "identify"' },
  };
  const ids = [...Object.keys(odd), "acmeDark33", "acmeOther4", "acmeOther5"];
  const sources = ids.map((id) =>
    httpSourceOf({ id, slug: id, name: id, enabled: id !== "acmeDark33" }),
  );
  const destinations = ids.map((id) => webhooksOf([webhookOf(odd[id])], { id, sourceId: id }));
  const workspace = given({ sources: [sourceOf(), ...sources], destinations });
  const toSource = async (environment: Record<string, string>) =>
    /select the source (\w+),/.exec((await run(workspace, { environment })).lines.join())?.[1];
  expect(await toSource({})).toBe("acmeOther4");
  expect(await toSource({ HTTP_SOURCE_ID: "acmeOther5" })).toBe("acmeOther5");
});

const theirs = webhookOf({ name: "Theirs" }, { url: "https://acme.test" });
test.each([
  ["one that has none", webhooksOf([]), ["POST /destinations/webhooks1/subscriptions"]],
  ["no destination that is off", webhooksOf([], { enabled: false }), MADE],
  ["none with somebody's mapping", webhooksOf([theirs]), MADE],
  [
    "none with a mapping that has no URL",
    webhooksOf([webhookOf({ name: "" }, { url: undefined })]),
    MADE,
  ],
  ["none on another source", webhooksOf([], { sourceId: "acmeOther2" }), MADE],
  ["none of somebody's", webhooksOf([], { name: "Theirs" }), MADE],
  ["none of another kind", webhooksOf([], { metadata: { id: "other" } }), MADE],
])("a new mapping goes into %s", async (_, webhooks, expected) => {
  const workspace = withDestinations(webhooks);
  expect((await run(workspace, { pasted: [ENDPOINT] })).sent).toEqual(expected);
  expect((await run(workspace)).sent).toEqual([]);
});
