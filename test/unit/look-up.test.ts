import type { Email } from "../../src/email";
import { lookUpEmail } from "../../src/look-up";
import { parseSettings } from "../../src/settings";
import { createRuntime } from "../../tools/segment/runtime";

const MINUTE_MS = 60_000;
const UNAVAILABLE: Email = { kind: "unavailable" };
const KNOWN: Email = { kind: "known", address: "ada@acme.test" };
const GIVEN = { workspaceSlug: "acme", workspaceToken: "t0ken" };
const SETTINGS = parseSettings(GIVEN);

const answer = (status: number, body: unknown) => ({ status, json: async () => body });
const FOUND = answer(200, { data: { user: { id: "ada", email: " ada@acme.test " } } });
const REFUSED = { errors: [{ type: "made-up" }] };
const forever = () => new Promise<never>(() => {});

let nowMs = 0;
const fetch = jest.fn();
let entries: Map<string, unknown>;

beforeEach(() => {
  nowMs = 0;
  fetch.mockReset();
  const { cache } = createRuntime({ fetch, now: () => nowMs }).globals;
  entries = cache.entries;
  Object.assign(globalThis, { fetch, cache });
});

test("the request names one user, and follows no redirect", async () => {
  fetch.mockResolvedValue(FOUND);
  await lookUpEmail("ada", parseSettings({ ...GIVEN, region: "eu" }));
  expect(fetch.mock.calls).toEqual([
    [
      "https://eu1.api.segmentapis.com/users/ada",
      {
        headers: { Authorization: "Bearer t0ken", Accept: "application/json" },
        redirect: "error",
        timeout: 3_000,
      },
    ],
  ]);
});

describe("an answer", () => {
  test.each<[number, unknown, Email]>([
    [200, { data: { user: { id: "ada", email: "ada@acme.test" } } }, KNOWN],
    [200, { data: { user: { id: "ada", email: "" } } }, { kind: "no email" }],
    [200, { data: { user: { id: "ada" } } }, { kind: "no email" }],
    [200, { data: { user: { id: "bob", email: "bob@acme.test" } } }, UNAVAILABLE],
    [200, { data: {} }, UNAVAILABLE],
    [200, {}, UNAVAILABLE],
    [200, null, UNAVAILABLE],
    [200, REFUSED, UNAVAILABLE],
    [201, { data: { user: { id: "ada", email: "ada@acme.test" } } }, UNAVAILABLE],
    [302, REFUSED, UNAVAILABLE],
    [400, REFUSED, { kind: "request refused", status: 400 }],
    [401, REFUSED, { kind: "token rejected", status: 401 }],
    [403, REFUSED, { kind: "token rejected", status: 403 }],
    [404, REFUSED, { kind: "not found" }],
    [408, REFUSED, UNAVAILABLE],
    [422, REFUSED, { kind: "request refused", status: 422 }],
    [429, REFUSED, UNAVAILABLE],
    [500, REFUSED, UNAVAILABLE],
    ...[400, 401, 403, 404].flatMap((status): [number, unknown, Email][] => [
      [status, "<html>", UNAVAILABLE],
      [status, { errors: "no list" }, UNAVAILABLE],
    ]),
  ])("%d with %j is %j", async (status, body, email) => {
    fetch.mockResolvedValue(answer(status, body));
    expect(await lookUpEmail("ada", SETTINGS)).toEqual(email);
  });

  test.each([
    ["that is no JSON", () => ({ status: 401, json: () => Promise.reject(new SyntaxError()) })],
    ["that does not come", () => Promise.reject(new Error("ECONNRESET"))],
    ["of no form", () => undefined],
  ])("%s is unavailable", async (_, respond) => {
    fetch.mockImplementation(respond);
    expect(await lookUpEmail("ada", SETTINGS)).toEqual(UNAVAILABLE);
  });
});

/** Looks Ada up at each of these times. */
async function lookUpAt(...timesMs: number[]): Promise<Email[]> {
  const emails: Email[] = [];
  for (nowMs of timesMs) emails.push(await lookUpEmail("ada", SETTINGS));
  return emails;
}

describe("the cache", () => {
  test.each<[unknown, Email]>([
    [FOUND, KNOWN],
    [answer(404, REFUSED), { kind: "not found" }],
    [answer(200, { data: { user: { id: "ada" } } }), { kind: "no email" }],
  ])("keeps what is known for 10 minutes", async (found, email) => {
    fetch.mockResolvedValue(found);
    expect(await lookUpAt(0, 10 * MINUTE_MS - 1)).toEqual([email, email]);
    expect(fetch).toHaveBeenCalledTimes(1);
    await lookUpAt(10 * MINUTE_MS);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test.each([400, 401, 403, 500])("keeps no failure: %d", async (status) => {
    fetch.mockResolvedValueOnce(answer(status, REFUSED)).mockResolvedValueOnce(FOUND);
    const [failed] = await lookUpAt(0);
    expect(failed).not.toEqual(KNOWN);
    expect(entries.size).toBe(0);
    expect(await lookUpAt(1)).toEqual([KNOWN]);
  });

  test("is not shared between regions and workspaces", async () => {
    fetch.mockResolvedValue(FOUND);
    for (const over of [{}, { region: "eu" }, { workspaceSlug: "umbrella" }]) {
      await lookUpEmail("ada", parseSettings({ ...GIVEN, ...over }));
    }
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  const full = new Error("out of memory");
  test.each<[string, object]>([
    ["to load", { load: () => Promise.reject(full) }],
    [
      "at once",
      {
        load: () => {
          throw full;
        },
      },
    ],
    ["to delete", { load: async () => UNAVAILABLE, delete: () => Promise.reject(full) }],
  ])("that fails %s is a failure that passes", async (_, cache) => {
    Object.assign(globalThis, { cache });
    expect(await lookUpAt(0)).toEqual([UNAVAILABLE]);
  });
});

describe("time", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test.each([
    ["headers", forever],
    ["a body", () => ({ status: 200, json: forever })],
  ])("a wait for %s ends after 3 s, and nothing of it is kept", async (_, respond) => {
    fetch.mockImplementationOnce(respond).mockResolvedValueOnce(FOUND);
    const settled = jest.fn();
    const lookUps = [lookUpEmail("ada", SETTINGS), lookUpEmail("ada", SETTINGS)];
    Promise.all(lookUps).then(settled);
    await jest.advanceTimersByTimeAsync(2_999);
    expect(settled).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalledWith([UNAVAILABLE, UNAVAILABLE]);
    expect(entries.size).toBe(0);
    expect(await lookUpEmail("ada", SETTINGS)).toEqual(KNOWN);
  });

  test("no timer stays behind", async () => {
    fetch.mockResolvedValueOnce(FOUND).mockRejectedValueOnce(new Error("ECONNRESET"));
    await lookUpEmail("ada", SETTINGS);
    await lookUpEmail("bob", SETTINGS);
    expect(jest.getTimerCount()).toBe(0);
  });
});
