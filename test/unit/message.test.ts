import type { AttributedEvent } from "../../src/attribution";
import { toMessage } from "../../src/message";
import { parseSettings } from "../../src/settings";
import { parsed } from "../parsed";

const SETTINGS = parseSettings({ workspaceSlug: "acme", workspaceToken: "t" });
const PROPERTIES = { type: "Source Created", details: { target: "Web shop" }, workspace_id: "ws1" };

function messageOf(body: object, over: Partial<AttributedEvent> = {}) {
  const actor = { kind: "user", id: "ada7", email: undefined } as const;
  const email = { kind: "known", address: "ada@acme.test" } as const;
  return toMessage(
    { event: parsed({ properties: PROPERTIES, ...body }), actor, email, ...over },
    SETTINGS,
  );
}

test("a message has the event's properties, and what we add", () => {
  const context = { ip: "127.0.0.1" };
  const timestamp = "2026-11-23T09:30:00.000Z";
  expect(messageOf({ messageId: "m1", timestamp, context, userId: "eve" })).toEqual({
    event: "Source Created",
    userId: "ada7",
    messageId: "audit:m1",
    timestamp,
    context,
    properties: {
      ...PROPERTIES,
      workspace_slug: "acme",
      email: "ada@acme.test",
      category: "change",
      summary: "Source Created by ada@acme.test: Web shop",
      slack_text: expect.stringContaining("*target:* Web shop"),
    },
  });
});

test("what stands in place of our properties is replaced, or taken away", () => {
  const inPlace = {
    email: "eve@evil.test",
    email_missing: "x",
    workspace_slug: "x",
    category: "x",
  };
  const properties = { ...PROPERTIES, ...inPlace, summary: "x", slack_text: "x" };
  const known = messageOf({ properties }).properties;
  const [summary, slack_text] = Array(2).fill(expect.stringContaining("by ada@acme.test"));
  expect(known).toMatchObject({
    summary,
    slack_text,
    email: "ada@acme.test",
    workspace_slug: "acme",
    category: "change",
  });
  expect(known).not.toHaveProperty("email_missing");
  const unknown = messageOf({ properties }, { email: { kind: "not found" } }).properties;
  expect(unknown).toMatchObject({ email_missing: "user not found" });
  expect(unknown).not.toHaveProperty("email");
});

test("one of userId and anonymousId is there", () => {
  const nobody = { actor: { kind: "nobody", id: undefined }, email: { kind: "nobody" } } as const;
  const anonymous = messageOf({ anonymousId: "a1" }, nobody);
  expect(anonymous).toMatchObject({ anonymousId: "a1" });
  expect(anonymous).not.toHaveProperty("userId");
  expect(messageOf({}, nobody).anonymousId).toBe("unknown");
  expect(messageOf({ anonymousId: "a1" })).not.toHaveProperty("anonymousId");
});

test("what is absent is left out", () => {
  expect(Object.keys(messageOf({})).sort()).toEqual(["event", "messageId", "properties", "userId"]);
});

describe("messageId", () => {
  const idOf = (body: object) => messageOf(body).messageId;

  test("is never the event's own, and the same for the same event", () => {
    expect(idOf({ messageId: "m1" })).toBe("audit:m1");
    expect(idOf({ messageId: "m".repeat(94) })).toBe(`audit:${"m".repeat(94)}`);
    const long = "m".repeat(95);
    expect(idOf({ messageId: long })).toMatch(/^audit-sha256:[0-9a-f]{64}$/);
    expect(idOf({ messageId: long })).toBe(idOf({ messageId: long }));
    expect(idOf({ messageId: long })).not.toBe(idOf({ messageId: `${long}2` }));
  });

  test("of an event without one is a hash of what it says", () => {
    const [one, other] = [
      { timestamp: "2026-11-23T09:30:00Z" },
      { timestamp: "2026-11-23T09:31:00Z" },
    ];
    expect(idOf(one)).toMatch(/^audit-sha256:[0-9a-f]{64}$/);
    expect(idOf(one)).toBe(idOf(one));
    expect(idOf(one)).not.toBe(idOf(other));
    expect(idOf(one)).not.toBe(idOf({ ...one, userId: "ada7" }));
  });
});

describe("size", () => {
  const sizeOf = (message: object) => Buffer.byteLength(JSON.stringify(message));
  const filled = (length: number) =>
    messageOf({ properties: { ...PROPERTIES, x: "é".repeat(length / 2) } });

  test("a message of 32,000 bytes is whole; over it, slack_text is short, then gone", () => {
    const whole = filled(2);
    const room = 32_000 - sizeOf(whole) + 2;
    const lines = (message: ReturnType<typeof messageOf>) =>
      String(message.properties.slack_text).split("\n").length;
    const least = filled(room - (room % 2));
    expect([sizeOf(least) <= 32_000, lines(least)]).toEqual([true, 4]);
    const short = filled(room - (room % 2) + 2);
    expect([sizeOf(short) <= 32_000, lines(short)]).toEqual([true, 2]);
    const large = filled(40_000);
    expect(large.properties).not.toHaveProperty("slack_text");
    expect(large.properties.summary).toBe(whole.properties.summary);
  });

  test("what cannot be written as JSON is an error", () => {
    const x = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(() => messageOf({ properties: { ...PROPERTIES, x } })).toThrow(RangeError);
  });
});
