import { findActor } from "../../src/actor";
import { parsed } from "../parsed";

type Fields = { userId?: unknown; [detail: string]: unknown };

function actorOf({ userId, ...details }: Fields) {
  return findActor(parsed({ userId, properties: { type: "Source Created", details } }));
}

const user = (id: string, email?: string) => ({ kind: "user", id, email });
const other = (id: string, email?: string) => ({ kind: "other", id, email });
const SEGMENT = { kind: "segment", id: "__system__" };
const NOBODY = { kind: "nobody", id: undefined };
const email = "ada@acme.test";

test.each<[string, Fields, object]>([
  ["a user as subject", { subject: "users/ada", userId: "eve", subject_id: "eve" }, user("ada")],
  ["white space around it", { subject: " users/ada\n" }, user("ada")],
  ["white space within it", { subject: "users/ __system__" }, user(" __system__")],
  ["a token as subject", { subject: "token/tok_1", userId: "eve" }, other("token/tok_1")],
  ["another subject", { subject: "users/", userId: "eve" }, other("users/")],
  [
    "an object as subject",
    { subject: { id: "x", token: "y" } },
    other('{"id":"x","token":"[hidden]"}'),
  ],
  ["a number as subject", { subject: 7 }, other("7")],
  ["a userId", { userId: "ada", subject_id: "bob", subject_type: "user" }, user("ada")],
  ["a number as userId", { userId: 7 }, user("7")],
  ["a user as subject_id", { subject_id: "ada", subject_type: "user" }, user("ada")],
  ["another subject_id", { subject_id: "tok_1", subject_type: "token" }, other("tok_1")],

  ["the system, and a person", { userId: "__system__", subject: "users/ada" }, user("ada")],
  ["the system as subject", { subject: "users/__system__", userId: "ada" }, user("ada")],
  ["the system alone", { subject: " users/__SYSTEM__ ", userId: "__system__" }, SEGMENT],
  ["the system as subject_id", { subject_id: "__system__" }, SEGMENT],
  ["the system's own token", { subject: "token/__system__" }, other("token/__system__")],
  ["what ends like it", { subject: "eve\n/__system__" }, other("eve\n/__system__")],
  ["nobody", { subject: " ", userId: null, subject_id: "" }, NOBODY],
  ["no field", {}, NOBODY],

  ["an email as userId", { userId: email }, user(email, email)],
  ["an email as subject", { subject: email, userId: "eve" }, other(email, email)],
  ["an email as a user", { subject: `users/${email}` }, user(email, email)],
  ["subject_email, of subject", { subject: "users/ada", subject_email: email }, user("ada", email)],
  [
    "subject_email, of a token",
    { subject: "token/t", subject_email: email },
    other("token/t", email),
  ],
  [
    "subject_email, of subject_id",
    { subject_id: "ada", subject_type: "user", subject_email: email },
    user("ada", email),
  ],
  [
    "subject_email, where subject_id is the userId",
    { userId: "ada", subject_id: "ada", subject_email: email },
    user("ada", email),
  ],
  [
    "subject_email of somebody else",
    { userId: "ada", subject_id: "bob", subject_email: "bob@acme.test" },
    user("ada"),
  ],
  ["subject_email of nobody", { userId: "ada", subject_email: "bob@acme.test" }, user("ada")],
  [
    "Git Sync's address",
    { subject: "users/ada", subject_email: "internal-service@segment.com" },
    user("ada", "internal-service@segment.com"),
  ],
  ["no email", { subject: "users/ada", subject_email: "n/a" }, user("ada")],
])("%s", (_, fields, actor) => {
  expect(actorOf(fields)).toEqual(actor);
});

test("an email among the properties is nobody's", () => {
  const properties = { type: "X", email: "invited@other.test", details: { subject: "users/ada" } };
  expect(findActor(parsed({ properties }))).toEqual(user("ada"));
});

test("a subject of any depth is read", () => {
  const subject = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  expect(actorOf({ subject }).kind).toBe("other");
});
