import type { Email } from "../../src/email";
import { lookUpEmail } from "../../src/look-up";
import { parseSettings } from "../../src/settings";
import { ADA, SETTINGS } from "../../tools/segment/audit-events";
import { createGlobals } from "../../tools/segment/globals";

const MINUTE_MS = 60_000;
const UNAVAILABLE: Email = { email_missing: "Public API unavailable" };
const FOUND = { status: 200, json: async () => ({ data: { user: ADA } }) };
const settings = parseSettings(SETTINGS);

let nowMs: number;
const fetch = jest.fn();
let entries: Map<string, unknown>;

beforeEach(() => {
  nowMs = 0;
  fetch.mockReset();
  const { globals } = createGlobals({ fetch, now: () => nowMs });
  entries = globals.cache.entries;
  Object.assign(globalThis, { fetch, cache: globals.cache });
});

/** Looks Ada up at each of these times. */
async function lookUpAt(...timesMs: number[]): Promise<Email[]> {
  const emails: Email[] = [];
  for (nowMs of timesMs) emails.push(await lookUpEmail(ADA.id, settings));
  return emails;
}

test("a user is asked for once in 15 minutes", async () => {
  fetch.mockResolvedValue(FOUND);
  const email = { email: ADA.email };
  expect(await lookUpAt(0, 2 * MINUTE_MS, 15 * MINUTE_MS - 1)).toEqual([email, email, email]);
  expect(fetch).toHaveBeenCalledTimes(1);
  await lookUpAt(15 * MINUTE_MS);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test("a user who was not found is asked for once in a minute", async () => {
  fetch.mockResolvedValueOnce({ status: 404 }).mockResolvedValueOnce(FOUND);
  const missing = { email_missing: "user not found" };
  expect(await lookUpAt(0, MINUTE_MS - 1)).toEqual([missing, missing]);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(await lookUpAt(MINUTE_MS)).toEqual([{ email: ADA.email }]);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test("a user who is not found any more is so for a minute", async () => {
  fetch.mockResolvedValueOnce(FOUND).mockResolvedValue({ status: 404 });
  await lookUpAt(0, 15 * MINUTE_MS, 16 * MINUTE_MS - 1);
  expect(fetch).toHaveBeenCalledTimes(2);
  await lookUpAt(16 * MINUTE_MS);
  expect(fetch).toHaveBeenCalledTimes(3);
});

test.each([400, 401, 403, 408, 429, 500])(
  "the failure %d leaves nothing behind",
  async (status) => {
    fetch.mockResolvedValueOnce({ status }).mockResolvedValueOnce(FOUND);
    const [failed] = await lookUpAt(0);
    expect(failed).not.toHaveProperty("email");
    expect(entries.size).toBe(0);
    expect(await lookUpAt(1)).toEqual([{ email: ADA.email }]);
  },
);

test("a connection error leaves nothing behind", async () => {
  fetch.mockRejectedValueOnce(new Error("ECONNRESET"));
  expect(await lookUpAt(0)).toEqual([UNAVAILABLE]);
  expect(entries.size).toBe(0);
});

test("a cache that fails is a failure that passes", async () => {
  const load = () => Promise.reject(new Error("out of memory"));
  Object.assign(globalThis, { cache: { load } });
  expect(await lookUpAt(0)).toEqual([UNAVAILABLE]);
});

test("regions and workspaces share no entry", async () => {
  fetch.mockResolvedValue(FOUND);
  const sources = ["us", "eu"].flatMap((region) =>
    ["acme", "umbrella"].map((workspaceSlug) => ({ ...SETTINGS, region, workspaceSlug })),
  );
  for (const source of sources) await lookUpEmail(ADA.id, parseSettings(source));
  expect(fetch).toHaveBeenCalledTimes(4);
  for (const source of sources) await lookUpEmail(ADA.id, parseSettings(source));
  expect(fetch).toHaveBeenCalledTimes(4);
});

test.each(["a", "A-z_09", "x".repeat(64)])("%j is a plain id", async (id) => {
  await lookUpEmail(id, settings);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test.each([
  "..",
  "a/b",
  "a.b",
  "%2e%2e",
  "a?b",
  "a#b",
  "a\r\nb",
  "a\n",
  " a",
  "@evil.test",
  "ä",
  "x".repeat(65),
  "x".repeat(5000),
])("%j never gets into a URL", async (id) => {
  expect(await lookUpEmail(id, settings)).toEqual({ email_missing: "malformed user id" });
  expect(fetch).not.toHaveBeenCalled();
});
