// The client of the Public API, as both commands have it: what it does about each fault, and lists.
import { adviseOnNetwork } from "../../tools/environment";
import { Failure } from "../../tools/failure";
import { createApiClient } from "../../tools/public-api";
import { ADA, GRACE } from "../../tools/segment/audit-events";
import { type Fault, servePublicApi, type Workspace } from "../../tools/segment/public-api-server";
import { empty, webhooksOf } from "./deployed-workspace";
import { TOKEN, TOKENS } from "./deployment";

const ADVICE = "Check the network.";

/** Asks a stand-in, which has a fault at some of the requests. */
async function ask<Answer>(
  what: (client: ReturnType<typeof createApiClient>) => Promise<Answer>,
  fault: (index: number) => Fault | undefined = () => undefined,
  workspace: Workspace = empty(),
) {
  const server = await servePublicApi(workspace, TOKENS);
  server.fault = fault;
  const lines: string[] = [];
  const timeoutsMs: number[] = [];
  let timeout = new AbortController();
  server.onHang = () => timeout.abort();
  const client = createApiClient({
    apiUrl: server.url,
    token: TOKEN,
    check: "Check it.",
    networkAdvice: ADVICE,
    clean: (text) => text.replaceAll(TOKEN, "[hidden]"),
    print: (line) => lines.push(line),
    wait: async (ms) => {
      server.clock.nowMs += ms;
    },
    createTimeout(ms) {
      timeoutsMs.push(ms);
      timeout = new AbortController();
      return timeout.signal;
    },
  });
  let failure: Failure | undefined;
  let answer: Answer | undefined;
  try {
    answer = await what(client);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  } finally {
    server.close();
  }
  const { requests, clock } = server;
  const said = { answer, failure: failure?.message, lines };
  return { ...said, kind: failure?.constructor.name, requests, timeoutsMs, waitedMs: clock.nowMs };
}

type Client = Parameters<Parameters<typeof ask>[0]>[0];
const readFunctions = ({ readAll }: Client) =>
  readAll("/functions", "functions", { resourceType: "SOURCE" });
const always = (fault: Fault) => () => fault;
const once = (fault: Fault) => (index: number) => (index === 0 ? fault : undefined);
const NO_DATA = { status: 200, body: { data: null } };
const HTML = { status: 200, body: "<html>" };
const LATER = "Run the command again later.";

describe("a read", () => {
  test.each<[Fault, string]>([
    [401, "refused (401). Check it. Segment says: made up for the test"],
    [403, "refused (403). Check it. Segment says: made up for the test"],
    [404, "refused (404). Check it. Segment says: made up for the test"],
    [418, "refused (418). Segment says: made up for the test"],
    [300, "refused (300). Segment says: made up for the test"],
    [429, `still over Segment's rate limit. ${LATER}`],
    [408, `Segment has a fault (408). ${LATER}`],
    [500, `Segment has a fault (500). ${LATER}`],
    [299, `the answer is not the Public API's. ${LATER}`],
    [NO_DATA, `the answer is not the Public API's. ${LATER}`],
    [HTML, `the answer is not the Public API's. ${LATER}`],
    [{ status: 400, body: { errors: [{ type: "odd" }] } }, "refused (400). Segment says: odd"],
    [{ status: 400, body: "<html>" }, "refused (400). Segment says: nothing more."],
    [
      { status: 422, body: { errors: [{ message: `no ${TOKEN}`, field: "a" }] } },
      "refused (422). Segment says: no [hidden] (field a)",
    ],
    ["lost before", `no answer. ${ADVICE}`],
    ["hangs", `no answer. ${ADVICE}`],
  ])("that ends with %j again and again is a failure of one line", async (fault, expected) => {
    const { failure } = await ask(readFunctions, always(fault));
    expect(failure).toBe(`GET /functions: ${expected}`);
  });

  test.each<Fault>([408, 500, 599, NO_DATA, HTML, "lost before", "lost after", "hangs"])(
    "that fails once (%j) is made again",
    async (fault) => {
      const { answer, lines, waitedMs } = await ask(readFunctions, once(fault));
      expect(answer).toEqual([]);
      expect(lines).toEqual([
        expect.stringMatching(/^GET \/functions: .*\. Trying again in 1 s\.$/),
      ]);
      expect(waitedMs).toBe(1_000);
    },
  );

  test("that fails is made four times", async () => {
    const { requests, waitedMs } = await ask(readFunctions, always(500));
    expect({ count: requests.length, waitedMs }).toEqual({ count: 4, waitedMs: 7_000 });
  });

  test("a redirect is not followed, and the token goes nowhere", async () => {
    const other = await servePublicApi(empty(), TOKENS);
    const headers = { Location: `${other.url}/functions` };
    const { failure } = await ask(readFunctions, always({ status: 307, body: {}, headers }));
    other.close();
    expect(failure).toBe(`GET /functions: no answer. ${ADVICE}`);
    expect(other.requests).toEqual([]);
  });

  test.each([{}, { id: "acmeWS01" }, { slug: "acme" }, null])(
    "the workspace %j is not as documented",
    async (workspace) => {
      const fault = always({ status: 200, body: { data: { workspace } } });
      const { failure } = await ask(({ readWorkspace }) => readWorkspace(), fault);
      expect(failure).toBe("GET /: the answer is not as documented. Is this the Public API?");
    },
  );
});

