import { parseAuditEvents } from "../../src/audit-event";
import { errors } from "../../tools/segment/runtime";
import { parsed } from "../parsed";

const EVENT = { event: "Audit", type: "track", properties: { type: "Source Created" } };

test("an event is read once, and what is odd is left out", () => {
  const details = { target: "Web shop" };
  const properties = { type: " Source Created\n", details, extra: 1 };
  expect(parsed({ properties, messageId: " m1 ", anonymousId: "a", context: { ip: 1 } })).toEqual({
    name: "Source Created",
    category: "change",
    details,
    properties,
    messageId: "m1",
    anonymousId: "a",
    context: { ip: 1 },
  });
  const odd = { messageId: 1, anonymousId: [], context: "x", receivedAt: 5 };
  expect(parsed({ properties: { type: "A" }, ...odd })).toEqual({
    name: "A",
    category: "change",
    details: {},
    properties: { type: "A" },
  });
});

test.each([
  ["a text", "a text"],
  ["a list", ["a", "b"]],
  ["a number", 7],
])("details that are %s show as one detail", (_, details) => {
  expect(parsed({ properties: { type: "A", details } }).details).toEqual({ details });
});

describe("when it happened", () => {
  const timeOf = (fields: object) => parsed({ ...EVENT, ...fields }).timestamp;
  const [first, second, third] = [
    "2026-11-23T09:30:00Z",
    "2026-11-23T09:31:00Z",
    "2026-11-23T09:32:00Z",
  ];

  test("is the first field that is a time", () => {
    const all = { timestamp: first, originalTimestamp: second, receivedAt: third };
    expect(timeOf(all)).toBe(first);
    expect(timeOf({ ...all, timestamp: "yesterday" })).toBe(second);
    expect(timeOf({ receivedAt: third })).toBe(third);
    expect(timeOf({})).toBeUndefined();
  });

  test.each([
    "2026-11-23T09:30:00.123456789Z",
    "2026-11-23T09:30Z",
    "2024-02-29T23:59:59+02:00",
    "2000-01-01T00:00:00-0500",
  ])("%s is a time", (timestamp) => {
    expect(timeOf({ timestamp })).toBe(timestamp);
  });

  test.each([
    ...["2026-11-23", "2026-11-23T09:30:00", "1999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"],
    ...["2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-23T25:00:00Z"],
    ...["2026-11-23T09:60:00Z", "2026-11-23T09:30:00+99:00", "Mon, 23 Nov 2026 09:30:00 GMT", ""],
    ...[1_764_000_000, null],
  ])("%j is none", (timestamp) => {
    expect(timeOf({ timestamp })).toBeUndefined();
  });
});

test("a batch's events are read, and what else is among them is skipped", () => {
  const batch = [EVENT, null, 7, [], { ...EVENT, type: "page" }, { properties: {} }, EVENT];
  expect(parseAuditEvents(batch).map(({ name }) => name)).toEqual([
    "Source Created",
    "Source Created",
  ]);
});

test.each([
  ["a blank type and event", { ...EVENT, type: "", event: null }],
  ["the event's name in another case", { ...EVENT, event: " AUDIT " }],
])("%s are an audit event's", (_, event) => {
  expect(parseAuditEvents(event)).toHaveLength(1);
});

test.each<[string, unknown, keyof typeof errors]>([
  ["null", null, "InvalidEventPayload"],
  ["a text", "Audit", "InvalidEventPayload"],
  ["an empty batch", [], "InvalidEventPayload"],
  ["a list in a list", [[EVENT]], "InvalidEventPayload"],
  ["no properties", { event: "Audit" }, "InvalidEventPayload"],
  ["a blank name", { properties: { type: " " } }, "InvalidEventPayload"],
  ["a name that is no text", { properties: { type: { a: 1 } } }, "InvalidEventPayload"],
  ["another call", { ...EVENT, type: "identify" }, "EventNotSupported"],
  ["another event", { ...EVENT, event: "Order Completed" }, "EventNotSupported"],
  ["nothing but such", [null, { ...EVENT, type: "page" }], "EventNotSupported"],
])("%s is refused", (_, body, error) => {
  expect(() => parseAuditEvents(body)).toThrow(errors[error]);
});
