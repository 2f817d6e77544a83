// The client of the Public API, as both commands have it: what it does about each fault, and lists.
import type { Fault } from "../../tools/segment/stand-in-api";
import { type ApiClient, createApiClient, Refusal } from "../../tools/shared/client";
import { adviseOnNetwork } from "../../tools/shared/environment";
import { empty, webhooksOf } from "./deployed-workspace";
import { serve, settle, TOKEN } from "./deployment";

type Ask = (client: ApiClient) => Promise<unknown>;

/** Asks a stand-in, which has a fault at some of the requests. */
async function ask(what: Ask, fault?: (index: number) => Fault | undefined) {
  const workspace = { ...empty(), destinations: [webhooksOf([])] };
  const { server, surroundings, ...rest } = await serve(workspace, fault && { fault });
  const clean = (text: string) => text.replaceAll(TOKEN, "[hidden]");
  const advice = { check: "Check it.", networkAdvice: "Check the network." };
  const access = { ...surroundings, ...advice, apiUrl: server.url, token: TOKEN, clean };
  const end = await settle(what(createApiClient(access)));
  server.close();
  return { ...end, ...rest, count: server.requests.length, waitedMs: server.clock.nowMs };
}

const read = ({ readAll }: ApiClient) => readAll("/sources", "sources");
const make = ({ send }: ApiClient) =>
  send("POST /functions", { code: "", displayName: "Acme", resourceType: "SOURCE" });
const always = (fault: Fault) => () => fault;
const refusal = (status: number, error: object) => ({ status, body: { errors: [error] } });

test.each<[Fault, RegExp]>([
  [401, /refused \(401\)\. Check it/],
  [418, /refused \(418\)\. Segment says/],
  [refusal(400, { type: "odd" }), /odd/],
  [refusal(422, { message: `no ${TOKEN}`, field: "a" }), /\[hidden\].*a\)/],
])("%j is a refusal, of code in two minutes at the latest", async (fault, words) => {
  for (const what of [read, make]) {
    const timeoutMs = what === make ? 120_000 : 30_000;
    const { failure, error, timeoutsMs } = await ask(what, always(fault));
    expect([failure, timeoutsMs]).toEqual([expect.stringMatching(words), [timeoutMs]]);
    expect(error).toBeInstanceOf(Refusal);
  }
});

test.each<[Fault, RegExp]>([
  [408, /fault \(408\)/],
  [500, /fault \(500\)/],
  [{ status: 200, body: { data: null } }, /not the Public API/],
  [{ status: 403, body: "<html>" }, /not the Public API's \(403\)/],
  // The token goes nowhere else.
  [{ status: 307, body: {}, headers: { Location: "http://127.0.0.1:3" } }, /no answer\./],
  ["hangs", /no answer/],
])("%j: a read is made again, three times, and a change is not", async (fault, words) => {
  const { failure, count, waitedMs } = await ask(read, always(fault));
  expect([failure, count, waitedMs]).toEqual([expect.stringMatching(words), 4, 7_000]);
  const change = await ask(make, always(fault));
  expect([change.failure, change.count]).toEqual([expect.stringMatching(/may have been done/), 1]);
});

const limit = (msBeforeNext: unknown) => refusal(429, { data: { msBeforeNext } });
test.each<[Fault, number]>([
  [limit(20_500), 20_500],
  [limit(-5), 1_000],
  [limit("soon"), 15_000],
  [{ status: 429, body: "<html>", headers: { "Retry-After": "7" } }, 7_000],
  [limit(300_001), 0],
])("the rate limit %j is waited for, up to five minutes", async (fault, expected) => {
  for (const what of [read, make]) {
    const { failure, waitedMs } = await ask(what, (index) => (index === 0 ? fault : undefined));
    const words = expected ? /^$/ : /rate limit/;
    expect([failure, waitedMs]).toEqual([expect.stringMatching(words), expected]);
  }
});

test("a certificate that Node.js does not trust is said at once, with what mends it", async () => {
  const fetch = jest.spyOn(globalThis, "fetch");
  for (const code of ["SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"]) {
    fetch.mockRejectedValue(new TypeError("", { cause: Object.assign(new Error(), { code }) }));
    const { failure, waitedMs } = await ask(read);
    const words = /NODE_EXTRA_CA_CERTS.*NODE_USE_SYSTEM_CA/;
    expect([failure, waitedMs]).toEqual([expect.stringMatching(words), 0]);
  }
  fetch.mockRestore();
});

const page = (ids: string[], next?: string | null) => {
  return { things: ids.map((id) => ({ id })), pagination: { next } };
};
const endless = Array.from({ length: 201 }, (_, index) => page([], String(index)));
test.each<[string, object[], string[] | RegExp]>([
  ["with one thing listed twice", [page(["a", "a"], "2"), page(["a", "b"], null)], ["a", "b"]],
  ["whose cursor comes again", [page(["a"], "2"), page(["b"], "2")], ["a", "b"]],
  ["that is null", [{ things: null, pagination: null }], []],
  ["that is missing", [{}], /not as documented/],
  ["with a thing without an id", [{ things: [{ id: "a" }, {}] }], /not as documented/],
  ["that does not end", endless, /does not end/],
])("a list %s", async (_, pages, expected) => {
  const fault = (index: number) => ({ status: 200, body: { data: pages[index] ?? {} } });
  const { answer, failure } = await ask(({ readAll }) => readAll("/things", "things"), fault);
  if (Array.isArray(expected)) expect(answer).toEqual(expected.map((id) => ({ id })));
  else expect(failure).toMatch(expected);
});

test("the stand-in takes five requests on mappings a minute", async () => {
  const list = ["/destinations/webhooks1/subscriptions", "subscriptions"] as const;
  const { waitedMs } = await ask(async ({ readAll }) => {
    for (let count = 0; count < 11; count += 1) await readAll(...list);
  });
  expect(waitedMs).toBe(120_000);
});

test("without an answer it says what to do, also about a proxy", () => {
  expect(adviseOnNetwork({})).toMatch(/^Check the network/);
  expect(adviseOnNetwork({ http_proxy: "x" })).toMatch(/^http_proxy.*NODE_USE_ENV_PROXY/);
});
