import type { Email } from "../src/email";
import { toMessage } from "../src/message";
import { audienceCreated, parsed } from "./fixtures/audit-events";

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
    properties: { ...properties, workspace_slug: "acme", email: "ada@acme.test" },
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
  });
});

test("the workspace's slug is the setting's", () => {
  const properties = { type: "Space Created", workspace_slug: "other" };
  expect(messageFor({ properties }).properties).toHaveProperty("workspace_slug", "acme");
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
