import { parseAuditEvent, parseAuditEvents } from "../../src/audit-event";
import { audienceCreated, permissionCheck } from "../../tools/segment/audit-events";
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
    category: "change",
    details: raw.properties.details,
    properties: raw.properties,
    email: undefined,
    workspaceId: "acmeWS01",
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
  ["userId", true],
  ["userId", ""],
  ["anonymousId", {}],
  ["anonymousId", " "],
  ["timestamp", "yesterday"],
  ["timestamp", 1574576686877],
  ["timestamp", "at 2026-01-02T03:04:05.006Z"],
  ["timestamp", "2026-01-02T03:04:05.006Z, or so"],
  ["receivedAt", 1574576686877],
  ["context", "none"],
  ["context", ["none"]],
])("an odd %s, %j, is left out", (field, odd) => {
  expect(parseAuditEvent(audienceCreated({ [field]: odd }))).toHaveProperty(field, undefined);
});

test.each([
  [null, "InvalidEventPayload", /^Not an event: expected a JSON object/],
  ["Audit", "InvalidEventPayload", /^Not an event/],
  [[audienceCreated()], "InvalidEventPayload", /^Not an event/],
  [{}, "InvalidEventPayload", /^The audit event has no name: expected it in properties\.type/],
  [audienceCreated({ properties: null }), "InvalidEventPayload", /has no name/],
  [audienceCreated({ properties: { type: 7 } }), "InvalidEventPayload", /has no name/],
  [audienceCreated({ properties: { type: "" } }), "InvalidEventPayload", /has no name/],
  [audienceCreated({ type: "identify" }), "EventNotSupported", /expected a track call named Audit/],
  [audienceCreated({ type: 7 }), "EventNotSupported", /^Not an audit event/],
  [audienceCreated({ event: "Order Completed" }), "EventNotSupported", /^Not an audit event/],
  [audienceCreated({ event: 7 }), "EventNotSupported", /^Not an audit event/],
  [audienceCreated({ event: { toString: null } }), "EventNotSupported", /^Not an audit event/],
] as const)("%j is refused: %s", (raw, name, message) => {
  const refusal = parseAuditEvent(raw);
  expect(refusal).toBeInstanceOf(errors[name]);
  expect(refusal).toHaveProperty("message", expect.stringMatching(message));
});

test("ids may be numbers", () => {
  const raw = audienceCreated({
    userId: 12345,
    anonymousId: 0,
    properties: { type: "A", workspace_id: 7 },
  });
  expect(parseAuditEvent(raw)).toMatchObject({
    userId: "12345",
    anonymousId: "0",
    workspaceId: "7",
  });
});

test.each([
  ["own@acme.test", "own@acme.test"],
  [" ", undefined],
  ["\u00ad\u2800\u200b", undefined],
  [7, undefined],
])("properties.email %j gives %j", (email, expected) => {
  const raw = audienceCreated({ properties: { type: "A", email } });
  expect(parseAuditEvent(raw)).toHaveProperty("email", expected);
});

describe("a body", () => {
  const warn = jest.spyOn(console, "warn").mockImplementation();
  beforeEach(() => warn.mockClear());

  const namesIn = (body: unknown) => parseAuditEvents(body).map((event) => event.name);

  test("a body is one event or an array of them", () => {
    expect(namesIn(audienceCreated())).toEqual(["Audience Created"]);
    expect(namesIn([audienceCreated(), permissionCheck()])).toEqual([
      "Audience Created",
      "Permission Check",
    ]);
    expect(warn).not.toHaveBeenCalled();
  });

  test("anything else is logged once a reason, and the rest is kept", () => {
    const batch = [null, audienceCreated(), {}, "secret", { ...audienceCreated(), type: "page" }];
    expect(namesIn(batch)).toEqual(["Audience Created"]);
    expect(warn.mock.calls).toEqual([
      [
        "Skipped 4 of 5 events. Not an event: expected a JSON object. " +
          "The audit event has no name: expected it in properties.type. " +
          "Not an audit event: expected a track call named Audit.",
      ],
    ]);
  });

  test("the first error is thrown when there is no audit event", () => {
    expect(() => parseAuditEvents([{ type: "page" }, null])).toThrow(errors.EventNotSupported);
    expect(() => parseAuditEvents([null, { type: "page" }])).toThrow(errors.InvalidEventPayload);
    expect(() => parseAuditEvents(null)).toThrow(errors.InvalidEventPayload);
  });

  test("an empty batch is refused", () => {
    expect(() => parseAuditEvents([])).toThrow(errors.InvalidEventPayload);
    expect(() => parseAuditEvents([])).toThrow(/^The batch is empty: expected audit events/);
  });
});
