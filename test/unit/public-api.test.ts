import { Readable } from "node:stream";
import { Response } from "node-fetch";
import type { Email } from "../../src/email";
import { fetchEmail } from "../../src/public-api";
import { parseSettings } from "../../src/settings";
import { ADA, GRACE, SETTINGS } from "../../tools/segment/audit-events";
import { errorBody, userBody } from "../../tools/segment/public-api";
import { STATUSES } from "../statuses";

const settings = parseSettings(SETTINGS);
const UNAVAILABLE: Email = { kind: "unavailable" };

const fetch = jest.fn();
Object.assign(globalThis, { fetch });

function answer(status: number, body: unknown, options = {}): void {
  const sent = typeof body === "string" || body instanceof Readable ? body : JSON.stringify(body);
  fetch.mockReset().mockResolvedValue(new Response(sent, { status, ...options }));
}

test.each([
  ["us", "https://api.segmentapis.com/users/ada7LovelaceX"],
  ["eu", "https://eu1.api.segmentapis.com/users/ada7LovelaceX"],
])("in %s it asks for the one user, with the token, and takes no redirect", async (region, url) => {
  answer(200, userBody(ADA));
  const email = await fetchEmail(ADA.id, parseSettings({ ...SETTINGS, region }));
  expect(email).toEqual({ kind: "known", address: ADA.email });
  expect(fetch.mock.calls).toEqual([
    [
      url,
      {
        headers: { Authorization: "Bearer sgp_acme_token_1", Accept: "application/json" },
        redirect: "error",
        timeout: 3000,
        size: 65_536,
      },
    ],
  ]);
});

test.each(STATUSES)("the status %d gives %j", async (status, email) => {
  answer(status, { ...userBody(ADA), ...errorBody("made-up") });
  expect(await fetchEmail(ADA.id, settings)).toEqual(email);
});

test.each([
  ["another user", userBody(GRACE)],
  ["no user", { data: {} }],
  ["no data", {}],
  ["null", null],
  ["a list", [userBody(ADA)]],
  ["truncated JSON", '{"data":{"user":'],
  ["HTML", "<html>"],
  ["nothing", ""],
])("an answer with %s does not count", async (_, body) => {
  answer(200, body);
  expect(await fetchEmail(ADA.id, settings)).toEqual(UNAVAILABLE);
});

test.each([undefined, null, "", " ", "none", { at: "acme" }, `${"x".repeat(319)}@x`])(
  "the user with the email %j has none",
  async (email) => {
    answer(200, { data: { user: { id: ADA.id, email } } });
    expect(await fetchEmail(ADA.id, settings)).toEqual({ kind: "no email" });
  },
);

test("white space around an email does not count", async () => {
  answer(200, userBody({ ...ADA, email: " ada@acme.test\n" }));
  expect(await fetchEmail(ADA.id, settings)).toEqual({ kind: "known", address: ADA.email });
});

test.each(["<html>404</html>", "", "null", "[]", { message: "no route" }, { errors: {} }])(
  "a 404 with the body %j is not the Public API's",
  async (body) => {
    answer(404, body);
    expect(await fetchEmail(ADA.id, settings)).toEqual(UNAVAILABLE);
  },
);

test("a connection error is a failure that passes", async () => {
  fetch.mockReset().mockRejectedValue(new Error("ECONNRESET"));
  expect(await fetchEmail(ADA.id, settings)).toEqual(UNAVAILABLE);
});

test("an email of 320 characters counts, in an answer of 64 KB", async () => {
  const address = `${"x".repeat(318)}@x`;
  const small = JSON.stringify(userBody({ ...ADA, email: address }));
  const answerOf = (bytes: number) => small + " ".repeat(bytes - small.length);
  answer(200, Readable.from([Buffer.from(answerOf(65_536))]), { size: 65_536 });
  expect(await fetchEmail(ADA.id, settings)).toEqual({ kind: "known", address });
  answer(200, Readable.from([Buffer.from(answerOf(65_537))]), { size: 65_536 });
  expect(await fetchEmail(ADA.id, settings)).toEqual(UNAVAILABLE);
});
