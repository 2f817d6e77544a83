// The endpoint, which is in no API: asked for, or given.
import {
  ENDPOINT,
  endpointOf,
  given,
  httpSourceOf,
  SOURCE_ID,
  sourceOf,
  webhookOf,
  webhooksOf,
} from "./deployed-workspace";
import { check, checksOf, restOf, run } from "./deployment";

const withoutWebhook = () => given({ destinations: [] });
const QUESTION =
  "Paste the endpoint of the source Audit events (Segment shows it under Overview, or Settings → Endpoint), or press Enter to go on without: ";
const IS_NONE = "This is no endpoint. It looks like https://fn.segmentapis.com/?b=…";
const OTHER = "This is the endpoint of another source.";
const TEST = "This is the address of the editor's test dialog.";
const UNUSUAL =
  "The endpoint does not look like https://fn.segmentapis.com/?b=…, or is cut off. Compare it with Segment's.";
const urlOf = (workspace: ReturnType<typeof given>) =>
  Object(workspace.destinations[0]?.subscriptions[0]?.settings).url;

/** What cannot be the endpoint, and why. */
const WRONG: [endpoint: string, fault: string][] = [
  ["https://fn.segmentapis.com/x", IS_NONE],
  ["https://fn.segmentapis.com/x?b=", IS_NONE],
  ["https://fn.segmentapis.com/#?b=x", IS_NONE],
  ["https://api.segmentapis.com/functions/webhook/sfnc_x?b=x", TEST],
  ["https://eu1.api.segmentapis.com/functions/webhook?b=x", TEST],
  [endpointOf("acmeOther2"), OTHER],
  [endpointOf("acmeOther2Other2Other2"), OTHER],
];

test.each(WRONG)(
  "ENDPOINT %s stops the run before it changes anything",
  async (endpoint, fault) => {
    for (const workspace of [withoutWebhook(), given()]) {
      for (const words of [[], ["--yes"]]) {
        const environment = { ENDPOINT: endpoint };
        const { failure, sent } = await run(workspace, { words, environment });
        expect({ failure, sent }).toEqual({
          failure: `ENDPOINT is wrong. ${fault}`,
          sent: [],
        });
      }
    }
  },
);

test("a person is asked until the answer can be one, and where it is asked it is said why", async () => {
  const workspace = withoutWebhook();
  const wrong: [string, string][] = [
    ["nonsense", IS_NONE],
    ["http://fn.segmentapis.com/?b=x", IS_NONE],
    [`${ENDPOINT} x`, IS_NONE],
    ...WRONG,
  ];
  const pasted = [...wrong.map(([endpoint]) => endpoint), ENDPOINT];
  const { asked, lines } = await run(workspace, { pasted });
  expect(asked).toEqual([QUESTION, ...wrong.map(([, fault]) => `${fault} ${QUESTION}`)]);
  expect(urlOf(workspace)).toBe(ENDPOINT);
  expect(checksOf(lines)).toEqual([]);
});

test("nobody is asked in a plan, where ENDPOINT is set, or where a webhook is there", async () => {
  const environment = { ENDPOINT };
  expect((await run(withoutWebhook(), { words: [], pasted: [ENDPOINT] })).asked).toEqual([]);
  expect((await run(withoutWebhook(), { environment, pasted: [ENDPOINT] })).asked).toEqual([]);
  expect((await run(given(), { pasted: [ENDPOINT] })).asked).toEqual([]);
});

test.each([10, 11, 20, 21, 22])("a source's id may have %d characters", async (length) => {
  const id = "acmeSrcA1b2C3d4E5f6G7h".slice(0, length);
  const workspace = given({
    sources: [sourceOf({ id }), httpSourceOf()],
    destinations: [],
  });
  const { lines } = await run(workspace, { environment: { ENDPOINT: endpointOf(id) } });
  expect(checksOf(lines)).toEqual([]);
  expect(urlOf(workspace)).toBe(endpointOf(id));
});

test.each([
  ["fn.segmentapis.com", ENDPOINT, []],
  ["the EU's host", endpointOf(SOURCE_ID, "fn.eu1.segmentapis.com"), []],
  ["not escaped", decodeURIComponent(ENDPOINT), []],
  ["another host", endpointOf(SOURCE_ID, "fn.acme.test"), [UNUSUAL]],
  ["cut off", ENDPOINT.slice(0, -20), [UNUSUAL]],
  ["opaque", "https://fn.segmentapis.com/?b=opaque", [UNUSUAL]],
])(
  "an endpoint (%s) is taken, with a word of warning where it looks odd",
  async (_, endpoint, checks) => {
    for (const around of [{ environment: { ENDPOINT: endpoint } }, { pasted: [endpoint] }]) {
      const workspace = withoutWebhook();
      const { lines } = await run(workspace, around);
      expect(checksOf(lines)).toEqual(checks);
      expect(urlOf(workspace)).toBe(endpoint);
    }
  },
);

describe("an endpoint that says nothing of its source", () => {
  const opaque = "https://fn.eu2.segmentapis.com/?b=opaque";
  const workspace = () => given({ destinations: [webhooksOf([webhookOf({}, { url: opaque })])] });

  test("counts as there where it is the URL of a mapping", async () => {
    expect(await check(workspace(), { environment: { ENDPOINT: opaque } })).toEqual([]);
    const { sent, lines } = await run(workspace(), { pasted: [opaque] });
    expect(sent).toEqual([]);
    expect(restOf(lines).join()).not.toContain("The endpoint is missing");
  });

  test("is not guessed: without it the endpoint is missing, and the mapping is named", async () => {
    const { sent, lines } = await run(workspace());
    expect(sent).toEqual([]);
    expect(restOf(lines)[1]).toMatch(/^The endpoint is missing: /);
    expect(checksOf(lines)).toEqual([
      "The mapping Audit events to the function of the destination Audit events to function (webhooks1) posts elsewhere. Delete it if it is not needed.",
    ]);
  });
});

test("an ENDPOINT that differs from the URL that is there is named", async () => {
  const environment = { ENDPOINT: endpointOf(SOURCE_ID, "fn.eu1.segmentapis.com") };
  expect(await check(given(), { environment })).toEqual([
    "The mapping Audit events to the function of the destination Audit events to function (webhooks1) posts elsewhere than ENDPOINT says. Correct what is wrong.",
  ]);
});

test("it is not printed, whatever Segment says: pasted, or given", async () => {
  const endpoint = "https://fn.eu2.segmentapis.com/k/?x=1&b=opaque-credentials-of-acme";
  const message = `no ${encodeURIComponent(endpoint)}, no opaque-credentials-of-acme!`;
  for (const around of [{ environment: { ENDPOINT: endpoint } }, { pasted: [endpoint] }]) {
    const { failure } = await run(withoutWebhook(), {
      ...around,
      fault: (_, method) =>
        method === "POST" ? { status: 400, body: { errors: [{ message }] } } : undefined,
    });
    expect(failure).toMatch(/Segment says: no \[hidden\], no \[hidden\]!$/);
  }
});
