import { parseBatch } from "../../src/batch";
import { audienceCreated, permissionCheck } from "../../tools/segment/audit-events";
import { errors } from "../../tools/segment/globals";

const warn = jest.spyOn(console, "warn").mockImplementation();
beforeEach(() => warn.mockClear());

const namesIn = (body: unknown) => parseBatch(body).map((event) => event.name);

test("a body is one event or an array of them", () => {
  expect(namesIn(audienceCreated())).toEqual(["Audience Created"]);
  expect(namesIn([audienceCreated(), permissionCheck()])).toEqual([
    "Audience Created",
    "Permission Check",
  ]);
  expect(warn).not.toHaveBeenCalled();
});

test("what is no audit event is logged once a reason, and the rest is kept", () => {
  const batch = [null, audienceCreated(), {}, "secret", { ...audienceCreated(), type: "page" }];
  expect(namesIn(batch)).toEqual(["Audience Created"]);
  expect(warn.mock.calls).toEqual([
    [
      "Left out 4 of 5 events: This is no event. Expected a JSON object. " +
        "The audit event has no name. Expected properties.type. " +
        "This is no audit event. Expected a track call named Audit.",
    ],
  ]);
});

test("the first error is thrown when there is no audit event", () => {
  expect(() => parseBatch([{ type: "page" }, null])).toThrow(errors.EventNotSupported);
  expect(() => parseBatch([null, { type: "page" }])).toThrow(errors.InvalidEventPayload);
  expect(() => parseBatch(null)).toThrow(errors.InvalidEventPayload);
});

test("an empty batch is refused", () => {
  expect(() => parseBatch([])).toThrow(errors.InvalidEventPayload);
  expect(() => parseBatch([])).toThrow(/^An empty batch\. Expected audit events/);
});
