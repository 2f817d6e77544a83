import { findActor } from "../../src/actor";
import { auditEvent, parsed } from "../../tools/segment/audit-events";

function actorOf(details: unknown, userId: unknown): string | undefined {
  const properties = { type: "Space Created", details };
  return findActor(parsed(auditEvent("", {}, { userId, properties })));
}

test.each([
  ["details.subject, when it is a user", { subject: "users/ada" }, "grace", "ada"],
  ["the person that a system-sent event names", { subject: "users/ada" }, "__system__", "ada"],
  ["the whole rest of details.subject", { subject: "users/ada/../x\ny" }, "grace", "ada/../x\ny"],
  [
    "details.subject before details.subject_id",
    { subject: "users/ada", subject_id: "bob", subject_type: "user" },
    "grace",
    "ada",
  ],
  [
    "details.subject_id, when it is a user's",
    { subject_id: "bob", subject_type: "user" },
    "grace",
    "bob",
  ],
  [
    "userId, when details.subject_id is no user's",
    { subject_id: "bob", subject_type: "group" },
    "grace",
    "grace",
  ],
  [
    "userId, when details.subject_id is odd",
    { subject_id: 7, subject_type: "user" },
    "grace",
    "grace",
  ],
  ["userId, when details.subject is no user", { subject: "tokens/ada" }, "grace", "grace"],
  [
    "userId, when details.subject only ends like a user",
    { subject: "groups/users/x" },
    "bob",
    "bob",
  ],
  ["userId, when details.subject only looks like a user", { subject: "xusers/1" }, "bob", "bob"],
  ["userId, when details.subject names nobody", { subject: "users/" }, "grace", "grace"],
  ["userId, when details.subject is odd", { subject: { users: "ada" } }, "grace", "grace"],
  ["userId, when there are no details", undefined, "grace", "grace"],
  ["userId, when details are odd", "users/ada", "grace", "grace"],
  ["__system__, when Segment acts", {}, "__system__", "__system__"],
  ["nobody, when nobody is named", {}, undefined, undefined],
])("the actor is %s", (_, details, userId, actor) => {
  expect(actorOf(details, userId)).toBe(actor);
});
