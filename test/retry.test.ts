import type { AttributedEvent } from "../src/attribution";
import type { Email } from "../src/email";
import { isWorthRetrying } from "../src/retry";

const MINUTE_MS = 60_000;
const NOW_MS = Date.parse("2026-01-02T03:04:05Z");
const UNAVAILABLE: Email = { email_missing: "Public API unavailable" };

function event(email: Email, receivedAtMs: number): AttributedEvent {
  return {
    name: "Space Created",
    properties: {},
    userId: undefined,
    anonymousId: undefined,
    messageId: undefined,
    timestamp: undefined,
    context: undefined,
    receivedAtMs,
    actor: "ada",
    email,
  };
}

test.each([
  ["just now", 0, true],
  ["10 minutes ago, less a moment", -10 * MINUTE_MS + 1, true],
  ["10 minutes ago", -10 * MINUTE_MS, false],
  ["years ago", -1e6 * MINUTE_MS, false],
  ["in a minute, by another clock", MINUTE_MS, true],
  ["in years", 1e6 * MINUTE_MS, false],
  ["at an unknown time", NaN, false],
])("an event received %s is worth a retry: %s", (_, ageMs, expected) => {
  expect(isWorthRetrying(event(UNAVAILABLE, NOW_MS + ageMs), NOW_MS)).toBe(expected);
});

test.each<Email>([
  { email: "ada@acme.test" },
  { email_missing: "user not found" },
  { email_missing: "malformed user id" },
  { email_missing: "token rejected (401)" },
  { email_missing: "request refused (400)" },
  { email_missing: "triggered by Segment itself" },
])("%j is not worth a retry", (email) => {
  expect(isWorthRetrying(event(email, NOW_MS), NOW_MS)).toBe(false);
});
