// The client of the Public API, as both commands have it: what it does about each fault, and lists.
import type { Fault } from "../../tools/segment/stand-in-api";
import { type ApiClient, createApiClient, Refusal } from "../../tools/shared/client";
import { adviseOnNetwork } from "../../tools/shared/environment";
import { empty, webhooksOf } from "./deployed-workspace";
import { serve, settle, TOKEN } from "./deployment";

type Ask = (client: ApiClient) => Promise<unknown>;
type Faults = ((index: number) => Fault | undefined) | undefined;

/** Asks a stand-in, which has a fault at some of the requests. */
async function ask(what: Ask, fault?: Faults, over = {}) {
  const workspace = { ...empty(), ...over };
  const { server, surroundings, ...rest } = await serve(workspace, fault && { fault });
  const clean = (text: string) => text.replaceAll(TOKEN, "[hidden]");
  const advice = { check: "Check it.", networkAdvice: "Check the network." };
  const access = { ...surroundings, ...advice, apiUrl: server.url, token: TOKEN, clean };
  const end = await settle(what(createApiClient(access)));
  server.close();
  const { requests, clock } = server;
  return { answer: undefined, ...end, ...rest, count: requests.length, waitedMs: clock.nowMs };
}

const read = ({ readAll }: ApiClient) => readAll("/sources", "sources");
const FUNCTION = { code: "", displayName: "Acme", resourceType: "SOURCE" };
const make = ({ send }: ApiClient) => send("POST /functions", FUNCTION);
const always = (fault: Fault) => () => fault;
const once = (fault: Fault) => (index: number) => (index === 0 ? fault : undefined);
const refusal = (status: number, error: object) => ({ status, body: { errors: [error] } });

test.each<[Fault, RegExp, number]>([
  [401, /refused \(401\)\. Check it/, 401],
  [418, /refused \(418\)\. Segment says/, 418],
  [refusal(400, { type: "odd" }), /odd/, 400],
  [refusal(422, { message: `no ${TOKEN}`, field: "a" }), /\[hidden\].*a\)/, 422],
])("%j is a refusal", async (fault, words, status) => {
  for (const what of [read, make]) {
    const { failure, error, count } = await ask(what, always(fault));
    expect([failure, count]).toEqual([expect.stringMatching(words), 1]);
    expect(error instanceof Refusal && error.status).toBe(status);
  }
});

