import { attribute } from "../../src/attribution";
import { parseAuditEvents } from "../../src/audit-event";
import type { Email } from "../../src/email";
import { parseSettings } from "../../src/settings";
import {
  ADA,
  audienceCreated,
  auditEvent,
  findUser,
  GRACE,
  newEventAllowed,
  permissionCheck,
  SETTINGS,
} from "../../tools/segment/audit-events";
import { createGlobals } from "../../tools/segment/globals";
import { createPublicApi } from "../../tools/segment/public-api";

const settings = parseSettings(SETTINGS);
const fetch = jest.fn();

beforeEach(() => {
  fetch.mockReset().mockImplementation(createPublicApi(findUser));
  Object.assign(globalThis, { fetch, cache: createGlobals({ fetch }).globals.cache });
});

async function emailsOf(...raw: unknown[]): Promise<Email[]> {
  return (await attribute(parseAuditEvents(raw), settings)).map(({ email }) => email);
}

const known = (address: string): Email => ({ kind: "known", address });

test("each event gets its actor and their email, in order", async () => {
  const raw = [audienceCreated(), permissionCheck(), newEventAllowed()];
  const events = await attribute(parseAuditEvents(raw), settings);
  expect(events.map(({ event, actor, email }) => [event.name, actor, email])).toEqual([
    ["Audience Created", { kind: "user", id: ADA.id }, known(ADA.email)],
    ["Permission Check", { kind: "user", id: GRACE.id }, known(GRACE.email)],
    ["New Event Allowed", { kind: "segment", id: "__system__" }, { kind: "segment" }],
  ]);
});

test("nothing is looked up for who is not a user", async () => {
  const events = [
    auditEvent("Space Created", {}, { userId: null }),
    auditEvent("Space Created", { subject: "token/tok_1" }, { userId: "__system__" }),
    newEventAllowed(),
  ];
  expect(await emailsOf(...events)).toEqual([
    { kind: "nobody" },
    { kind: "other" },
    { kind: "segment" },
  ]);
  expect(fetch).not.toHaveBeenCalled();
});

test("an email that the event brings along is taken, and nothing is looked up", async () => {
  const properties = { type: "Space Created", email: "own@acme.test" };
  const events = [
    auditEvent("", {}, { properties }),
    auditEvent("", {}, { properties, userId: "__system__" }),
    auditEvent("", {}, { properties, userId: "../" }),
    auditEvent("Space Created", { subject: "users/x", subject_email: "own@acme.test" }),
  ];
  expect(await emailsOf(...events)).toEqual(events.map(() => known("own@acme.test")));
  expect(fetch).not.toHaveBeenCalled();
});

test.each(["", " \n", null, 7, {}, "n/a"])(
  "a properties.email that is %j does not count",
  async (email) => {
    const properties = { type: "Space Created", email };
    expect(await emailsOf(auditEvent("", {}, { properties }))).toEqual([known(ADA.email)]);
  },
);

test("there is one look-up a user, however many events and ways to name them", async () => {
  // Not even a cache that forgets at once and shares nothing makes it more.
  const load = (_key: string, _ttlMs: number, load: () => unknown) => load();
  Object.assign(globalThis, { cache: { load, delete: () => true } });
  const events = [audienceCreated(), audienceCreated(), auditEvent("Space Created", {})];
  expect(await emailsOf(...events, permissionCheck())).toHaveLength(4);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test("all look-ups are under way at once", async () => {
  let open: () => void = () => {};
  const bothAsked = new Promise<void>((resolve) => {
    open = resolve;
  });
  fetch.mockImplementation(async (url: string) => {
    if (fetch.mock.calls.length === 2) open();
    await bothAsked;
    return createPublicApi(findUser)(url);
  });
  expect(await emailsOf(audienceCreated(), permissionCheck())).toEqual([
    known(ADA.email),
    known(GRACE.email),
  ]);
});

test.each(["a", "A-z_09", "x".repeat(64)])("%j is a plain id", async (userId) => {
  await emailsOf(auditEvent("Space Created", {}, { userId }));
  expect(fetch).toHaveBeenCalledTimes(1);
});

test.each([
  ...["..", "a/b", "a.b", "%2e%2e", "a?b", "a#b", "a\r\nb", "a b", "@evil.test", "ä"],
  ...["x".repeat(65), "x".repeat(5000)],
])("%j never gets into a URL", async (userId) => {
  expect(await emailsOf(auditEvent("Space Created", {}, { userId }))).toEqual([
    { kind: "malformed id" },
  ]);
  expect(fetch).not.toHaveBeenCalled();
});

test("malformed ids use up no look-ups", async () => {
  const by = (userId: string) => auditEvent("Space Created", {}, { userId });
  const odd = Array.from({ length: 100 }, (_, index) => by(`é${index}`));
  expect((await emailsOf(...odd, by(ADA.id))).at(-1)).toEqual(known(ADA.email));
});

test("100 people are looked up, and the others go without", async () => {
  const by = (userId: string) => auditEvent("Space Created", {}, { userId });
  const people = Array.from({ length: 101 }, (_, index) => by(`person${index}`));
  const emails = await emailsOf(...people, by("person0"), by("person101"));
  expect(fetch).toHaveBeenCalledTimes(100);
  expect(emails.slice(98)).toEqual([
    { kind: "not found" },
    { kind: "not found" },
    { kind: "too many people" },
    { kind: "not found" },
    { kind: "too many people" },
  ]);
});
