import { parseAuditEvent } from "../../src/audit-event";
import { audienceCreated } from "../../tools/segment/audit-events";
import { errors } from "../../tools/segment/globals";

test("an audit event is read", () => {
  const raw = audienceCreated({
    messageId: "api-1",
    anonymousId: "anon-1",
    timestamp: "2026-01-02T03:04:05.006Z",
    receivedAt: "2026-01-02T03:04:05.007Z",
  });
  expect(parseAuditEvent(raw)).toEqual({
    name: "Audience Created",
    properties: raw.properties,
    userId: raw.userId,
    anonymousId: "anon-1",
    messageId: "audit:api-1",
    timestamp: "2026-01-02T03:04:05.006Z",
    context: raw.context,
    receivedAt: "2026-01-02T03:04:05.007Z",
  });
});

test.each(["Audit", "audit", "AUDIT", undefined, null, ""])("the event may be %j", (event) => {
  expect(parseAuditEvent(audienceCreated({ event }))).toHaveProperty("name", "Audience Created");
});

test.each([undefined, null, ""])("the type may be %j", (type) => {
  expect(parseAuditEvent(audienceCreated({ type }))).toHaveProperty("name", "Audience Created");
});

test("the name stays as it came", () => {
  const raw = audienceCreated({ properties: { type: " Spaced  out " } });
  expect(parseAuditEvent(raw)).toHaveProperty("name", " Spaced  out ");
});

test.each([
  ["userId", 7],
  ["userId", ""],
  ["anonymousId", {}],
  ["timestamp", "yesterday"],
  ["timestamp", 1574576686877],
  ["timestamp", "at 2026-01-02T03:04:05.006Z"],
  ["receivedAt", 1574576686877],
  ["context", "none"],
  ["context", ["none"]],
])("an odd %s, %j, is left out", (field, odd) => {
  expect(parseAuditEvent(audienceCreated({ [field]: odd }))).toHaveProperty(field, undefined);
});

test.each([
  [null, "InvalidEventPayload", /^This is no event\. Expected a JSON object/],
  ["Audit", "InvalidEventPayload", /^This is no event/],
  [[audienceCreated()], "InvalidEventPayload", /^This is no event/],
  [{}, "InvalidEventPayload", /^The audit event has no name\. Expected properties\.type/],
  [audienceCreated({ properties: null }), "InvalidEventPayload", /has no name/],
  [audienceCreated({ properties: { type: 7 } }), "InvalidEventPayload", /has no name/],
  [audienceCreated({ properties: { type: "" } }), "InvalidEventPayload", /has no name/],
  [audienceCreated({ type: "identify" }), "EventNotSupported", /Expected a track call named Audit/],
  [audienceCreated({ type: 7 }), "EventNotSupported", /^This is no audit event/],
  [audienceCreated({ event: "Order Completed" }), "EventNotSupported", /^This is no audit event/],
  [audienceCreated({ event: 7 }), "EventNotSupported", /^This is no audit event/],
  [audienceCreated({ event: { toString: null } }), "EventNotSupported", /^This is no audit event/],
] as const)("%j is refused: %s", (raw, name, message) => {
  const refusal = parseAuditEvent(raw);
  expect(refusal).toBeInstanceOf(errors[name]);
  expect(refusal).toHaveProperty("message", expect.stringMatching(message));
});
