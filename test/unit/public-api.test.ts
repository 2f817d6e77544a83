import { Response } from "node-fetch";
import { fetchEmail } from "../../src/public-api";
import { parseSettings } from "../../src/settings";
import { ADA, GRACE, SETTINGS } from "../../tools/segment/audit-events";
import { userBody } from "../../tools/segment/public-api";

const settings = parseSettings(SETTINGS);
const UNAVAILABLE = { email_missing: "Public API unavailable" };

const fetch = jest.fn();
Object.assign(globalThis, { fetch });

function answer(status: number, body: unknown): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  fetch.mockReset().mockResolvedValue(new Response(text, { status }));
}

test.each([
  ["us", "https://api.segmentapis.com/users/ada7LovelaceX"],
  ["eu", "https://eu1.api.segmentapis.com/users/ada7LovelaceX"],
])("in %s it asks for the one user, with the token, and takes no redirect", async (region, url) => {
  answer(200, userBody(ADA));
  const email = await fetchEmail(ADA.id, parseSettings({ ...SETTINGS, region }));
  expect(email).toEqual({ email: ADA.email });
  expect(fetch.mock.calls).toEqual([
    [
      url,
      {
        headers: { Authorization: "Bearer sgp_acme_token_1", Accept: "application/json" },
        redirect: "error",
        timeout: 3000,
      },
    ],
  ]);
});

test.each([
  [400, { email_missing: "request refused (400)" }],
  [401, { email_missing: "token rejected (401)" }],
  [402, { email_missing: "request refused (402)" }],
  [403, { email_missing: "token rejected (403)" }],
  [404, { email_missing: "user not found" }],
  [408, UNAVAILABLE],
  [422, { email_missing: "request refused (422)" }],
  [429, UNAVAILABLE],
  [499, { email_missing: "request refused (499)" }],
  [500, UNAVAILABLE],
  [503, UNAVAILABLE],
  [201, UNAVAILABLE],
  [302, UNAVAILABLE],
])("the status %d gives %j", async (status, email) => {
  answer(status, userBody(ADA));
  expect(await fetchEmail(ADA.id, settings)).toEqual(email);
});

test.each([
  ["another user", userBody(GRACE)],
  ["no email", { data: { user: { id: ADA.id } } }],
  ["an empty email", userBody({ ...ADA, email: "" })],
  ["a blank email", userBody({ ...ADA, email: " " })],
  ["an email that is no string", { data: { user: { id: ADA.id, email: { at: "acme" } } } }],
  ["no user", { data: {} }],
  ["no data", {}],
  ["null", null],
  ["a list", [userBody(ADA)]],
  ["truncated JSON", '{"data":{"user":'],
  ["HTML", "<html>"],
  ["nothing", ""],
])("an answer with %s does not count", async (_, body) => {
  answer(200, body);
  expect(await fetchEmail(ADA.id, settings)).toEqual(UNAVAILABLE);
});

test("a connection error is a failure that passes", async () => {
  fetch.mockReset().mockRejectedValue(new Error("ECONNRESET"));
  expect(await fetchEmail(ADA.id, settings)).toEqual(UNAVAILABLE);
});

describe("time", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test.each([
    ["headers", () => new Promise(() => {})],
    ["a body", async () => ({ status: 200, json: () => new Promise(() => {}) })],
  ])("a wait for %s ends after 3 s", async (_, wait) => {
    fetch.mockReset().mockImplementation(wait);
    const email = fetchEmail(ADA.id, settings);
    const settled = jest.fn();
    email.then(settled);
    await jest.advanceTimersByTimeAsync(2999);
    expect(settled).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalledWith(UNAVAILABLE);
  });

  test("no timer stays behind, whatever the end", async () => {
    answer(200, userBody(ADA));
    await fetchEmail(ADA.id, settings);
    fetch.mockReset().mockRejectedValue(new Error("ECONNRESET"));
    await fetchEmail(ADA.id, settings);
    expect(jest.getTimerCount()).toBe(0);
  });
});
