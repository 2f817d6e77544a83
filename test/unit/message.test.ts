import type { Actor } from "../../src/actor";
import type { Email } from "../../src/email";
import { toMessage } from "../../src/message";
import { parseSettings } from "../../src/settings";
import { audienceCreated, parsed, SETTINGS } from "../../tools/segment/audit-events";

const USER: Actor = { kind: "user", id: "ada", email: undefined };
const EMAIL: Email = { kind: "known", address: "ada@acme.test" };
const settings = parseSettings(SETTINGS);

function messageFor(over: object = {}, actor = USER, email = EMAIL) {
  const event = parsed(audienceCreated({ messageId: "api-1", ...over }));
  return toMessage({ event, actor, email }, settings);
}

test("a message has the event's name, its own properties, who, where and what kind", () => {
  const raw = audienceCreated();
  const { timestamp, context, properties } = raw;
  expect(messageFor(raw)).toStrictEqual({
    event: "Audience Created",
    userId: "ada",
    properties: {
      ...properties,
      workspace_slug: "acme",
      email: "ada@acme.test",
      category: "change",
      summary: "Audience Created by ada@acme.test: Big spenders",
      slack_text: expect.stringMatching(/^:gear: \*Audience Created\* by .*\/acme\/audit-trail$/s),
    },
    messageId: `audit:${raw.messageId}`,
    timestamp,
    context,
  });
});

test("it has no field that the event lacks", () => {
  const bare = { timestamp: undefined, context: undefined, userId: undefined };
  expect(Object.keys(messageFor(bare))).toEqual(["event", "userId", "properties", "messageId"]);
});

test.each<[Actor, unknown, object]>([
  [USER, "anon", { userId: "ada" }],
  [{ kind: "other", id: "token/tok_1" }, "anon", { userId: "token/tok_1" }],
  [{ kind: "segment", id: "__system__" }, "anon", { userId: "__system__" }],
  [{ kind: "nobody", id: undefined }, "anon", { anonymousId: "anon" }],
  [{ kind: "nobody", id: undefined }, undefined, { anonymousId: "unknown" }],
])("the actor %j and the anonymousId %j give %j", (actor, anonymousId, expected) => {
  const { userId, anonymousId: anonymous } = messageFor({ anonymousId }, actor);
  expect({ userId, anonymousId: anonymous }).toEqual(expected);
});

test.each<[object, Email, object]>([
  [{}, EMAIL, { email: "ada@acme.test" }],
  [{}, { kind: "not found" }, { email_missing: "user not found" }],
  [{ email_missing: "old" }, EMAIL, { email: "ada@acme.test" }],
  [{ email: null }, { kind: "not found" }, { email_missing: "user not found" }],
  [{ email: 7, email_missing: "old" }, EMAIL, { email: "ada@acme.test" }],
])("properties with %j and the answer %j have exactly %j", (own, email, expected) => {
  const properties = { type: "Space Created", ...own };
  expect(messageFor({ properties }, USER, email).properties).toStrictEqual({
    type: "Space Created",
    workspace_slug: "acme",
    category: "change",
    ...expected,
    summary: expect.any(String),
    slack_text: expect.any(String),
  });
});

test("the category is the name's, whatever the event brings along", () => {
  const properties = { type: "User Removed", category: "noise" };
  expect(messageFor({ properties }).properties).toHaveProperty("category", "security");
});

test("the workspace's slug is the setting's", () => {
  const properties = { type: "Space Created", workspace_slug: "other" };
  expect(messageFor({ properties }).properties).toHaveProperty("workspace_slug", "acme");
});

test("what the event brings under the names of our texts is replaced", () => {
  const properties = { type: "Space Created", summary: "<!here>", slack_text: "<!channel>" };
  expect(JSON.stringify(messageFor({ properties }))).not.toContain("<");
  const large = { ...properties, filler: "x".repeat(40_000) };
  expect(JSON.stringify(messageFor({ properties: large }))).not.toContain("<");
});

describe("an event near Segment's limit goes without what would be too much", () => {
  const FULL = expect.stringContaining("*timestamp:*");
  const SHORT = ":gear: *Space Created* by ada@acme.test\nhttps://app.segment.com/acme/audit-trail";
  const bytesOf = (message: object) => Buffer.byteLength(JSON.stringify(message));

  /** A message that with these texts has so many bytes. */
  function withBytes(bytes: number, texts: object) {
    const filled = (length: number) =>
      messageFor({ properties: { type: "Space Created", filler: "é".repeat(length) } });
    const small = filled(0);
    const missing = bytes - bytesOf({ ...small, properties: { ...small.properties, ...texts } });
    const properties = { type: "Space Created", filler: "é".repeat(missing >> 1) };
    return messageFor({ properties: { ...properties, odd: "x".repeat(missing & 1) } });
  }

  test.each([
    ["all of it fits", 31_990, {}, { summary: expect.any(String), slack_text: FULL }],
    ["a shorter text fits", 32_020, {}, { summary: expect.any(String), slack_text: SHORT }],
    [
      "just a shorter text fits",
      31_990,
      { slack_text: SHORT },
      { summary: expect.any(String), slack_text: SHORT },
    ],
    ["even that would be too much", 32_020, { slack_text: SHORT }, {}],
    ["too large in any case", 40_000, { slack_text: undefined, summary: undefined }, {}],
  ])("%s", (_, bytes, texts, expected) => {
    const message = withBytes(bytes, texts);
    const { summary, slack_text } = message.properties;
    expect({ summary, slack_text }).toEqual(expected);
    if (bytes < 40_000) expect(bytesOf(message)).toBeLessThanOrEqual(32_000);
    expect(message.properties.email).toBe("ada@acme.test");
  });
});

test("a __proto__ key stays a plain property", () => {
  const properties = JSON.parse('{"type":"Space Created","__proto__":{"email":"x"}}');
  const message = messageFor({ properties });
  expect(Object.keys(message.properties)).toContain("__proto__");
  expect(Object.getPrototypeOf(message.properties)).toBe(Object.prototype);
});

test("details may be deep enough to cost the texts nothing", () => {
  let deep: object = { text: "x" };
  for (let level = 0; level < 1_000; level += 1) deep = { a: deep };
  const { properties } = messageFor({ properties: { type: "Space Created", details: { deep } } });
  expect(properties.slack_text).toContain("*deep:* {");
});

test("the event itself is left as it was", () => {
  const raw = audienceCreated({ properties: { type: "Space Created", email: null } });
  const before = structuredClone(raw);
  messageFor(raw);
  expect(raw).toEqual(before);
});
