import { parseAuditEvent, parseAuditEvents } from "../../src/audit-event";
import { audienceCreated, parsed, permissionCheck } from "../../tools/segment/audit-events";
import { errors } from "../../tools/segment/globals";

test("an audit event is read", () => {
  const raw = audienceCreated({
    messageId: "api-1",
    anonymousId: "anon-1",
    timestamp: "2026-01-02T03:04:05.006Z",
    receivedAt: "2026-01-02T03:04:05.007Z",
  });
  expect(parsed(raw)).toEqual({
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
  expect(parsed(audienceCreated({ event }))).toHaveProperty("name", "Audience Created");
});

test.each([undefined, null, ""])("the type may be %j", (type) => {
  expect(parsed(audienceCreated({ type }))).toHaveProperty("name", "Audience Created");
});

test("the name stays as it came", () => {
  const raw = audienceCreated({ properties: { type: " Spaced  out " } });
  expect(parsed(raw)).toHaveProperty("name", " Spaced  out ");
});

test.each([
  ["anonymousId", {}],
  ["anonymousId", " "],
  ["timestamp", "yesterday"],
  ["timestamp", 1574576686877],
  ["timestamp", "at 2026-01-02T03:04:05.006Z"],
  ["timestamp", "2026-01-02T03:04:05.006Z, or so"],
  ["timestamp", "2026-02-30T03:04:05.006Z"],
  ["receivedAt", 1574576686877],
  ["receivedAt", "0001-01-01T00:00:00Z"],
  ["context", "none"],
  ["context", ["none"]],
])("an odd %s, %j, is left out", (field, odd) => {
  expect(parsed(audienceCreated({ [field]: odd }))).toHaveProperty(field, undefined);
});

const DEEP = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));

test.each([
  [null, "no object"],
  ["Audit", "no object"],
  [[audienceCreated()], "no object"],
  [{}, "no name"],
  [audienceCreated({ properties: null }), "no name"],
  [audienceCreated({ properties: { type: 7 } }), "no name"],
  [audienceCreated({ properties: { type: "" } }), "no name"],
  [audienceCreated({ type: "identify" }), "another event"],
  [audienceCreated({ type: 7 }), "another event"],
  [audienceCreated({ event: "Order Completed" }), "another event"],
  [audienceCreated({ event: 7 }), "another event"],
  [audienceCreated({ event: { toString: null } }), "another event"],
  [audienceCreated({ context: DEEP }), "too deep"],
])("the event %# is refused: %s", (raw, error) => {
  expect(parseAuditEvent(raw)).toEqual({ error });
});

test("ids may be numbers", () => {
  const raw = audienceCreated({
    anonymousId: 0,
    properties: { type: "A", workspace_id: 7 },
  });
  expect(parsed(raw)).toMatchObject({
    anonymousId: "0",
    workspaceId: "7",
  });
});

test.each([
  ["own@acme.test", "own@acme.test"],
  [" own@acme.test ", "own@acme.test"],
  ["n/a", undefined],
  [" ", undefined],
  ["\u00ad\u2800\u200b", undefined],
  [7, undefined],
])("properties.email %j gives %j", (email, expected) => {
  const raw = audienceCreated({ properties: { type: "A", email } });
  expect(parsed(raw)).toHaveProperty("email", expected);
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

  test.each([
    [null, "InvalidEventPayload", /^Not an event: expected a JSON object/],
    [{}, "InvalidEventPayload", /^The audit event has no name: expected it in properties\.type/],
    [{ type: "page" }, "EventNotSupported", /^Not an audit event: expected a track call/],
    [audienceCreated({ context: DEEP }), "InvalidEventPayload", /deeply to be sent on: expected/],
  ] as const)("the body %# is refused", (raw, name, message) => {
    expect(() => parseAuditEvents(raw)).toThrow(errors[name]);
    expect(() => parseAuditEvents(raw)).toThrow(message);
  });

  test("a batch has 4,000 events at most, whatever else is in it", () => {
    const events = Array.from({ length: 4_000 }, () => audienceCreated());
    expect(namesIn([...events, ...Array(5_000).fill(0)])).toHaveLength(4_000);
    expect(() => parseAuditEvents([...events, {}])).toThrow(errors.InvalidEventPayload);
    expect(() => parseAuditEvents([...events, {}])).toThrow(/^Too many events .* 4000 at most/);
  });

  test("an empty batch is refused", () => {
    expect(() => parseAuditEvents([])).toThrow(errors.InvalidEventPayload);
    expect(() => parseAuditEvents([])).toThrow(/^The batch is empty: expected audit events/);
  });
});
