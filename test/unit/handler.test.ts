import { createHmac } from "node:crypto";
import nock from "nock";
import nodeFetch from "node-fetch";
import {
  ADA,
  ago,
  audienceCreated,
  GRACE,
  newEventAllowed,
  permissionCheck,
  SETTINGS,
  sourceDisabled,
} from "../../tools/segment/audit-events";
import type { Globals } from "../../tools/segment/globals";
import { errorBody, userBody } from "../../tools/segment/public-api";
import { createRuntime } from "../../tools/segment/runtime";
import { HANDLERS } from "../handlers";

const HOST = "https://api.segmentapis.com";
const EARLIER = ago(2 * 60 * 60_000);
const RETRY = { name: "RetryError", message: expect.stringMatching(/Public API is unavailable/) };

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

/** The Public API answers once about each of these users. */
function knows(...users: { id: string; email: string }[]) {
  for (const user of users) nock(HOST).get(`/users/${user.id}`).reply(200, userBody(user));
}

/** The promises hold for the sources and for the file that users paste, with the real node-fetch. */
describe.each(HANDLERS)("%s", (_, load) => {
  const { console, fetch } = globalThis;
  afterEach(() => Object.assign(globalThis, { console, fetch }));

  let call: ReturnType<typeof createRuntime>["call"];
  let globals: Globals;
  beforeEach(() => {
    ({ call, globals } = createRuntime({ fetch: nodeFetch, load }));
  });

  test("an audit event becomes one message", async () => {
    knows(ADA);
    const event = audienceCreated();
    expect(await call(event, SETTINGS)).toEqual({
      messages: [
        {
          event: "Audience Created",
          userId: ADA.id,
          properties: {
            ...event.properties,
            workspace_slug: "acme",
            email: ADA.email,
            category: "change",
            summary: `Audience Created by ${ADA.email}: Big spenders`,
            slack_text: expect.stringContaining(`:gear: *Audience Created* by ${ADA.email}: `),
          },
          messageId: `audit:${event.messageId}`,
          timestamp: event.timestamp,
          context: event.context,
        },
      ],
      logs: [],
    });
  });

  test("a batch becomes one message an event, in order, with one look-up an actor", async () => {
    knows(ADA, GRACE);
    nock(HOST).get("/users/goneUser01").reply(404, errorBody("not-found"));
    const batch = [audienceCreated(), permissionCheck(), newEventAllowed(), sourceDisabled()];
    const { messages } = await call([...batch, audienceCreated()], SETTINGS);
    expect(messages.map(({ event, userId, properties }) => [event, userId, properties])).toEqual([
      ["Audience Created", ADA.id, expect.objectContaining({ email: ADA.email })],
      ["Permission Check", GRACE.id, expect.objectContaining({ email: GRACE.email })],
      [
        "New Event Allowed",
        "__system__",
        expect.objectContaining({ email_missing: "triggered by Segment itself" }),
      ],
      [
        "Source Disabled",
        "goneUser01",
        expect.objectContaining({ email_missing: "user not found" }),
      ],
      ["Audience Created", ADA.id, expect.objectContaining({ email: ADA.email })],
    ]);
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(5);
    expect(nock.isDone()).toBe(true);
  });

  test("the next call finds the user in the cache", async () => {
    knows(ADA);
    await call(audienceCreated(), SETTINGS);
    const { messages } = await call(audienceCreated(), SETTINGS);
    expect(messages).toMatchObject([{ properties: { email: ADA.email } }]);
  });

  describe("nothing is lost", () => {
    const unavailable = "Public API unavailable";

    test("an answer that is final is not waited for", async () => {
      nock(HOST).get(`/users/${ADA.id}`).reply(404, errorBody("not-found"));
      const { messages, error } = await call(audienceCreated(), SETTINGS);
      expect(error).toBeUndefined();
      expect(messages).toMatchObject([{ properties: { email_missing: "user not found" } }]);
      expect(messages).not.toHaveProperty("0.properties.email");
    });

    test.each<[string, (scope: nock.Interceptor) => void]>([
      ["503", (get) => get.reply(503)],
      ["a connection error", (get) => get.replyWithError("ECONNREFUSED")],
      ["a redirect", (get) => get.reply(302, "", { Location: `${HOST}/users/${GRACE.id}` })],
      ["a bad body", (get) => get.reply(200, '{"data":')],
      ["a foreign body", (get) => get.reply(200, userBody(GRACE))],
    ])("%s is retried while the event is new, then sent", async (_, fail) => {
      fail(nock(HOST).get(`/users/${ADA.id}`));
      expect(await call(audienceCreated(), SETTINGS)).toEqual({
        messages: [],
        error: RETRY,
        logs: [],
      });
      for (const receivedAt of [EARLIER, undefined, "soon"]) {
        fail(nock(HOST).get(`/users/${ADA.id}`));
        const { messages } = await call(audienceCreated({ receivedAt }), SETTINGS);
        expect(messages).toMatchObject([{ properties: { email_missing: unavailable } }]);
      }
    });

    test("one event worth a retry holds back its whole batch", async () => {
      knows(GRACE);
      nock(HOST).get(`/users/${ADA.id}`).reply(503);
      const batch = [permissionCheck(), audienceCreated()];
      expect(await call(batch, SETTINGS)).toMatchObject({ messages: [], error: RETRY });
      knows(ADA);
      expect(await call(batch, SETTINGS)).toMatchObject({
        messages: [{ properties: { email: GRACE.email } }, { properties: { email: ADA.email } }],
      });
    });

    test("a message that Segment does not take costs no other", async () => {
      knows(ADA, GRACE);
      const { track } = globals.Segment;
      globals.Segment.track = (message) => {
        if (message.event === "Audience Created") throw new RangeError(ADA.email);
        track(message);
      };
      expect(await call([audienceCreated(), permissionCheck()], SETTINGS)).toMatchObject({
        messages: [{ event: "Permission Check" }],
        logs: ["Segment refused one of the messages."],
      });
    });
  });

  test("a rejected token is one log line that says how to mend it", async () => {
    nock(HOST).get(/users/).times(2).reply(401, errorBody("unauthorized"));
    const { messages, logs } = await call([audienceCreated(), permissionCheck()], SETTINGS);
    expect(messages).toHaveLength(2);
    expect(logs).toEqual([
      "workspaceToken was rejected. Set one of a Workspace Owner, or check region.",
    ]);
  });

  test("blocked events are dropped before any look-up", async () => {
    const settings = { ...SETTINGS, blockedEvents: ["Permission Check"] };
    expect(await call(permissionCheck(), settings)).toEqual({ messages: [], logs: [] });
    knows(ADA);
    const { messages } = await call([permissionCheck(), audienceCreated()], settings);
    expect(messages).toMatchObject([{ event: "Audience Created" }]);
    expect(nock.isDone()).toBe(true);
    const starts = { ...SETTINGS, blockedEvents: ["Permission*"] };
    expect(await call(permissionCheck(), starts)).toEqual({ messages: [], logs: [] });
  });

  test("with a shared secret, only a request that proves to know it is looked at", async () => {
    const settings = { ...SETTINGS, sharedSecret: "acme shared secret" };
    const event = audienceCreated();
    const refused = { messages: [], error: { name: "ValidationError" } };
    expect(await call(event, settings)).toMatchObject(refused);
    const signature = createHmac("sha1", settings.sharedSecret).update(JSON.stringify(event));
    const signed = { "X-Signature": signature.digest("hex") };
    expect(await call(event, settings, signed)).toMatchObject(refused);
    expect(await call(event, settings, { "X-Shared-Secret": "acme" })).toMatchObject(refused);
    knows(ADA);
    const headers = { "X-Shared-Secret": settings.sharedSecret };
    const { messages } = await call(event, settings, headers);
    expect(messages).toMatchObject([{ event: "Audience Created" }]);
  });

  test.each([
    ["not JSON", "{", "InvalidEventPayload"],
    ["no event", 7, "InvalidEventPayload"],
    ["an empty batch", [], "InvalidEventPayload"],
    ["no name", audienceCreated({ properties: {} }), "InvalidEventPayload"],
    ["another call", audienceCreated({ type: "identify" }), "EventNotSupported"],
    ["another event", audienceCreated({ event: "Signed Up" }), "EventNotSupported"],
    ["a batch of the like", [{ type: "identify" }, 7], "EventNotSupported"],
  ])("a body that is %s is refused", async (_, body, name) => {
    expect(await call(body, SETTINGS)).toEqual({
      messages: [],
      error: { name, message: expect.stringMatching(/: expected /) },
      logs: [],
    });
  });

  test("bad elements of a batch are logged, and the rest is sent", async () => {
    knows(ADA);
    expect(await call([7, audienceCreated()], SETTINGS)).toMatchObject({
      messages: [{ event: "Audience Created" }],
      logs: ["Skipped 1 of 2 events. Not an event: expected a JSON object."],
    });
  });

  test.each([
    ["workspaceSlug", { ...SETTINGS, workspaceSlug: " " }],
    ["workspaceToken", { workspaceSlug: "acme" }],
    ["region", { ...SETTINGS, region: "mars" }],
  ])("a wrong %s is a ValidationError that names it", async (name, settings) => {
    expect(await call(audienceCreated(), settings)).toEqual({
      messages: [],
      error: { name: "ValidationError", message: expect.stringContaining(`Setting ${name} is`) },
      logs: [],
    });
  });
});