const limit = (msBeforeNext: unknown) => {
  return { status: 429, body: { errors: [{ type: "rate-limit", data: { msBeforeNext } }] } };
};
const gateway = (seconds: string) => {
  return { status: 429, body: "<html>", headers: { "Retry-After": seconds } };
};

describe("a rate limit", () => {
  test.each<[Fault, number]>([
    [limit(20_500), 20_500],
    [limit(300_000), 300_000],
    [limit(-5), 1_000],
    [limit("soon"), 15_000],
    [gateway("7"), 7_000],
    [gateway("soon"), 15_000],
    [429, 15_000],
  ])("%j is waited for", async (fault, expected) => {
    const { answer, waitedMs, lines } = await ask(readFunctions, once(fault));
    expect({ answer, waitedMs }).toEqual({ answer: [], waitedMs: expected });
    const seconds = Math.ceil(expected / 1_000);
    expect(lines).toEqual([`GET /functions: Segment's rate limit. Trying again in ${seconds} s.`]);
  });

  test.each<Fault>([limit(1e12), limit(300_001), gateway("301")])("%j is not", async (fault) => {
    const { failure, waitedMs } = await ask(readFunctions, once(fault));
    expect(failure).toBe(`GET /functions: still over Segment's rate limit. ${LATER}`);
    expect(waitedMs).toBe(0);
  });

  test("on mappings is five requests a minute", async () => {
    const workspace = { ...empty(), destinations: [webhooksOf([])] };
    const { waitedMs } = await ask(
      async ({ readAll }) => {
        const path = "/destinations/webhooks1/subscriptions";
        for (let count = 0; count < 11; count += 1) await readAll(path, "subscriptions");
      },
      undefined,
      workspace,
    );
    expect(waitedMs).toBe(120_000);
  });
});

describe("a change", () => {
  const OPEN = "It may have been done or not. Run the command again in a minute: it looks first.";
  const body = { code: "", displayName: "Acme", resourceType: "SOURCE" };
  const make = ({ send }: Client) => send("POST /functions", body);

  test.each<[Fault, string]>([
    [500, "Segment has a fault (500)"],
    [NO_DATA, "the answer is not the Public API's"],
    [HTML, "the answer is not the Public API's"],
    ["lost before", "no answer"],
    ["lost after", "no answer"],
    ["hangs", "no answer"],
  ])("that ends with %j is not made again", async (fault, what) => {
    const { failure, kind, requests } = await ask(make, always(fault));
    expect(failure).toBe(`POST /functions: ${what}. ${OPEN}`);
    expect(kind).toBe("OpenFailure");
    expect(requests).toHaveLength(1);
  });

  test.each([
    [401, "Refusal"],
    [403, "Refusal"],
    [404, "Refusal"],
    [400, "InputFailure"],
    [422, "InputFailure"],
  ])("that is refused with %d is a %s", async (status, kind) => {
    expect((await ask(make, always(status))).kind).toBe(kind);
  });

  test("may take 120 s where it sends or deploys code, and 30 s else", async () => {
    const send = async (route: string, body?: object) =>
      (await ask((client) => client.send(route, body), always(418))).timeoutsMs[0];
    expect(await send("POST /functions", { code: "" })).toBe(120_000);
    expect(await send("POST /functions/sfn_1/deploy")).toBe(120_000);
    expect(await send("POST /sources", { slug: "" })).toBe(30_000);
    expect(await send("GET /sources")).toBe(30_000);
  });
});

