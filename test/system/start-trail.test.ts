// npm start on a workspace's own audit trail, against the stand-in for the Public API.
import nock from "nock";
import { ADA, audienceCreated, GRACE } from "../../tools/segment/audit-events";
import { errorBody, userBody } from "../../tools/segment/public-api";
import {
  type Leeway,
  type PublicApiServer,
  servePublicApi,
} from "../../tools/segment/public-api-server";
import { run, write } from "./start";

const TOKEN = "sgp_acme_token_1";
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

// It would stay in place for other files.
afterAll(() => nock.restore());

let count = 0;

/** An event of the list, from so long ago. */
function listed(type: string, agoMs: number, over: object = {}) {
  count += 1;
  return {
    id: `event${count}`,
    type,
    timestamp: new Date(Date.now() - agoMs).toISOString(),
    actor: ADA.id,
    resourceId: "acmeSource1",
    resourceType: "source",
    resourceName: "Web shop",
    ...over,
  };
}

interface Given {
  events?: ReturnType<typeof listed>[];
  users?: { id: string; email: string }[];
  leeway?: Partial<Leeway>;
  fault?: PublicApiServer["fault"];
  words?: string[];
  environment?: Record<string, string>;
}

/** Runs the command on such a trail. */
async function show({ events = [], users = [ADA, GRACE], words = [], ...given }: Given) {
  const workspace = { functions: [], sources: [], destinations: [], users, events };
  const server = await servePublicApi(workspace, { [TOKEN]: "read" });
  Object.assign(server.leeway, given.leeway);
  if (given.fault) server.fault = given.fault;
  try {
    const environment = { WORKSPACE_TOKEN: TOKEN, API_URL: server.url, ...given.environment };
    return { ...(await run(words, environment)), requests: server.requests };
  } finally {
    server.close();
  }
}

test("it counts the events by kind, and shows the latest as Slack would", async () => {
  const events = [
    ...Array.from({ length: 30 }, (_, index) => listed("Permission Check", index * MINUTE_MS)),
    listed("Source Deleted", 5 * MINUTE_MS, { actor: GRACE.id }),
    listed("Source Deleted", 7 * MINUTE_MS, { actor: "gone" }),
    listed("Audience Run Complete", 6 * MINUTE_MS, { actor: "__system__" }),
    listed("Access Token Created", 3 * MINUTE_MS, { actor: "x", actorEmail: "x@acme.test" }),
  ];
  const { lines, failure, requests } = await show({ events });
  expect(failure).toBe("");
  expect(lines.slice(0, 12)).toEqual([
    "Workspace acme (us): 34 events of the last 7 days, by 5 actors.",
    "",
    "     30  Permission Check       noise     dropped by blockedEvents",
    "      2  Source Deleted         breaking",
    "      1  Access Token Created   security",
    "      1  Audience Run Complete  noise",
    "",
    "  32 with an email, 1 triggered by Segment itself, 1 user not found",
    "",
    "The latest 4, as Slack shows them:",
    "",
    "  :rotating_light: *Access Token Created* by x@acme.test: Web shop",
  ]);
  expect(lines.filter((line) => /^ {2}:\w+: /.test(line)).slice(1)).toEqual([
    "  :warning: *Source Deleted* by grace@acme.test: Web shop",
    "  :gear: *Audience Run Complete* by Segment: Web shop",
    "  :warning: *Source Deleted* by gone (user not found): Web shop",
  ]);
  expect(lines.slice(-3)).toEqual([
    "",
    "4 messages of 34 events.",
    expect.stringMatching(/^Events of this list have fewer details .* in the list\.$/),
  ]);
  const asked = requests.map(({ path }) => path).filter((path) => path.startsWith("/users/"));
  expect(asked.sort()).toEqual([ADA.id, "gone", GRACE.id].map((id) => `/users/${id}`).sort());
});

test("what Segment's own address did, it did itself", async () => {
  const actorEmail = "internal-service@segment.com";
  const { printed } = await show({ events: [listed("Source Disabled", 1, { actorEmail })] });
  expect(printed).toContain("  1 triggered by Segment itself\n");
  expect(printed).toContain("*Source Disabled* by Segment: Web shop\n");
});

