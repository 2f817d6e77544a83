// What audit logs and APIs are known to send, and what people who attack send: a table for each kind.
import { Response } from "node-fetch";
import { measureCpuMs } from "../../tools/cpu";
import { ADA, ago, audienceCreated, auditEvent, SETTINGS } from "../../tools/segment/audit-events";
import { ordinaryBatch } from "../../tools/segment/large-requests";
import { errorBody, userBody } from "../../tools/segment/public-api";
import { createRuntime, type Outcome } from "../../tools/segment/runtime";
import { HANDLERS } from "../handlers";

/** The Public API, as far as one answer goes. */
type Answer = (id: string) => unknown;

const answerWith = (body: unknown, status = 200) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return () => new Response(text, { status });
};
const knows: Answer = (id) => answerWith(userBody({ id, email: `${id}@acme.test` }))();

const NO_EMAIL = "user has no email";
const UNAVAILABLE = "RetryError";

describe.each(HANDLERS)("%s", (_, load) => {
  const { console, fetch } = globalThis;
  afterEach(() => Object.assign(globalThis, { console, fetch }));

  function createCall(answer: Answer = knows) {
    const asked: string[] = [];
    const runtime = createRuntime({
      fetch: async (url: string) => {
        const id = url.split("/").at(-1) ?? "";
        asked.push(id);
        return answer(id);
      },
      load,
    });
    return { ...runtime, asked };
  }

  /** The email that goes out, or why there is none, or the error. */
  function emailIn({ messages: [message], error }: Outcome): unknown {
    return error?.name ?? message?.properties.email ?? message?.properties.email_missing;
  }

  /** One event with these details, as people read it. */
  async function read(details: unknown, over: object = {}) {
    const event = auditEvent("", {}, { properties: { type: "Source Deleted", details }, ...over });
    const { messages, error } = await createCall().call(event, SETTINGS);
    expect(error).toBeUndefined();
    const { userId, properties = {} } = messages[0] ?? {};
    const text = String(properties.slack_text);
    return { userId, summary: properties.summary, text, properties, message: messages[0] };
  }

  describe("the API answers with an email that is none, once for all events", () => {
    test.each([
      ["", NO_EMAIL],
      [" ", NO_EMAIL],
      [null, NO_EMAIL],
      [undefined, NO_EMAIL],
      [[ADA.email], NO_EMAIL],
      ["none", NO_EMAIL],
      ["a@b\nc", NO_EMAIL],
      ["ada@acme.test ", ADA.email],
      ["\tada@acme.test\n", ADA.email],
      ['"a@b"@acme.test', '"a@b"@acme.test'],
    ])("%j", async (email, expected) => {
      const { call, asked } = createCall((id) => answerWith({ data: { user: { id, email } } })());
      expect(emailIn(await call([audienceCreated(), audienceCreated()], SETTINGS))).toBe(expected);
      expect(emailIn(await call(audienceCreated(), SETTINGS))).toBe(expected);
      expect(asked).toHaveLength(1);
    });
  });

  test.each(["n/a", "", "-", "ada", "@acme.test", "ada@", "a@b c", "a\n@b", "a@b\u0000", 7, {}])(
    "properties.email %j is no email: it is looked up",
    async (email) => {
      const properties = { type: "Source Deleted", details: {}, email };
      const { summary, message } = await read({}, { properties, userId: "bob" });
      expect(summary).toBe("Source Deleted by bob@acme.test");
      expect(message?.properties.email).toBe("bob@acme.test");
    },
  );

  const SEGMENT = { who: "Segment", userId: "__system__" };
  const NOBODY = { who: "nobody named", userId: undefined };
  const user = (id: string) => ({ who: `${id}@acme.test`, userId: id });
  const other = (text: string, who = text) => ({ who, userId: text });

  test.each<[unknown, unknown, { who: string; userId: string | undefined }]>([
    // Segment itself, however it is written.
    [{ subject: "users/__system__" }, undefined, SEGMENT],
    [{ subject: "__system__" }, null, SEGMENT],
    [{ subject: "workspaces/acme/__system__" }, "", SEGMENT],
    [{ subject_id: "__system__", subject_type: "user" }, undefined, SEGMENT],
    [{ subject_id: "users/__system__" }, " ", SEGMENT],
    [{}, "users/__system__", SEGMENT],
    [{}, " __system__ ", SEGMENT],
    [undefined, "__system__", SEGMENT],
    [null, "__system__", SEGMENT],
    [{ subject: null, subject_id: "" }, "__system__", SEGMENT],
    [{ subject: "users/x", subject_email: "internal-service@segment.com" }, "x", SEGMENT],
    // It names nobody else: the next row counts.
    [{ subject: "users/__system__" }, "ada", user("ada")],
    [{ subject: "users/ada" }, "__system__", user("ada")],
    [{ subject: "users/__system__", subject_id: "bob", subject_type: "user" }, null, user("bob")],
    [{ subject_id: "__system__", subject_type: "user" }, "ada", user("ada")],
    [{ subject: "users/__system__", subject_id: "group-1" }, "__system__", other("group-1")],
    // `subject_id` may be whom it was done to.
    [{ subject_id: "bob", subject_type: "user" }, "ada", user("ada")],
    [{ subject_id: "bob", subject_type: "user" }, "__system__", user("bob")],
    [{ subject: "users/eve", subject_id: "bob", subject_type: "user" }, "ada", user("eve")],
    // What cannot be read may be somebody.
    [{ subject: { id: "ada" } }, "__system__", other('{"id":"ada"}')],
    [{ subject: ["users/ada"] }, "__system__", other('["users/ada"]')],
    [{ subject_id: [7] }, "__system__", other("[7]")],
    [{ subject: { id: "ada", token: "S" } }, null, other('{"id":"ada","token":"[hidden]"}')],
    [{ subject: true }, "__system__", NOBODY],
    [{ subject_email: "eve@acme.test" }, "__system__", NOBODY],
    [{ subject: 2 ** 53 }, "__system__", NOBODY],
    [{ subject_id: 1.5 }, "__system__", NOBODY],
    ["users/ada", "__system__", NOBODY],
    [["users/ada"], "__system__", NOBODY],
    [7, "__system__", NOBODY],
    [{ subject: "users/__system__" }, { id: "ada" }, NOBODY],
    // A number is an id where it is a safe integer.
    [{}, 12345, user("12345")],
    [{ subject: "users/ada " }, null, user("ada")],
    [{}, " ada ", user("ada")],
    [{}, 1e21, NOBODY],
    [{}, 0.5, NOBODY],
  ])("%j and the userId %j name %j", async (details, userId, { who, userId: sent }) => {
    const outcome = await read(details, { userId });
    expect(outcome.summary).toMatch(/^Source Deleted by /);
    expect(String(outcome.summary).replace("Source Deleted by ", "")).toBe(who);
    expect(outcome.userId).toBe(sent);
  });

  test.each<[string, unknown, number, string]>([
    ["the Public API's", errorBody("not-found"), 404, "user not found"],
    ["the Public API's, without a reason", { errors: [] }, 404, "user not found"],
    ["a gateway's page", "<html>404 Not Found</html>", 404, UNAVAILABLE],
    ["a gateway's JSON", { message: "no Route matched" }, 404, UNAVAILABLE],
    ["of another API", { errors: "not found" }, 404, UNAVAILABLE],
    ["empty", "", 404, UNAVAILABLE],
  ])("a 404 that is %s", async (_, body, status, expected) => {
    let answer: Answer = answerWith(body, status);
    const { call } = createCall((id) => answer(id));
    expect(emailIn(await call(audienceCreated(), SETTINGS))).toBe(expected);
    answer = knows;
    const next = emailIn(await call(audienceCreated(), SETTINGS));
    expect(next).toBe(expected === UNAVAILABLE ? `${ADA.id}@acme.test` : expected);
  });

  test("after look-ups that took too long, the next event has its email", async () => {
    jest.useFakeTimers({ doNotFake: ["performance"] });
    let isSlow = true;
    const { call, asked } = createCall((id) => {
      if (!isSlow) return knows(id);
      // As node-fetch does: its own limit comes after that of the function.
      return new Promise((_, reject) => setTimeout(() => reject(new Error("timeout")), 3_050));
    });
    const people = ["ada", "bob", "eve", "joe", "liv"];
    const batch = people.map((userId) =>
      auditEvent("Source Deleted", {}, { userId, receivedAt: ago(0) }),
    );
    const first = call(batch, SETTINGS);
    await jest.advanceTimersByTimeAsync(4_900);
    expect((await first).error?.name).toBe("RetryError");
    isSlow = false;
    const { messages } = await call(batch, SETTINGS);
    expect(messages.map(({ properties }) => properties.email)).toEqual(
      people.map((id) => `${id}@acme.test`),
    );
    expect(asked).toEqual([...people, ...people]);
    jest.useRealTimers();
  });

  describe("what is nested too deeply", () => {
    const nest = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels));
    const deep = (levels: number) => ({
      ...audienceCreated(),
      properties: { type: "Source Deleted", details: { x: nest(levels) } },
    });

    test.each([6_000, 20_000, 100_000])(
      "alone, with %d levels, ends in an error",
      async (levels) => {
        const { messages, error } = await createCall().call(deep(levels), SETTINGS);
        expect(messages).toEqual([]);
        expect(error?.name).toBe("InvalidEventPayload");
      },
    );

    test("costs no other event of its batch anything", async () => {
      const batch = [audienceCreated(), deep(20_000), audienceCreated()];
      const { messages, logs } = await createCall().call(batch, SETTINGS);
      expect(messages).toHaveLength(2);
      expect(logs).toEqual([
        expect.stringMatching(/^Skipped 1 of 3 events\. .* nested too deeply/),
      ]);
    });
  });

  const marks = audienceCreated({
    properties: { type: "Source Deleted", details: { target: `a${"\u0316\u0301".repeat(8_000)}` } },
  });
  test.each([
    ["a name of 120 KB", audienceCreated({ properties: { type: "new ".repeat(30_000) } })],
    ["eight names of 16,000 marks, in a batch", Array(8).fill(marks)],
    ["512 KiB of numbers", Array(262_000).fill(0)],
  ])("%s costs less than ten times as much as a batch", async (_, body) => {
    const { call } = createCall();
    const leastMs = async (sent: string) => {
      let least = Infinity;
      for (const _ of [1, 2, 3]) {
        least = Math.min(least, await measureCpuMs(() => call(sent, SETTINGS)));
      }
      return least;
    };
    const ordinaryMs = await leastMs(ordinaryBatch());
    expect((await leastMs(JSON.stringify(body))) / ordinaryMs).toBeLessThan(10);
  });

  test("where Segment takes none of the messages, the call ends in an error", async () => {
    const { call, globals } = createCall();
    globals.Segment.track = () => {
      throw new Error(ADA.email);
    };
    expect(await call([audienceCreated(), audienceCreated()], SETTINGS)).toMatchObject({
      messages: [],
      error: {
        name: "InvalidEventPayload",
        message: "Segment.track accepted none of the messages.",
      },
    });
  });

  test.each([
    ["20 details of 400 ideographs", 20, "漢".repeat(400)],
    ["8 details of 1,200 ideographs", 8, "漢".repeat(1_200)],
    ["66 details of 450 letters", 66, "x".repeat(450)],
  ])("%s leave an act to be seen in Slack", async (_, count, text) => {
    const details = Object.fromEntries(Array.from({ length: count }, (_, index) => [index, text]));
    const { text: shown, summary, message } = await read({ ...details, target: "Web shop" });
    expect(shown).toBe(
      `:warning: *Source Deleted* by ${ADA.id}@acme.test: Web shop\nhttps://app.segment.com/acme/audit-trail`,
    );
    expect(summary).toBe(`Source Deleted by ${ADA.id}@acme.test: Web shop`);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(32_000);
  });

  test.each<[string, unknown]>([
    ["settings", '{"apiKey":"SSS"}'],
    ["settings", '{ "user": "ada", "password" : "SSS\\"SSS", "port": 1 }'],
    ["settings", { text: '{"apiKey":"SSS"}', more: { text: '{\\"token\\":\\"SSS\\"}' } }],
    ["settings", "{'secret': 'SSS'}"],
    ["settings", '{"credentials":{"user":"SSS"}}'],
    ["settings", { ａｐｉ＿ｋｅｙ: "SSS" }],
    ["settings", { "to\u200bken": "SSS" }],
    ["settings", { tokenValid: "SSS", token_android: "SSS" }],
    ["url", "postgres://loader:SSS@db"],
    ["url", "postgres://loader:S/S@SS@db.acme.test:5432/main"],
    ["url", "loader:SSS@db"],
    ["url", "redis://:SSS@cache:6379/0"],
    ["url", `https://oauth2:${"S".repeat(400)}@acme.test/`],
    ["url", "https://acme.test/?user[password]=SSS"],
    ["settings", '{"password":"}SSS"}'],
    ["url", "https://acme.test/hook?token=SSS&x=1"],
    ["url", "https://acme.test/hook?x=1&client_secret=SSS"],
    ["url", "https://acme.test/#access_token=SSS"],
    ["note", "API_KEY=SSS"],
    ["note", "token:SSS"],
    ["settings", '{\n  "credentials": {\n    "user": "SSS"\n  }\n}'],
    ["note", "user: ada\npassword: SSS SSS\nport: 1"],
    ["note", "Authorization: Bearer SSS"],
    ["note", "db.password = SSS"],
    ["note", 'export AUTH_TOKEN="SSS SSS"'],
    ["note", ":password => 'SSS'"],
    ["note", "token_id=5 token=SSS"],
    ["note", "ｔｏｋｅｎ＝SSS"],
    ["ｔｏｋｅｎ", "SSS"],
    ["pass\u2060word", "SSS"],
    ["ＡＰＩ Key", { id: "SSS" }],
    ["token", "token"],
  ])("the secret in %s: %j is hidden", async (key, value) => {
    const { text, summary } = await read({ [key]: value, name: { [key]: value } });
    expect(text).toContain("[hidden]");
    expect(text + summary).not.toContain("SSS");
    expect(text).toContain("\n*userId:* "); // Nothing else is.
  });

  test.each<[string, unknown, string]>([
    ["token_id", "tok_1A2b", "tok_1A2b"],
    ["token_name", "Deploy", "Deploy"],
    ["tokenIds", ["a", "b"], '["a","b"]'],
    ["accessTokenID", "a1", "a1"],
    ["api_key_type", "public", "public"],
    ["apiKeyName", "ci", "ci"],
    ["token_scopes", "read", "read"],
    ["secret_count", 3, "3"],
    ["cookie_consent_enabled", true, "true"],
    ["cookie_consent_enabled", "false", "false"],
    ["password", false, "false"],
    ["settings", { token_id: "a", cookieConsent: true }, '{"token_id":"a","cookieConsent":true}'],
    ["settings", '{"token_enabled":true,"by":"ada"}', '{"token_enabled":true,"by":"ada"}'],
    ["settings", '{"token":"","by":"ada"}', '{"token":"","by":"ada"}'],
    ["url", "?token_id=5&x=1", "?token_id=5&x=1"],
    ["url", "mailto:ada@acme.test", "mailto:ada@acme․test"],
    ["url", "https://acme.test:8443/to/ada@acme.test", "https[:]//acme․test:8443/to/ada@acme․test"],
    ["subject", "token/tok_1A2b3C", "token/tok_1A2b3C"],
    ["action", "source:debugger-view", "source:debugger-view"],
  ])("%s: %j is no secret", async (key, value, shown) => {
    const { text } = await read({ [key]: value });
    expect(text).toContain(`*${key}:* ${shown}`);
  });

  test.each([
    "new.hire@acme.test",
    " new.hire@acme.test ",
    "संपर्क@डाटामेल.भारत",
    "пример@почта.рф",
    "o'neil+x@mail.acme.test",
  ])("the address %j stays as it is", async (target) => {
    const { text, summary } = await read({ target });
    expect(text).toContain(`*target:* ${target.trim()}`);
    expect(summary).toBe(`Source Deleted by ${ADA.id}@acme.test: ${target.trim()}`);
  });

  test.each([
    ["evil.com@x", "evil․com@x"],
    ["see new.hire@acme.test", "see new․hire@acme․test"],
    ["www.evil.test@acme.test", "www[.]evil․test@acme․test"],
    ["a@evil.com/x", "a@evil․com/x"],
    ["a\u200b@acme.test", "a@acme․test"],
    ["a\ufe0f@acme.test", "a@acme․test"],
    ["~/export", "∼/export"],
    ["~/import~", "∼/import∼"],
    ["a\u{13441}\u{13442}b", "a b"],
    ["\u{16fe4}a\u{1d159}", "a"],
  ])("the target %j shows as %j", async (target, shown) => {
    expect((await read({ target })).text).toContain(`*target:* ${shown}\n`);
  });

  test.each(["\u{13441}", "\u{13442}\u{16fe4}", "\u{1d159} \u2800\u3164\u200b"])(
    "the target %j shows as nothing, and is left out",
    async (target) => {
      expect((await read({ target })).text).not.toContain("target");
    },
  );

  test.each([
    ["2026-11-23T09:30:00.000Z", true],
    ["2026-11-23T09:30:00Z", true],
    ["2026-11-23T09:30:00.123456+02:00", true],
    ["2026-11-23T09:30:00+0200", true],
    ["2026-11-23T09:30:00-02", true],
    ["2024-02-29T00:00:00Z", true],
    ["2000-01-01T00:00:00Z", true],
    ["1999-12-31T23:59:59Z", false],
    ["0001-01-01T00:00:00Z", false],
    ["2026-13-45T99:99:99Z", false],
    ["2026-02-30T00:00:00Z", false],
    ["2026-00-10T00:00:00Z", false],
    ["2026-11-23T24:00:00Z", false],
    ["2026-11-23T09:60:00Z", false],
    ["2026-11-23T09:30:00", false],
    ["2026-11-23T09:30:00+99:00", false],
    ["2026-11-23T::::Z", false],
    ["2026-11-23", false],
  ])("%s is a time: %s", async (timestamp, isTime) => {
    const { message } = await read({}, { timestamp });
    expect(message?.timestamp).toBe(isTime ? timestamp : undefined);
  });

  test("somebody who looked at unmasked records is a matter of security", async () => {
    const { messages } = await createCall().call(
      auditEvent("Source Debugger Raw Viewed", {}),
      SETTINGS,
    );
    expect(messages[0]?.properties.category).toBe("security");
  });
});
