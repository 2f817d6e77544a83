import { type Actor, findActor } from "../../src/actor";
import { auditEvent, parsed } from "../../tools/segment/audit-events";

function actorOf(details: unknown, userId: unknown): Actor {
  const properties = { type: "Space Created", details };
  return findActor(parsed(auditEvent("", {}, { userId, properties })));
}

const user = (id: string, email?: string): Actor => ({ kind: "user", id, email });
const other = (id: string): Actor => ({ kind: "other", id });
const SEGMENT: Actor = { kind: "segment", id: "__system__" };
const NOBODY: Actor = { kind: "nobody", id: undefined };

const ADA = { subject: "users/ada" };
const BOB = { subject_id: "bob", subject_type: "user" };
const TOKEN = { subject: "token/tok_1A2b3C" };

test.each<[string, unknown, unknown, Actor]>([
  // A user whom the details name.
  ["details.subject, when it is a user", ADA, "grace", user("ada")],
  ["the person that a system-sent event names", ADA, "__system__", user("ada")],
  ["the person that an event without userId names", ADA, null, user("ada")],
  ["all of details.subject", { subject: "users/ada/../x\ny" }, "grace", user("ada/../x\ny")],
  ["details.subject before details.subject_id", { ...ADA, ...BOB }, "grace", user("ada")],
  ["details.subject_id, when it is a user's", BOB, "__system__", user("bob")],
  ["a user's subject_id before a token", { ...TOKEN, ...BOB }, "__system__", user("bob")],
  ["the userId before details.subject_id", BOB, "grace", user("grace")],
  ["a number in subject_id", { ...BOB, subject_id: 12345 }, null, user("12345")],
  // The userId.
  ["userId, when subject_id is not a user's", { ...BOB, subject_type: "group" }, "g", user("g")],
  ["userId, when subject_id is odd", { ...BOB, subject_id: {} }, "grace", user("grace")],
  ["userId, when details.subject is not a user", TOKEN, "grace", user("grace")],
  ["userId, when subject only ends like a user", { subject: "g/users/x" }, "bob", user("bob")],
  ["userId, when subject only looks like a user", { subject: "xusers/1" }, "bob", user("bob")],
  ["userId, when subject names nobody", { subject: "users/" }, "grace", user("grace")],
  ["userId, when subject is blank", { subject: "users/ " }, "grace", user("grace")],
  ["userId, when subject is odd", { subject: { users: "ada" } }, "grace", user("grace")],
  ["userId, when there are no details", undefined, "grace", user("grace")],
  ["userId, when details are odd", "users/ada", "grace", user("grace")],
  ["a userId that is a number", {}, 12345, user("12345")],
  // Something else that the details name.
  ["a token, when Segment sent it", TOKEN, "__system__", other("token/tok_1A2b3C")],
  ["a token, when there is no userId", TOKEN, null, other("token/tok_1A2b3C")],
  ["an object, as JSON", { subject: { id: "ada" } }, "__system__", other('{"id":"ada"}')],
  ["what subject_id says", { subject_id: "g1", subject_type: "group" }, null, other("g1")],
  ["a number in subject", { subject: 7 }, "__system__", other("7")],
  // Nobody but Segment, or nobody.
  ["Segment, when nobody else is named", {}, "__system__", SEGMENT],
  ["Segment, in front of which something stands", { subject: "users/__system__" }, "", SEGMENT],
  ["Segment, when details are blank", " ", "__system__", SEGMENT],
  ["Segment, when subject is blank", { subject: " ", subject_id: "" }, "__system__", SEGMENT],
  ["nobody, when nobody is named", {}, undefined, NOBODY],
  ["nobody, when userId is null", { target: "x" }, null, NOBODY],
  ["nobody, when userId is blank", {}, " ", NOBODY],
  ["nobody, when userId is odd", {}, { id: "x" }, NOBODY],
  ["nobody, when subject is odd", { subject: true }, "__system__", NOBODY],
  ["nobody, when details are odd", "users/ada", "__system__", NOBODY],
  ["nobody, when details are a list", [], "__system__", NOBODY],
])("the actor is %s", (_, details, userId, actor) => {
  expect(actorOf(details, userId)).toEqual(actor);
});

test("subject_email belongs to the user whom the details name, and to nobody else", () => {
  const email = { subject_email: "ada@acme.test" };
  expect(actorOf({ ...ADA, ...email }, "grace")).toEqual(user("ada", "ada@acme.test"));
  expect(actorOf({ ...BOB, ...email }, null)).toEqual(user("bob", "ada@acme.test"));
  expect(actorOf({ ...BOB, ...email }, "bob")).toEqual(user("bob", "ada@acme.test"));
  expect(actorOf({ ...BOB, ...email }, "grace")).toEqual(user("grace"));
  expect(actorOf(email, "grace")).toEqual(user("grace"));
  expect(actorOf({ ...TOKEN, ...email }, null)).toEqual(other("token/tok_1A2b3C"));
});

test("Segment's own subject_email means Segment", () => {
  const email = { subject_email: " internal-service@segment.com " };
  expect(actorOf({ ...ADA, ...email }, "ada")).toEqual(SEGMENT);
});

test.each(["", "ada", "ada at acme.test", "a@b c", 7, null, `${"x".repeat(320)}@b`])(
  "a subject_email that is %j is not an email",
  (subject_email) => {
    expect(actorOf({ ...ADA, subject_email }, "grace")).toEqual(user("ada"));
  },
);