test("BLOCKED_EVENTS is tried, and an entry that drops nothing is named", async () => {
  const events = ["Permission Check", "Audience Run Complete", "Source Deleted"].map((type) =>
    listed(type, MINUTE_MS),
  );
  const { lines } = await show({
    events,
    environment: { BLOCKED_EVENTS: "Permission Check, Audience Run*,Schema*" },
  });
  expect(lines.filter((line) => line.endsWith("dropped by blockedEvents"))).toHaveLength(2);
  expect(lines).toContain("  Schema* in BLOCKED_EVENTS drops nothing.");
  expect(lines).toContain("The latest 1, as Slack shows them:");
  expect(lines.at(-2)).toBe(
    '2 messages of 3 events. With BLOCKED_EVENTS="Permission Check,Audience Run*,Schema*": 1.',
  );
  const none = await show({ events, environment: { BLOCKED_EVENTS: "" } });
  expect(none.lines.at(-2)).toBe('2 messages of 3 events. With BLOCKED_EVENTS="": 3.');
  const all = await show({ events, environment: { BLOCKED_EVENTS: "Permission Check,*" } });
  expect(all.failure).toBe("BLOCKED_EVENTS is wrong: * alone would drop every event.");
});

test("an empty trail is said in a line", async () => {
  expect((await show({})).lines).toEqual(["Workspace acme (us): no events in the last 7 days."]);
  const old = await show({ events: [listed("Source Deleted", 8 * DAY_MS)] });
  expect(old.lines).toEqual(["Workspace acme (us): no events in the last 7 days."]);
});

describe.each<[string, Partial<Leeway>]>([
  ["the newest first", { newestFirst: true }],
  ["the oldest first", { newestFirst: false }],
  ["the newest first, times heeded", { newestFirst: true, heedsTimes: true }],
  ["the oldest first, times heeded", { newestFirst: false, heedsTimes: true }],
])("with %s", (_, leeway) => {
  test("what is outside the time does not count", async () => {
    const ages = [0.1, 1, 6.9, 7.1, 8, 30].map((days) => days * DAY_MS);
    const many = Array.from({ length: 500 }, (_, index) => 10 * DAY_MS + index * MINUTE_MS);
    const events = [-DAY_MS, ...ages, ...many].map((ms) => listed("Source Deleted", ms));
    const { printed } = await show({ events, leeway });
    expect(printed).toMatch(/^Workspace acme \(us\): 3 events of the last 7 days, by 1 actor\.\n/);
  });

  test("of 6,000 events, the newest 5,000 count", async () => {
    const events = Array.from({ length: 6_000 }, (_, index) =>
      listed(index < 5_000 ? "Source Deleted" : "Source Created", index * MINUTE_MS),
    );
    const { lines, progress, requests } = await show({ events, leeway });
    expect(lines[0]).toBe(
      "Workspace acme (us): the newest 5,000 events of the last 7 days, by 1 actor.",
    );
    expect(lines[2]).toBe("  5,000  Source Deleted  breaking");
    expect(lines[3]).toBe("");
    expect(progress).toEqual(
      expect.arrayContaining(["1,000 events read", "5,000 of 5,000 events looked at", ""]),
    );
    expect(requests.filter(({ path }) => path.startsWith("/users/"))).toHaveLength(1);
  });
});

describe("pages that are odd", () => {
  const api = "https://api.segmentapis.com";
  const page = (events: object[], next?: string) => ({
    data: { events, pagination: { current: "x", next } },
  });
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  afterAll(() => nock.enableNetConnect());

  function serve(...pages: object[]) {
    const workspace = { data: { workspace: { id: "acmeWS01", slug: "acme" } } };
    const scope = nock(api).get("/").reply(200, workspace);
    for (const body of pages) scope.get(/^\/audit-events\?/).reply(200, body);
    nock(api).get(`/users/${ADA.id}`).reply(200, userBody(ADA));
  }

  test("a page that comes again does not count twice", async () => {
    const events = [listed("Source Deleted", 1), listed("Source Created", 2)];
    serve(page(events, "2"), page(events, "3"), page([...events, listed("Source Created", 3)]));
    const { printed } = await run([], { WORKSPACE_TOKEN: TOKEN });
    expect(printed).toMatch(/^Workspace acme \(us\): 3 events /);
  });

  test("of a list that begins with the oldest events, 150 pages are read", async () => {
    const pages = Array.from({ length: 160 }, (_, index) =>
      page([listed("Source Deleted", DAY_MS - index)], String(index)),
    );
    serve(...pages);
    const { lines } = await run([], { WORKSPACE_TOKEN: TOKEN });
    expect(lines.slice(0, 2)).toEqual([
      "Workspace acme (us): 150 events of the last 7 days, by 1 actor.",
      "The list has more pages than were read: newer events may be missing.",
    ]);
  });

  test("a count of all events that there ever were does not matter", async () => {
    const { data } = page([listed("Source Deleted", 1)]);
    serve({ data: { ...data, pagination: { current: "x", totalEntries: 99 } } });
    const { printed } = await run([], { WORKSPACE_TOKEN: TOKEN });
    expect(printed).toMatch(/^Workspace acme \(us\): 1 event of /);
  });

  test("an event without a name or a time is left out, and nothing in it can act", async () => {
    const forged = "A\n  5  Forged\x1b[2J\u202e";
    serve(
      page([
        listed("Source Deleted", 1),
        { ...listed("", 1) },
        { ...listed("A", 1), timestamp: "soon" },
        listed(forged, 1, { actor: { x: forged }, resourceName: [forged] }),
      ]),
    );
    const { lines } = await run([], { WORKSPACE_TOKEN: TOKEN });
    expect(lines[0]).toMatch(/: 2 events /);
    expect(lines.filter((line) => line.startsWith("  5  "))).toEqual([]);
  });
});