test.each<[Fault, RegExp]>([
  [408, /fault \(408\)/],
  [500, /fault \(500\)/],
  [{ status: 200, body: { data: null } }, /not the Public API/],
  [{ status: 403, body: "<html>" }, /not the Public API's \(403\)/],
  // The token goes nowhere else.
  [{ status: 307, body: {}, headers: { Location: "http://127.0.0.1:3" } }, /no answer\./],
  ["lost before", /no answer/],
  ["hangs", /no answer/],
])("%j: a read is made again, three times, and a change is not", async (fault, words) => {
  const passed = await ask(read, once(fault));
  expect([passed.failure, passed.waitedMs]).toEqual(["", 1_000]);
  expect(passed.lines).toEqual([expect.stringMatching(words)]);
  const { failure, count, waitedMs } = await ask(read, always(fault));
  expect([failure, count, waitedMs]).toEqual([expect.stringMatching(words), 4, 7_000]);
  const change = await ask(make, always(fault));
  expect([change.failure, change.count]).toEqual([expect.stringMatching(/may have been done/), 1]);
});

const limit = (msBeforeNext: unknown) => refusal(429, { data: { msBeforeNext } });
const gateway = (seconds: string) => {
  return { status: 429, body: "<html>", headers: { "Retry-After": seconds } };
};

test.each<[Fault, number]>([
  [limit(20_500), 20_500],
  [limit(-5), 1_000],
  [limit("soon"), 15_000],
  [gateway("7"), 7_000],
  [limit(300_001), 0],
  [gateway("301"), 0],
])("the rate limit %j is waited for, up to five minutes", async (fault, expected) => {
  for (const what of [read, make]) {
    const { failure, waitedMs } = await ask(what, once(fault));
    const words = expected ? /^$/ : /rate limit/;
    expect([failure, waitedMs]).toEqual([expect.stringMatching(words), expected]);
  }
});

test.each(["SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "CERT_HAS_EXPIRED"])(
  "after %s it says what mends it, at once",
  async (code) => {
    const cause = Object.assign(new Error(), { code });
    const fetch = jest.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("", { cause }));
    for (const what of [read, make]) {
      const { failure, waitedMs } = await ask(what);
      const words = /NODE_EXTRA_CA_CERTS.*NODE_USE_SYSTEM_CA/;
      expect([failure, waitedMs]).toEqual([expect.stringMatching(words), 0]);
    }
    fetch.mockRestore();
  },
);

test.each([
  ["POST /functions", { code: "" }, 120_000],
  ["POST /functions/sfn_1/deploy", undefined, 120_000],
  ["POST /sources", { slug: "" }, 30_000],
  ["GET /sources", undefined, 30_000],
])("%s may take so long", async (route, body, expected) => {
  expect((await ask(({ send }) => send(route, body), always(418))).timeoutsMs).toEqual([expected]);
});

const page = (ids: string[], next?: string | null) => {
  return { things: ids.map((id) => ({ id })), pagination: { next } };
};
const endless = Array.from({ length: 201 }, (_, index) => page([], String(index)));
test.each<[string, object[], string[] | RegExp]>([
  ["of two pages", [page(["a"], "2"), page(["b"], null)], ["a", "b"]],
  ["with one thing listed twice", [page(["a", "a"], "2"), page(["a", "b"])], ["a", "b"]],
  ["whose cursor comes again", [page(["a"], "2"), page(["b"], "2")], ["a", "b"]],
  ["that is null", [{ things: null, pagination: null }], []],
  ["that is missing", [{}], /not as documented/],
  ["that is none", [{ things: {} }], /not as documented/],
  ["with a thing without an id", [{ things: [{ id: "a" }, {}] }], /not as documented/],
  ["that does not end", endless, /does not end/],
])("a list %s", async (_, pages, expected) => {
  const fault = (index: number) => ({ status: 200, body: { data: pages[index] ?? {} } });
  const { answer, failure } = await ask(({ readAll }) => readAll("/things", "things"), fault);
  if (Array.isArray(expected)) expect(answer).toEqual(expected.map((id) => ({ id })));
  else expect(failure).toMatch(expected);
});

describe("the stand-in", () => {
  test("takes five requests on mappings a minute", async () => {
    const list = ["/destinations/webhooks1/subscriptions", "subscriptions"] as const;
    const what = async ({ readAll }: ApiClient) => {
      for (let count = 0; count < 11; count += 1) await readAll(...list);
    };
    expect((await ask(what, undefined, { destinations: [webhooksOf([])] })).waitedMs).toBe(120_000);
  });

  const own = { name: "a", label: "", description: "", required: true, sensitive: true };
  test.each<[string, object]>([
    ["POST /functions", { ...FUNCTION, settings: [{ ...own, type: "STRING", id: 1 }] }],
    ["POST /functions", { ...FUNCTION, settings: [{ ...own, type: "TEXT" }] }],
    ["POST /functions", { ...FUNCTION, id: "sfnc_1" }],
    ["POST /functions/sfnc_1/deploy", {}],
    ["POST /sources", { slug: "", enabled: true, metadataId: "none" }],
    ["DELETE /functions/sfnc_1", {}],
  ])("refuses %s with %j", async (route, body) => {
    expect((await ask(({ send }) => send(route, body))).error).toBeInstanceOf(Refusal);
  });
});

test.each<[Record<string, string>, RegExp]>([
  [{}, /^Check the network/],
  [{ HTTPS_PROXY: "x" }, /^HTTPS_PROXY.*NODE_USE_ENV_PROXY/],
  [{ http_proxy: "x" }, /^http_proxy/],
])("with %j, it says what to do without an answer", (environment, words) => {
  expect(adviseOnNetwork(environment)).toMatch(words);
});
