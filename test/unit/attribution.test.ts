import { attribute } from "../../src/attribution";
import { parseAuditEvents } from "../../src/audit-event";
import { parseSettings } from "../../src/settings";
import { createRuntime } from "../../tools/segment/runtime";

const SETTINGS = parseSettings({ workspaceSlug: "acme", workspaceToken: "t" });

/** Attributes events of which these details say who did them. */
async function emailsOf(...all: object[]) {
  const asked: string[] = [];
  const fetch = async (url: string) => {
    const id = url.split("/").at(-1) ?? "";
    asked.push(id);
    return {
      status: 200,
      json: async () => ({ data: { user: { id, email: `${id}@acme.test` } } }),
    };
  };
  const { globals } = createRuntime({ fetch });
  Object.assign(globalThis, { fetch, cache: globals.cache });
  const bodies = all.map((details) => ({ properties: { type: "Source Created", details } }));
  const attributed = await attribute(parseAuditEvents(bodies), SETTINGS);
  return { asked, emails: attributed.map(({ email }) => email) };
}

const known = (address: string) => ({ kind: "known", address });

test("each person is looked up once, all at once", async () => {
  const people = [{ subject: "users/ada" }, { subject: "users/bob" }, { subject: "users/ada" }];
  const { asked, emails } = await emailsOf(...people);
  expect(asked).toEqual(["ada", "bob"]);
  expect(emails).toEqual([known("ada@acme.test"), known("bob@acme.test"), known("ada@acme.test")]);
});

test.each<[string, object, object]>([
  [
    "an email that the event says",
    { subject: "users/ada", subject_email: "a@b.test" },
    known("a@b.test"),
  ],
  ["an id that is an email", { subject: "users/ada@acme.test" }, known("ada@acme.test")],
  ["an access token", { subject: "token/tok_1" }, { kind: "other" }],
  ["Segment", { subject: "__system__" }, { kind: "segment" }],
  ["nobody", {}, { kind: "nobody" }],
  ["an id that could steer the URL", { subject: "users/../tokens" }, { kind: "malformed id" }],
  ["an id with a query", { subject: "users/a?b" }, { kind: "malformed id" }],
  ["an id that is too long", { subject: `users/${"a".repeat(65)}` }, { kind: "malformed id" }],
])("%s needs no look-up", async (_, details, email) => {
  expect(await emailsOf(details)).toEqual({ asked: [], emails: [email] });
});

test("one call looks up 100 people, and sends all events", async () => {
  const people = Array.from({ length: 102 }, (_, index) => ({ subject: `users/u${index}` }));
  const { asked, emails } = await emailsOf(...people, { subject: "users/u0" });
  expect(asked).toHaveLength(100);
  expect(emails.map(({ kind }) => kind)).toEqual([
    ...Array(100).fill("known"),
    "too many people",
    "too many people",
    "known",
  ]);
});
