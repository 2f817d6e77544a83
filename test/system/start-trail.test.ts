// npm start on a workspace's own audit trail.
import { ADA, GRACE } from "../../tools/segment/samples";
import { errorBody, type Fault } from "../../tools/segment/stand-in-api";
import { at, run, runBeside } from "./start-run";

const DAY_MS = 24 * 60 * 60_000;

afterEach(() => jest.restoreAllMocks());

/** An event of the list, from so long ago. */
function listed(type: string, agoMs: number, over: object = {}) {
  const timestamp = new Date(Date.now() - agoMs).toISOString();
  return { id: `${type} ${agoMs}`, type, timestamp, actor: ADA.id, resourceName: "Shop", ...over };
}

/** What the list answers. */
function page(events: unknown, next?: string) {
  return at("/audit-events", { status: 200, body: { data: { events, pagination: { next } } } });
}

test("it counts the events by kind and by email, and shows the latest as Slack would", async () => {
  const events = [
    ...Array.from({ length: 30 }, (_, index) => listed("Permission Check", index)),
    listed("Source Deleted", 5_000, { actor: GRACE.id }),
    listed("Source Deleted", 7_000, { actor: "gone" }),
    listed("Audience Run Complete", 6_000, { actor: "__system__" }),
    listed("Function Deleted", 4_000, { actor: "token/tok_1" }),
    listed("Invite Created", 3_000, { actor: "x", actorEmail: "x@acme.test" }),
  ];
  const { printed, warnings, asked } = await runBeside({ events });
  expect(printed).toMatch(/30 {2}noise +Permission Check \(dropped.* 2 {2}breaking +Source/s);
  expect(printed).toMatch(/32 {2}with an email.*1 {2}without: not a user.*user not found/s);
  const actors = [...printed.matchAll(/\* by ([^:]*):/g)].map(([, actor]) => actor);
  const latestFirst = "x@acme.test,token/tok_1,grace@acme.test,Segment,gone (user not found)";
  expect(String(actors)).toBe(latestFirst);
  expect(asked.slice(2).sort()).toEqual([ADA.id, "gone", GRACE.id].map((id) => `/users/${id}`));
  expect(warnings.match(/gone/g)).toHaveLength(1);
});

test("only the seven days count, and an event once, in whatever order", async () => {
  const days = [30, -1, 6.9, 7.1, 0.1, 8, 1];
  const events = days.map((day) => listed("Source Deleted", day * DAY_MS));
  const { printed } = await runBeside({ events: [...events, ...events] });
  expect(printed).toContain("Events: 3.");
});

test("of a list that goes on, 25 pages are read, also where none of them counts", async () => {
  const items = Array(200).fill(listed("Source Deleted", 9 * DAY_MS));
  const { printed, warnings, asked } = await runBeside({ fault: page(items, "more") });
  expect(asked.filter((path) => path === "/audit-events")).toHaveLength(25);
  expect(warnings).toMatch(/goes on.* 5000 /);
  expect(printed).toContain("Events: 0.");
});

test("what cannot be read costs itself alone, and is counted", async () => {
  const wrong = [{ type: 7 }, { id: "" }, { timestamp: 1764000000000 }, { timestamp: "soon" }];
  const items = [null, ...wrong.map((over) => listed("A", 1, over)), listed("A", 1)];
  const { printed, warnings } = await runBeside({ fault: page(items) });
  expect(printed).toContain("Events: 1.");
  expect(warnings).toMatch(/read: 5\./);
});

test("of 300 people in 5,000 events, each is asked for once, ten at a time", async () => {
  const users = Array.from({ length: 300 }, (_, index) => ({ ...ADA, id: `u${index}` }));
  const events = Array.from({ length: 5_000 }, (_, index) =>
    listed("Source Deleted", index, { actor: `u${Math.floor((index * 300) / 5_000)}` }),
  );
  const realFetch = globalThis.fetch;
  const underWay = new Set<object>();
  const counts: number[] = [];
  jest.spyOn(globalThis, "fetch").mockImplementation((...request) => {
    counts.push(underWay.add(request).size);
    return realFetch(...request).finally(() => underWay.delete(request));
  });
  const { printed, progress, asked } = await runBeside({ events, users });
  expect(printed).toContain("5000  with an email");
  const people = asked.filter((path) => path.startsWith("/users/"));
  expect([people.length, new Set(people).size, Math.max(...counts)]).toEqual([300, 300, 10]);
  expect(String(progress)).toMatch(/400 events read.*,9 of 300 people/);
});

const limit = { status: 429, body: errorBody("rate-limit", { msBeforeNext: 90_000 }) };
test.each([limit, 500])("%j at a look-up is waited for, and asked again", async (fault) => {
  const events = [listed("Source Deleted", 1)];
  const { printed } = await runBeside({ events, fault: at(`/users/${ADA.id}`, fault, 1) });
  expect(printed).toContain("by ada@acme.test");
});

test.each<[string, Fault, RegExp]>([
  ["/", 401, /WORKSPACE_TOKEN is wrong, or REGION, which is us: set REGION=eu/],
  ["/audit-events", 401, /^(?!.*REGION).*access is not.*401/],
  ["/audit-events", 422, /^(?!.*access).*422.*made up/],
  ["/audit-events", 503, /fault \(503\)/],
])("%s answers %j: it says what to do", async (route, fault, said) => {
  const { failure, printed, progress } = await runBeside({ fault: at(route, fault) });
  expect(failure).toMatch(said);
  expect([printed, progress.at(-1)]).toEqual(["", ""]);
});

const NAMES = ["REGION", "WORKSPACE_TOKEN", "API_URL", "BLOCKED_EVENTS"];
test.each(NAMES)("a wrong %s is named before anybody is asked", async (name) => {
  const { failure, asked } = await runBeside({}, [], { [name]: "https://evil.test , *" });
  expect([failure, asked]).toEqual([expect.stringContaining(`${name} is wrong`), []]);
});

test("the EU has its own address", async () => {
  const fetch = jest.spyOn(globalThis, "fetch");
  fetch.mockResolvedValue(Response.json(errorBody("unauthorized"), { status: 401 }));
  const { failure } = await run([], { WORKSPACE_TOKEN: "sgp_acme_1", REGION: " EU " });
  expect(fetch.mock.calls.map(([url]) => url)).toEqual(["https://eu1.api.segmentapis.com/"]);
  expect(failure).toContain("REGION=us");
});
