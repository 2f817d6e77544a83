import { attribute } from "../../src/attribution";
import { parseBatch } from "../../src/batch";
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

async function attributed(...raw: unknown[]) {
  const events = await attribute(parseBatch(raw), settings);
  return events.map(({ actor, email }) => [actor, email]);
}

test("each event gets its actor and their email, in order", async () => {
  expect(await attributed(audienceCreated(), permissionCheck(), newEventAllowed())).toEqual([
    [ADA.id, { email: ADA.email }],
    [GRACE.id, { email: GRACE.email }],
    ["__system__", { email_missing: "triggered by Segment itself" }],
  ]);
});

test("an event that names nobody is Segment's own", async () => {
  expect(await attributed(auditEvent("Space Created", {}, { userId: null }))).toEqual([
    [undefined, { email_missing: "triggered by Segment itself" }],
  ]);
  expect(fetch).not.toHaveBeenCalled();
});

test("there is one look-up an actor, however many events and ways to name them", async () => {
  // Not even a cache that forgets at once and shares nothing makes it more.
  const load = (_key: string, _ttlMs: number, load: () => unknown) => load();
  Object.assign(globalThis, { cache: { load, delete: () => true } });
  const events = [audienceCreated(), audienceCreated(), auditEvent("Space Created", {})];
  expect(await attributed(...events, permissionCheck())).toHaveLength(4);
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
  expect(await attributed(audienceCreated(), permissionCheck())).toEqual([
    [ADA.id, { email: ADA.email }],
    [GRACE.id, { email: GRACE.email }],
  ]);
});

test("an email that the event brings along is kept, and nothing is looked up", async () => {
  const properties = { type: "Space Created", email: "own@acme.test" };
  const own = [
    auditEvent("", {}, { properties }),
    auditEvent("", {}, { properties, userId: "__system__" }),
    auditEvent("", {}, { properties, userId: "../" }),
  ];
  for (const [, email] of await attributed(...own))
    expect(email).toEqual({ email: "own@acme.test" });
  expect(fetch).not.toHaveBeenCalled();
});

test.each(["", " \n", null, 7, {}])("an email that is %j is none", async (email) => {
  const properties = { type: "Space Created", email };
  expect(await attributed(auditEvent("", {}, { properties }))).toEqual([
    [ADA.id, { email: ADA.email }],
  ]);
});
