import type { Email } from "../../src/email";
import { isWorthRetrying } from "../../src/retry";
import { audienceCreated, parsed } from "../../tools/segment/audit-events";

const MINUTE_MS = 60_000;
const NOW_MS = Date.parse("2026-01-02T03:04:05Z");
const UNAVAILABLE: Email = { kind: "unavailable" };

beforeAll(() => jest.useFakeTimers({ now: NOW_MS }));
afterAll(() => jest.useRealTimers());

function isRetried(email: Email, receivedAt: unknown): boolean {
  const event = parsed(audienceCreated({ receivedAt }));
  return isWorthRetrying({ event, actor: { kind: "nobody", id: undefined }, email });
}

test.each([
  ["just now", 0, true],
  ["10 minutes ago, less a moment", -10 * MINUTE_MS + 1, true],
  ["10 minutes ago", -10 * MINUTE_MS, false],
  ["years ago", -1e6 * MINUTE_MS, false],
  ["in a minute, by another clock", MINUTE_MS, true],
  ["in years", 1e6 * MINUTE_MS, false],
])("an event received %s (%d ms) is worth a retry: %s", (_, fromNowMs, expected) => {
  expect(isRetried(UNAVAILABLE, new Date(NOW_MS + fromNowMs).toISOString())).toBe(expected);
});

test.each([undefined, null, NOW_MS, "", "just now"])(
  "an event received at %j, which is not a time, is not",
  (receivedAt) => {
    expect(isRetried(UNAVAILABLE, receivedAt)).toBe(false);
  },
);

test.each<Email>([
  { kind: "known", address: "ada@acme.test" },
  { kind: "not found" },
  { kind: "malformed id" },
  { kind: "too many people" },
  { kind: "token rejected", status: 401 },
  { kind: "request refused", status: 400 },
  { kind: "segment" },
  { kind: "other" },
  { kind: "nobody" },
])("an event with %j is not", (email) => {
  expect(isRetried(email, new Date(NOW_MS).toISOString())).toBe(false);
});
