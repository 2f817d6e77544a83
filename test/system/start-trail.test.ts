// npm start on a workspace's own audit trail.
import { errorBody } from "../../tools/segment/answers";
import { ADA, GRACE } from "../../tools/segment/samples";
import type { Fault } from "../../tools/segment/stand-in-api";
import { at, run, runBeside } from "./start";

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
  const ids = [ADA.id, "gone", GRACE.id];
  expect(asked.slice(2).sort()).toEqual(ids.map((id) => `/users/${id}`));
  expect(warnings.match(/gone/g)).toHaveLength(1);
});

test.each([true, false])("only the days count, an event once (newest first: %p)", async (order) => {
  const days = [-1, 0.1, 1, 6.9, 7.1, 8, 30];
  const events = days.map((day) => listed("Source Deleted", day * DAY_MS));
  const { printed } = await runBeside({ events: [...events, ...events], newestFirst: order });
  expect(printed).toContain("Events: 3.");
});

test.each([1, 0])("of a list that goes on, 25 pages count: %d", async (number) => {
  const items = Array(200).fill(listed("Source Deleted", number ? 1 : 9 * DAY_MS));
  const { printed, warnings, asked } = await runBeside({ fault: page(items, "more") });
  expect(asked.filter((path) => path === "/audit-events")).toHaveLength(25);
  expect(warnings).toMatch(/goes on.* 5000 /);
  expect(printed).toContain(`Events: ${number}.`);
});

test.each([
  [null, 0],
  [[null, 7, listed("A", 1, { type: 7 }), listed("A", 1, { id: "" }), listed("A", 1)], 4],
  [[1764000000000, "soon", null].map((timestamp) => listed("A", 1, { timestamp })), 3],
])("what cannot be read costs itself alone, and is counted (%#)", async (items, unreadable) => {
  const { printed, warnings } = await runBeside({ fault: page(items) });
  expect(printed).toContain(`Events: ${unreadable === 4 ? 1 : 0}.`);
  expect(Number(/read: (\d+)/.exec(warnings)?.[1] ?? 0)).toBe(unreadable);
});

test("of 300 people in 5,000 events, each is asked for once, ten at a time", async () => {
  const toUser = (_: unknown, index: number) => ({ id: `u${index}`, email: "u@acme.test" });
  const users = Array.from({ length: 300 }, toUser);
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

test.each<[string, Fault]>([
  ["a rate limit", { status: 429, body: errorBody("rate-limit", { msBeforeNext: 90_000 }) }],
  ["a fault", 500],
  ["a lost answer", "lost after"],
])("%s at a look-up is waited for, and asked again", async (_, fault) => {
  const events = [listed("Source Deleted", 1)];
  const { printed } = await runBeside({ events, fault: at(`/users/${ADA.id}`, fault, 1) });
  expect(printed).toContain("by ada@acme.test");
});

test.each<[string, Fault, RegExp]>([
  ["/", 401, /WORKSPACE_TOKEN is wrong, or REGION, which is us: set REGION=eu/],
  ["/", { status: 200, body: "<html>\x1b[2JPlease log in</html>" }, /not the Public API's/],
  ["/audit-events", 401, /^(?!.*REGION).*access is not.*401/],
  ["/audit-events", 403, /^(?!.*REGION).*access is not.*403/],
  ["/audit-events", 404, /^(?!.*access).*404.*made up/],
  ["/audit-events", 422, /^(?!.*access).*422.*made up/],
  ["/audit-events", 503, /fault \(503\)/],
])("%s answers %j: it says what to do", async (route, fault, said) => {
  const { failure, printed, progress } = await runBeside({ fault: at(route, fault) });
  expect(failure).toMatch(said);
  expect([printed, progress.at(-1)]).toEqual(["", ""]);
});

test("BLOCKED_EVENTS tries a list in place of Permission Check", async () => {
  const events = ["Permission Check", "Audience Run", "Login"].map((type) => listed(type, 1));
  const { lines } = await runBeside({ events }, ["--json"], { BLOCKED_EVENTS: "Audience*,Login" });
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(["Permission Check"]);
});

test.each([
  ["REGION", "constructor"],
  ["WORKSPACE_TOKEN", "a b"],
  ["API_URL", "https://evil.test"],
  ["BLOCKED_EVENTS", "A,*"],
])("it asks nobody with %s %s", async (name, value) => {
  const { failure, asked } = await runBeside({}, [], { [name]: value });
  expect(failure).toContain(`${name} is wrong`);
  expect(asked).toEqual([]);
});

test("the EU has its own address", async () => {
  const fetch = jest.spyOn(globalThis, "fetch");
  fetch.mockResolvedValue(Response.json(errorBody("unauthorized"), { status: 401 }));
  const { failure } = await run([], { WORKSPACE_TOKEN: "sgp_acme_1", REGION: " EU " });
  expect(fetch.mock.calls.map(([url]) => url)).toEqual(["https://eu1.api.segmentapis.com/"]);
  expect(failure).toContain("REGION=us");
});