describe("a list", () => {
  /** Pages, the nth of them for the nth request. */
  const paged = (pages: object[]) => (index: number) => {
    return { status: 200, body: { data: pages[Math.min(index, pages.length - 1)] } };
  };
  const readThings = ({ readAll }: Client) => readAll("/things", "things");
  const page = (ids: string[], pagination?: object | null) => {
    return { things: ids.map((id) => ({ id })), pagination };
  };
  const UNKNOWN = "GET /things: the answer is not as documented. Is this the Public API?";

  test.each<[string, object[], string[]]>([
    ["of one page", [page(["a"])], ["a"]],
    ["of two", [page(["a"], { next: "2" }), page(["b"], { next: null })], ["a", "b"]],
    [
      "with one thing listed twice",
      [page(["a", "a"], { next: "2" }), page(["a", "b"])],
      ["a", "b"],
    ],
    [
      "whose cursor comes again",
      [page(["a"], { next: "2" }), page(["b"], { next: "2" })],
      ["a", "b"],
    ],
    ["that is null", [{ things: null, pagination: null }], []],
    ["that says how many there are", [page(["a", "a"], { totalEntries: 2 })], ["a"]],
  ])("%s", async (_, pages, ids) => {
    const { answer, failure } = await ask(readThings, paged(pages));
    expect({ answer, failure }).toEqual({ answer: ids.map((id) => ({ id })), failure: undefined });
  });

  test.each<[string, object[], string]>([
    ["that is absent", [{}], UNKNOWN],
    ["that is none", [{ things: {} }], UNKNOWN],
    ["of something without an id", [{ things: [{ id: "a" }, {}] }], UNKNOWN],
    [
      "that has more than it shows",
      [page(["a"], { totalEntries: 2 })],
      `GET /things: the list is not whole. ${LATER}`,
    ],
  ])("%s is a failure", async (_, pages, expected) => {
    expect((await ask(readThings, paged(pages))).failure).toBe(expected);
  });

  test("that does not end is given up", async () => {
    const endless = (index: number) => paged([page([], { next: String(index) })])(0);
    const { failure, requests } = await ask(readThings, endless);
    expect(failure).toBe("GET /things: the list does not end. Report this to Segment.");
    expect(requests).toHaveLength(200);
  });

  test("can be read page by page, and only as far as it is needed", async () => {
    const endless = (index: number) => paged([page([String(index)], { next: String(index) })])(0);
    const { answer, requests } = await ask(async ({ readPages }) => {
      for await (const [first] of readPages("/things", "things"))
        if (first?.id === "2") return first;
      return undefined;
    }, endless);
    expect(answer).toEqual({ id: "2" });
    expect(requests).toHaveLength(3);
  });
});

describe("the stand-in has", () => {
  const events = ["2026-11-20", "2026-11-22", "2026-11-21"].map((day) => {
    return { id: day, timestamp: `${day}T00:00:00.000Z`, type: "Source Created", actor: ADA.id };
  });
  const workspace = { ...empty(), users: [ADA, GRACE], events };

  test("users, one by one and as a list", async () => {
    const all = await ask(({ readAll }) => readAll("/users", "users"), undefined, workspace);
    expect(all.answer).toMatchObject([ADA, GRACE]);
    const one = await ask(({ read }) => read(`/users/${ADA.id}`, "user"), undefined, workspace);
    expect(one.answer).toMatchObject(ADA);
  });

  test("the audit trail, in pages as large as they are asked for", async () => {
    const query = { startTime: "2026-11-22T00:00:00.000Z", "pagination[count]": "1000" };
    const read = ({ readAll }: Client) => readAll("/audit-events", "events", query);
    const { answer, requests } = await ask(read, undefined, workspace);
    expect(answer?.map(({ id }) => id)).toEqual(["2026-11-22", "2026-11-21", "2026-11-20"]);
    expect(requests).toHaveLength(1);
  });
});

test.each<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [{ NO_PROXY: "x", HTTPS_PROXY: "" }, undefined],
  [{ HTTPS_PROXY: "x", NODE_USE_ENV_PROXY: "1" }, undefined],
  [{ HTTPS_PROXY: "x" }, "HTTPS_PROXY"],
  [{ http_proxy: "x" }, "http_proxy"],
  [{ ALL_PROXY: "x" }, "ALL_PROXY"],
])("with %j, what to do without an answer names %s", (environment, name) => {
  const proxy =
    `${name} is set, but Node's fetch does not use it by itself. With Node.js 24 or later, ` +
    "NODE_USE_ENV_PROXY=1 makes it use HTTPS_PROXY. ";
  const rest = "Check the network. Run the command again later.";
  expect(adviseOnNetwork(environment)).toBe(name ? proxy + rest : rest);
});
