// The endpoint, which is in no API: asked for, or given.
import * as the from "./deployed-workspace";
import { check, checksOf, restOf, run } from "./deployment";

const { ENDPOINT, endpointOf, given, SOURCE_ID, webhookOf, webhooksOf, withDestinations } = the;
const EXAMPLE = "https://fn.segmentapis.com/?b=…";
const QUESTION =
  "Paste the endpoint of the source Audit events (Segment shows it under Overview, or Settings → " +
  "Endpoint), or press Enter to go on without: ";
const IS_NONE = `This is no endpoint. It looks like ${EXAMPLE}`;
const OTHER = "This is the endpoint of another source.";
const TEST = "This is the address of the editor's test dialog.";
const LOOK = `The endpoint does not look like ${EXAMPLE}, or is not whole. Compare it again.`;
const OURS =
  "The mapping Audit events to the function of the destination Audit events to function (webhooks1)";
const urlOf = ({ destinations }: ReturnType<typeof given>) =>
  Object(destinations[0]?.subscriptions[0]?.settings).url;

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

test.each(WRONG)("ENDPOINT %s stops the run before it changes anything", async (given, fault) => {
  for (const workspace of [the.withFunction({ code: the.OLD_CODE }), the.empty()]) {
    for (const words of [[], ["--yes"]]) {
      const { failure, sent } = await run(workspace, { words, environment: { ENDPOINT: given } });
      expect({ failure, sent }).toEqual({ failure: `ENDPOINT is wrong. ${fault}`, sent: [] });
    }
  }
});

test("a person is asked until the answer can be one, and hears why in the same place", async () => {
  const workspace = withDestinations();
  const wrong = [...WRONG, ["no", IS_NONE], ["http://fn.acme.test/?b=x", IS_NONE]];
  const all = [...wrong, [`${ENDPOINT} x`, IS_NONE]];
  const pasted = [...all.map(([endpoint = ""]) => endpoint), ENDPOINT];
  const { asked, lines } = await run(workspace, { pasted });
  expect(asked).toEqual([QUESTION, ...all.map(([, fault]) => `${fault} ${QUESTION}`)]);
  expect(urlOf(workspace)).toBe(ENDPOINT);
  expect(checksOf(lines)).toEqual([]);
});

test("nobody is asked in a plan, where ENDPOINT is set, or where a webhook is there", async () => {
  const pasted = [ENDPOINT];
  const given = { environment: { ENDPOINT }, pasted };
  expect((await run(withDestinations(), { words: [], pasted })).asked).toEqual([]);
  expect((await run(withDestinations(), given)).asked).toEqual([]);
  expect((await run(the.given(), { pasted })).asked).toEqual([]);
});

test.each([10, 11, 20, 21, 22])("a source's id may have %d characters", async (length) => {
  const id = SOURCE_ID.slice(0, length);
  const sources = [the.sourceOf({ id }), the.httpSourceOf()];
  const workspace = given({ sources, destinations: [] });
  const { lines } = await run(workspace, { environment: { ENDPOINT: endpointOf(id) } });
  expect(checksOf(lines)).toEqual([]);
  expect(urlOf(workspace)).toBe(endpointOf(id));
});

test.each([
  ["usual", ENDPOINT, []],
  ["of the EU", endpointOf(SOURCE_ID, "fn.eu1.segmentapis.com"), []],
  ["not escaped", decodeURIComponent(ENDPOINT), []],
  ["at another host", endpointOf(SOURCE_ID, "fn.acme.test"), [LOOK]],
  ["cut off", ENDPOINT.slice(0, -20), [LOOK]],
  ["opaque", "https://fn.segmentapis.com/?b=opaque", [LOOK]],
])("one that is %s is taken, with a word of warning where it looks odd", async (_, url, checks) => {
  for (const around of [{ environment: { ENDPOINT: url } }, { pasted: [url] }]) {
    const workspace = withDestinations();
    expect(checksOf((await run(workspace, around)).lines)).toEqual(checks);
    expect(urlOf(workspace)).toBe(url);
  }
});

test("one that says nothing of its source counts as there as the URL of a mapping", async () => {
  const url = "https://fn.eu2.segmentapis.com/?b=opaque";
  const workspace = withDestinations(webhooksOf([webhookOf({}, { url })]));
  expect(await check(workspace, { environment: { ENDPOINT: url } })).toEqual([]);
  const pasted = await run(workspace, { pasted: [url] });
  expect(pasted.sent).toEqual([]);
  expect(pasted.lines.join()).not.toContain("The endpoint is missing");
  // It is not guessed.
  const { sent, lines } = await run(workspace);
  expect(sent).toEqual([]);
  expect(restOf(lines)[1]).toMatch(/^The endpoint is missing\. Copy it: /);
  expect(checksOf(lines)).toEqual([`${OURS} may post to another function. Check its URL.`]);
});

test("an ENDPOINT that differs from the URL that is there is named", async () => {
  const environment = { ENDPOINT: endpointOf(SOURCE_ID, "fn.eu1.segmentapis.com") };
  const differs = `${OURS} posts elsewhere than ENDPOINT says. Correct what is wrong.`;
  expect(await check(given(), { environment })).toEqual([differs]);
});

test("it is not printed, whatever Segment says: pasted, or given", async () => {
  const endpoint = "https://fn.eu2.segmentapis.com/k/?x=1&b=opaque-credentials-of-acme";
  const message = `no ${encodeURIComponent(endpoint)}, no opaque-credentials-of-acme!`;
  const refusal = { status: 400, body: { errors: [{ message }] } };
  const fault = (_: number, method: string) => (method === "POST" ? refusal : undefined);
  for (const around of [{ environment: { ENDPOINT: endpoint } }, { pasted: [endpoint] }]) {
    const { failure } = await run(withDestinations(), { ...around, fault });
    expect(failure).toMatch(/Segment says: no \[hidden\], no \[hidden\]!$/);
  }
});
