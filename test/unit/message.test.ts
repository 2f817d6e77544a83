import type { Email } from "../../src/email";
import { toMessage } from "../../src/message";
import { audienceCreated, parsed } from "../../tools/segment/audit-events";

const EMAIL: Email = { email: "ada@acme.test" };

function messageFor(over: object = {}, actor: string | undefined = "ada", email = EMAIL) {
  const event = parsed(audienceCreated({ messageId: "api-1", ...over }));
  return toMessage({ event, actor, email }, "acme");
}

test("a message has the event's name, its own properties, who and where", () => {
  const raw = audienceCreated();
  const { timestamp, context, properties } = raw;
  expect(messageFor(raw)).toStrictEqual({
    event: "Audience Created",
    userId: "ada",
    properties: {
      ...properties,
      workspace_slug: "acme",
      email: "ada@acme.test",
      summary: "Audience Created: Big spenders, by ada@acme.test",
      slack_text: expect.stringMatching(/^:gear: \*Audience Created\*\n.*\/acme\/audit-trail$/s),
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

test("an event that is too deep to have an id goes without", () => {
  const context = { deep: JSON.parse("[".repeat(100_000) + "]".repeat(100_000)) };
  expect(messageFor({ messageId: undefined, context })).not.toHaveProperty("messageId");
});

test.each([
  ["ada", "anon", { userId: "ada" }],
  ["__system__", "anon", { userId: "__system__" }],
  [undefined, "anon", { anonymousId: "anon" }],
  [undefined, undefined, { userId: "__system__" }],
])("the actor %j and the anonymousId %j give %j", (actor, anonymousId, expected) => {
  const event = parsed(audienceCreated({ anonymousId }));
  const { userId, anonymousId: anonymous } = toMessage({ event, actor, email: EMAIL }, "acme");
  expect({ userId, anonymousId: anonymous }).toEqual(expected);
});

test.each<[object, Email, Email]>([
  [{}, EMAIL, EMAIL],
  [{}, { email_missing: "user not found" }, { email_missing: "user not found" }],
  [{ email_missing: "old" }, EMAIL, EMAIL],
  [{ email: null }, { email_missing: "user not found" }, { email_missing: "user not found" }],
  [{ email: 7, email_missing: "old" }, EMAIL, EMAIL],
])("properties with %j and the answer %j have exactly %j", (own, email, expected) => {
  const properties = { type: "Space Created", ...own };
  expect(messageFor({ properties }, "ada", email).properties).toStrictEqual({
    type: "Space Created",
    workspace_slug: "acme",
    ...expected,
    summary: expect.any(String),
    slack_text: expect.any(String),
  });
});

test("the workspace's slug is the setting's", () => {
  const properties = { type: "Space Created", workspace_slug: "other" };
  expect(messageFor({ properties }).properties).toHaveProperty("workspace_slug", "acme");
});

test("what the event brings under the names of our texts is replaced", () => {
  const properties = { type: "Space Created", summary: "<!here>", slack_text: "<!channel>" };
  expect(JSON.stringify(messageFor({ properties }))).not.toContain("<");
});

describe("an event near Segment's limit goes without what would be too much", () => {
  const SLACK_TEXT = expect.stringContaining(":gear:");
  const bytesOf = (message: object) => Buffer.byteLength(JSON.stringify(message));

  /** A message that without some of our texts has so many bytes. */
  function withBytes(bytes: number, without: string[]) {
    const filled = (length: number) =>
      messageFor({ properties: { type: "Space Created", filler: "é".repeat(length) } });
    const small = filled(0);
    for (const name of without) delete small.properties[name];
    const missing = bytes - bytesOf(small);
    const properties = { type: "Space Created", filler: "é".repeat(missing >> 1) };
    return messageFor({ properties: { ...properties, odd: "x".repeat(missing & 1) } });
  }

  test.each([
    ["both texts", 31_990, [], { summary: expect.any(String), slack_text: SLACK_TEXT }],
    ["both texts would be too much", 32_020, [], { summary: expect.any(String) }],
    ["the summary alone", 31_990, ["slack_text"], { summary: expect.any(String) }],
    ["even the summary would be too much", 32_020, ["slack_text"], {}],
    ["too large in any case", 40_000, ["slack_text", "summary"], {}],
  ])("%s", (_, bytes, without, expected) => {
    const message = withBytes(bytes, without);
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

test("the event itself is left as it was", () => {
  const raw = audienceCreated({ properties: { type: "Space Created", email: null } });
  const before = structuredClone(raw);
  messageFor(raw);
  expect(raw).toEqual(before);
});
