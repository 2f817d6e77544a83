import { createRuntime } from "../../tools/segment/runtime";
import { HANDLERS } from "../handlers";

const SETTINGS = { workspaceSlug: "acme", workspaceToken: "sgp_acme_token_1" };
const FOUND = async (url: string) => {
  const user = { id: url.split("/").at(-1), email: "ada@acme.test" };
  return { status: 200, json: async () => ({ data: { user } }) };
};
const DOWN = () => Promise.reject(new Error("down"));

let count = 0;
/** An audit event that came in so many ms ago. */
function event(ageMs = 0, over: object = {}) {
  count += 1;
  const receivedAt = new Date(Date.now() - ageMs).toISOString();
  const properties = { type: "Source Created", details: { subject: "users/ada" } };
  return { event: "Audit", messageId: `m${count}`, receivedAt, properties, ...over };
}

describe.each(HANDLERS)("%s", (_, load) => {
  const call = (body: unknown, settings = {}, fetch: unknown = FOUND, headers = {}) =>
    createRuntime({ fetch, load }).call(body, { ...SETTINGS, ...settings }, headers);

  test("an event is sent under its name, with its actor's email", async () => {
    const { messages, error } = await call(event());
    expect(error).toBeUndefined();
    expect(messages).toMatchObject([
      { event: "Source Created", userId: "ada", properties: { email: "ada@acme.test" } },
    ]);
  });

  test("a batch is sent in its order, without what is blocked or no event", async () => {
    const blocked = event(0, { properties: { type: "Permission Check " } });
    const batch = [event(), blocked, null, event()];
    const { messages } = await call(batch, { blockedEvents: ["Permission Check,Audience Run*"] });
    expect(messages.map(({ messageId }) => messageId)).toEqual([
      `audit:m${count - 1}`,
      `audit:m${count}`,
    ]);
  });

  test("where all is blocked, nothing is sent or asked", async () => {
    const fetch = jest.fn();
    expect(await call(event(), { blockedEvents: ["Source*"] }, fetch)).toEqual({ messages: [] });
    expect(fetch).not.toHaveBeenCalled();
  });

  describe("while the Public API is down", () => {
    test.each([
      ["a new event waits", 0, "RetryError"],
      ["one of just under 10 minutes waits", 595_000, "RetryError"],
      ["one of 10 minutes is sent without email", 600_000, undefined],
      ["one of a clock that is an hour ahead is sent", -3_600_000, undefined],
    ])("%s", async (_name, ageMs, error) => {
      const outcome = await call(event(ageMs), {}, DOWN);
      expect(outcome.error?.name).toBe(error);
      expect(outcome.messages).toHaveLength(error ? 0 : 1);
    });

    test.each([[undefined], ["yesterday"], [7]])(
      "one received at %j is sent",
      async (receivedAt) => {
        const { messages } = await call(event(0, { receivedAt }), {}, DOWN);
        expect(messages).toMatchObject([
          { properties: { email_missing: "Public API unavailable" } },
        ]);
      },
    );

    test("a batch waits as a whole, and sends nothing twice", async () => {
      const outcome = await call([event(700_000), event()], {}, DOWN);
      expect(outcome).toMatchObject({ messages: [], error: { name: "RetryError" } });
    });
  });

  test("what the API refuses is sent at once", async () => {
    const refusal = async () => ({ status: 403, json: async () => ({ errors: [] }) });
    const { messages } = await call(event(), {}, refusal);
    expect(messages[0]?.properties.email_missing).toBe("workspaceToken rejected (403)");
  });

  describe("where Segment.track fails once", () => {
    function callFailing(body: unknown) {
      let count = 0;
      const { call: callOnce } = createRuntime({
        fetch: FOUND,
        load: ({ Segment, ...globals }) => {
          const track: typeof Segment.track = (message) => {
            count += 1;
            if (count === 1) throw new Error("once");
            Segment.track(message);
          };
          return load({ ...globals, Segment: { track } });
        },
      });
      return callOnce(body, SETTINGS);
    }

    test("for the only event, it is tried again", async () => {
      expect((await callFailing(event())).error?.name).toBe("RetryError");
    });

    test("for one of two, the other is sent", async () => {
      expect((await callFailing([event(), event()])).messages).toHaveLength(1);
    });
  });

  test("an event that cannot be written as JSON fails alone", async () => {
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const tooDeep = event(0, { properties: { type: "A", details: { x: deep } } });
    expect((await call([tooDeep, event()])).messages).toHaveLength(1);
    expect((await call(tooDeep)).error?.name).toBe("RetryError");
  });

  describe("the shared secret", () => {
    const settings = { sharedSecret: " abc " };
    const send = (header?: string, body: unknown = event()) =>
      call(body, settings, FOUND, header === undefined ? {} : { "x-shared-secret": header });

    test.each(["abc", " abc", "abc\t"])("%j opens", async (header) => {
      expect((await send(header)).messages).toHaveLength(1);
    });

    test.each([undefined, "", "ab", "abcd", "ABC", "a bc"])("%j does not", async (header) => {
      expect(await send(header)).toMatchObject({
        messages: [],
        error: { name: "ValidationError" },
      });
    });

    test("is looked at before the body is read", async () => {
      expect((await send("wrong", "{")).error?.name).toBe("ValidationError");
      expect((await send("abc", "{")).error?.name).toBe("InvalidEventPayload");
    });
  });

  test("a wrong setting is an error before anything is read", async () => {
    const outcome = await call("{", { region: "mars" });
    expect(outcome.error).toMatchObject({
      name: "ValidationError",
      message: expect.stringContaining("region"),
    });
  });
});
