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
const GONE = { status: 404, json: async () => ({ errors: [] }) };
const WITHOUT = { status: 200, json: async () => ({ data: { user: { id: ADA.id } } }) };
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
  ["not found", GONE, NOT_FOUND],
  ["a user without an email", WITHOUT, { kind: "no email" }],
])("%s is kept for 10 minutes, in one entry", async (_, answer, email) => {
  fetch.mockResolvedValue(answer);
  expect(await lookUpAt(0, 2 * MINUTE_MS, 10 * MINUTE_MS - 1)).toEqual([email, email, email]);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(entries.size).toBe(1);
  await lookUpAt(10 * MINUTE_MS);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test.each([400, 401, 403, 404, 408, 429, 500])(
  "the failure %d leaves nothing behind",
  async (status) => {
    const failure = { status, json: async () => ({}) };
    fetch.mockResolvedValueOnce(failure).mockResolvedValueOnce(FOUND);
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

describe("time", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const forever = () => new Promise<never>(() => {});

  test.each<[string, number, () => void]>([
    ["headers", 3_000, () => fetch.mockImplementation(forever)],
    ["a body", 3_000, () => fetch.mockResolvedValue({ status: 200, json: forever })],
    [
      "the cache",
      4_000,
      () => Object.assign(globalThis, { cache: { load: forever, delete: () => {} } }),
    ],
    [
      "the cache to delete",
      4_000,
      () =>
        Object.assign(globalThis, {
          cache: { load: async () => UNAVAILABLE, delete: forever },
        }),
    ],
  ])("a wait for %s ends after %d ms", async (_, ms, wait) => {
    wait();
    const settled = jest.fn();
    lookUpEmail(ADA.id, settings).then(settled);
    await jest.advanceTimersByTimeAsync(ms - 1);
    expect(settled).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalledWith(UNAVAILABLE);
  });

  type Load = () => Promise<Email>;
  const stored = new Map<string, Email | Promise<Email>>();
  const remove = { delete: (key: string) => stored.delete(key) };

  test.each<[string, { load(key: string, ttlMs: number, load: Load): Promise<Email> }]>([
    [
      "when the load starts",
      {
        async load(key, _, load) {
          const email = stored.get(key) ?? load();
          stored.set(key, email);
          return email;
        },
      },
    ],
    [
      "when the load ends",
      {
        async load(key, _, load) {
          const email = (await stored.get(key)) ?? (await load());
          stored.set(key, email);
          return email;
        },
      },
    ],
    ["nothing at all", { load: (_, __, load) => load() }],
  ])("a cache that stores %s keeps no failure", async (_, cache) => {
    stored.clear();
    Object.assign(globalThis, { cache: { ...cache, ...remove } });
    // As node-fetch ends them: a little later than its limit.
    const late = () =>
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error("late")), 3_050));
    fetch.mockImplementation(late);
    const failed = Promise.all([lookUpEmail(ADA.id, settings), lookUpEmail(ADA.id, settings)]);
    await jest.advanceTimersByTimeAsync(4_500);
    expect(await failed).toEqual([UNAVAILABLE, UNAVAILABLE]);
    expect(stored.size).toBe(0);
    fetch.mockResolvedValue(FOUND);
    expect(await lookUpEmail(ADA.id, settings)).toEqual(KNOWN);
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
