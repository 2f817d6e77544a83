import type { Email } from "../../src/email";
import { lookUpEmail } from "../../src/look-up";
import { parseSettings } from "../../src/settings";
import { ADA, SETTINGS } from "../../tools/segment/audit-events";
import { createGlobals } from "../../tools/segment/globals";

const MINUTE_MS = 60_000;
const UNAVAILABLE: Email = { kind: "unavailable" };
const NOT_FOUND: Email = { kind: "not found" };
const KNOWN: Email = { kind: "known", address: ADA.email };
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

test.each([
  ["an email", FOUND, KNOWN],
  ["not found", { status: 404 }, NOT_FOUND],
])("%s is kept for 10 minutes, in one entry", async (_, answer, email) => {
  fetch.mockResolvedValue(answer);
  expect(await lookUpAt(0, 2 * MINUTE_MS, 10 * MINUTE_MS - 1)).toEqual([email, email, email]);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(entries.size).toBe(1);
  await lookUpAt(10 * MINUTE_MS);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test.each([400, 401, 403, 408, 429, 500])(
  "the failure %d leaves nothing behind",
  async (status) => {
    fetch.mockResolvedValueOnce({ status }).mockResolvedValueOnce(FOUND);
    const [failed] = await lookUpAt(0);
    expect(failed).not.toEqual(KNOWN);
    expect(entries.size).toBe(0);
    expect(await lookUpAt(1)).toEqual([KNOWN]);
  },
);

test("a connection error leaves nothing behind", async () => {
  fetch.mockRejectedValueOnce(new Error("ECONNRESET"));
  expect(await lookUpAt(0)).toEqual([UNAVAILABLE]);
  expect(entries.size).toBe(0);
});

test.each([
  [
    "at once",
    {
      load: () => {
        throw new Error("out of memory");
      },
    },
  ],
  ["later", { load: () => Promise.reject(new Error("out of memory")) }],
  ["to delete", { load: async () => ({ kind: "unavailable" }), delete: () => Promise.reject() }],
])("a cache that fails %s is a failure that passes", async (_, cache) => {
  Object.assign(globalThis, { cache });
  expect(await lookUpAt(0)).toEqual([UNAVAILABLE]);
});

describe("3 seconds", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const forever = () => new Promise<never>(() => {});

  test.each<[string, () => void]>([
    ["headers", () => fetch.mockImplementation(forever)],
    ["a body", () => fetch.mockResolvedValue({ status: 200, json: forever })],
    ["the cache", () => Object.assign(globalThis, { cache: { load: forever, delete: () => {} } })],
    [
      "the cache to delete",
      () =>
        Object.assign(globalThis, {
          cache: { load: async () => UNAVAILABLE, delete: forever },
        }),
    ],
  ])("a wait for %s ends after them", async (_, wait) => {
    wait();
    const settled = jest.fn();
    lookUpEmail(ADA.id, settings).then(settled);
    await jest.advanceTimersByTimeAsync(2999);
    expect(settled).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalledWith(UNAVAILABLE);
  });

  test("a look-up that took longer is not shared with the next call", async () => {
    fetch.mockImplementationOnce(forever).mockResolvedValueOnce(FOUND);
    const late = lookUpEmail(ADA.id, settings);
    await jest.advanceTimersByTimeAsync(3000);
    await late;
    expect(await lookUpEmail(ADA.id, settings)).toEqual(KNOWN);
  });

  test("no timer stays behind, whatever the end", async () => {
    fetch.mockResolvedValueOnce(FOUND);
    await lookUpEmail(ADA.id, settings);
    Object.assign(globalThis, { cache: { load: () => Promise.reject(new Error("full")) } });
    await lookUpEmail(ADA.id, settings);
    expect(jest.getTimerCount()).toBe(0);
  });
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
  expect(await lookUpEmail(id, settings)).toEqual({ kind: "malformed id" });
  expect(fetch).not.toHaveBeenCalled();
});