test("a look-up that fails is made once for each person, too", async () => {
  const events = Array.from({ length: 50 }, (_, index) => listed("Source Deleted", index));
  const { printed, requests } = await show({
    events,
    fault: (_, __, path) => (path.startsWith("/users/") ? 503 : undefined),
  });
  expect(printed).toContain("  50 Public API unavailable\n");
  expect(requests.filter(({ path }) => path.startsWith("/users/"))).toHaveLength(1);
});

const at =
  (route: string, fault: ReturnType<PublicApiServer["fault"]>): PublicApiServer["fault"] =>
  (_, __, path) =>
    path === route ? fault : undefined;
const CANNOT = /^The audit trail cannot be read\. It needs the Business plan, and most likely/;

test.each<[string, PublicApiServer["fault"], RegExp]>([
  ["a wrong token", at("/", 401), /^GET \/: refused \(401\)\. WORKSPACE_TOKEN is wrong, or REGION/],
  ["a token that may not read it", at("/audit-events", 403), CANNOT],
  ["a plan without it", at("/audit-events", 404), CANNOT],
  ["a request that is refused", at("/audit-events", 422), CANNOT],
  ["a fault", at("/audit-events", 503), /^GET \/audit-events: Segment has a fault \(503\)\. Run/],
  ["no answer", at("/audit-events", "lost before"), /^GET \/audit-events: no answer.*network/],
  [
    "a proxy's page",
    at("/", { status: 200, body: "<html>\x1b[2JPlease log in</html>" }),
    /^GET \/: the answer is not the Public API's\./,
  ],
  [
    "a rate limit",
    at("/audit-events", {
      status: 429,
      body: errorBody("rate-limit", { msBeforeNext: 400_000 }),
    }),
    /^GET \/audit-events: still over Segment's rate limit\. Run/,
  ],
])("%s is said in a line", async (_, fault, said) => {
  const { failure, printed } = await show({ events: [listed("Source Deleted", 1)], fault });
  expect(failure).toMatch(said);
  expect(failure).not.toContain("\n");
  expect(printed).not.toContain("Workspace");
});

test("where a proxy is set, it says that Node's fetch goes past it", async () => {
  const fault = at("/", "lost before");
  const { failure } = await show({ fault, environment: { https_proxy: "http://proxy:1" } });
  expect(failure).toMatch(/https_proxy is set, but Node's fetch does not use it by itself/);
});

test("a file beside a token has its emails from the Public API", async () => {
  const { lines, requests } = await show({ words: [write(audienceCreated())] });
  expect(lines[0]).toBe("Workspace acme (us): emails come from the Public API.");
  expect(lines[2]).toBe(":gear: *Audience Created* by ada@acme.test: Big spenders");
  expect(requests.map(({ path }) => path)).toEqual(["/", `/users/${ADA.id}`]);
});

test.each([
  [{ REGION: "constructor" }, "REGION is wrong. It takes us or eu; us by default."],
  [{ WORKSPACE_TOKEN: "a b" }, "WORKSPACE_TOKEN is wrong. It takes a Public API token"],
  [{ API_URL: "https://evil.test" }, "API_URL is wrong. It takes http://127.0.0.1:<port>"],
])("it asks nobody with %j", async (environment, said) => {
  const { failure, requests } = await show({ environment });
  expect(failure).toContain(said);
  expect(requests).toEqual([]);
});

test("the EU has its own address", async () => {
  nock.disableNetConnect();
  const scope = nock("https://eu1.api.segmentapis.com").get("/").reply(401, errorBody("x"));
  const { failure } = await run([], { WORKSPACE_TOKEN: TOKEN, REGION: " EU " });
  expect(failure).toContain("REGION, which is eu. If the workspace is elsewhere, set REGION=us.");
  expect(scope.isDone()).toBe(true);
  nock.enableNetConnect();
});
