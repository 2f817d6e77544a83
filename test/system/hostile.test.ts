// Whatever comes in, and whatever the Public API answers: see docs/proof.md.
import fc from "fast-check";
import { Response } from "node-fetch";
import { ADA, ago, audienceCreated, SETTINGS } from "../../tools/segment/audit-events";
import { errors } from "../../tools/segment/globals";
import { userBody } from "../../tools/segment/public-api";
import { createRuntime } from "../../tools/segment/runtime";

jest.setTimeout(60_000);

const SECRET = "acme-shared-secret";
const PLAIN_URL = /^https:\/\/(eu1\.)?api\.segmentapis\.com\/users\/[A-Za-z0-9_-]{1,64}$/;

const DEEP = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

const id = fc.oneof(
  fc.constantFrom(
    ADA.id,
    "__system__",
    "..",
    "../tokens",
    "%2e%2e",
    "%2e%2e%2ftokens",
    "?x=1",
    "#x",
    "a\r\nHost: evil.test",
    "@evil.test/",
    "//evil.test",
    "\\evil.test",
    "__proto__",
    "x".repeat(5000),
    "",
  ),
  fc.string({ unit: "binary" }),
);

const anything = fc.oneof(
  fc.jsonValue(),
  id,
  fc.constantFrom(
    JSON.parse('{"__proto__":{"type":"Owned","email":"owned@evil.test"}}'),
    JSON.parse('{"toString":null,"valueOf":null}'),
    JSON.parse('{"constructor":{"prototype":{}}}'),
    JSON.parse(DEEP),
  ),
);

const details = fc.oneof(
  fc.record(
    {
      subject: fc.oneof(
        id.map((actor) => `users/${actor}`),
        anything,
      ),
      subject_id: fc.oneof(id, anything),
      subject_type: fc.oneof(fc.constant("user"), anything),
      target: anything,
    },
    { requiredKeys: [] },
  ),
  anything,
);

const properties = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record(
      {
        type: fc.oneof(
          { weight: 4, arbitrary: fc.string({ unit: "binary", minLength: 1 }) },
          anything,
        ),
        details,
        email: anything,
        email_missing: anything,
        workspace_slug: anything,
      },
      { requiredKeys: ["type", "details"] },
    ),
  },
  anything,
);

/** An audit event of which some fields are replaced or gone. */
const mutated = fc
  .record(
    {
      type: fc.oneof(fc.constant("track"), anything),
      event: fc.oneof(fc.constantFrom("Audit", "audit"), anything),
      messageId: fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), anything),
      userId: fc.oneof(id, anything),
      anonymousId: anything,
      timestamp: anything,
      receivedAt: fc.oneof(fc.constantFrom(ago(0), ago(1e9)), anything),
      context: anything,
      properties,
    },
    { requiredKeys: [] },
  )
  .map((fields): Record<string, unknown> => ({ ...audienceCreated(), ...fields }));

const body = fc.oneof(
  { weight: 4, arbitrary: mutated },
  { weight: 4, arbitrary: fc.array(fc.oneof(mutated, anything), { maxLength: 5 }) },
  anything,
  fc.string(),
  fc.constantFrom(DEEP, `{"properties":{"type":"Deep","details":${DEEP}}}`),
);

const settings = fc.record(
  {
    workspaceSlug: fc.constantFrom("acme", " acme "),
    workspaceToken: fc.constant(SETTINGS.workspaceToken),
    region: fc.constantFrom("us", "eu", "", null),
    blockedEvents: fc.constantFrom([], ["Audience Created"], null),
  },
  { requiredKeys: ["workspaceSlug", "workspaceToken"] },
);

/** What the Public API does about a user. */
const apiAnswer = fc.oneof(
  fc.constant(
    (user: string) => new Response(JSON.stringify(userBody({ id: user, email: ADA.email }))),
  ),
  fc
    .tuple(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.json(), fc.string(), fc.constant(DEEP)))
    .map(
      ([status, text]) =>
        () =>
          new Response(text, { status }),
    ),
  fc.anything().map((reason) => () => Promise.reject(reason)),
  fc.anything().map((junk) => () => junk),
);

/** Calls once, and checks what holds of every call. */
async function callWith(
  sent: unknown,
  given: object,
  answer: (user: string) => unknown,
  headers: Record<string, string> = {},
) {
  const requests: { url: string; redirect: unknown }[] = [];
  const fetch = async (url: string, { redirect }: { redirect: unknown }) => {
    requests.push({ url, redirect });
    return answer(url.split("/").at(-1) ?? "");
  };
  const { call } = createRuntime({ fetch });
  const outcome = await call(sent, given, headers);

  for (const request of requests) {
    expect(request).toEqual({ url: expect.stringMatching(PLAIN_URL), redirect: "error" });
  }
  if (outcome.error) expect(Object.keys(errors)).toContain(outcome.error.name);
  expect(JSON.stringify(outcome)).not.toContain(SETTINGS.workspaceToken);
  expect(JSON.stringify(outcome)).not.toContain(SECRET);
  expect(outcome.logs.join() + outcome.error?.message).not.toContain(ADA.email);
  return { ...outcome, requests };
}

/** The names of the audit events in a body, in the words of the README. */
function namesIn(sent: unknown): string[] {
  return [sent].flat().flatMap((event) => {
    if (typeof event !== "object" || event === null || Array.isArray(event)) return [];
    const { type, event: name, properties } = Object(event);
    if (type && type !== "track") return [];
    if (name && (typeof name !== "string" || name.toLowerCase() !== "audit")) return [];
    const { type: audited } = Object(Array.isArray(properties) ? {} : properties);
    return typeof audited === "string" && audited !== "" ? [audited] : [];
  });
}

function isSendable(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false; // Nested too deeply: Segment could not send it on either.
  }
}

function isRecent(event: unknown): boolean {
  const { receivedAt } = Object(event);
  return typeof receivedAt === "string" && Math.abs(Date.now() - Date.parse(receivedAt)) < 600_000;
}

test("whatever has a name arrives once, or is retried", async () => {
  await fc.assert(
    fc.asyncProperty(body, settings, apiAnswer, async (sent, given, answer) => {
      const parsed = typeof sent === "string" ? safelyParse(sent) : sent;
      fc.pre(isSendable(parsed));
      const { messages, error } = await callWith(sent, given, answer);
      const names = namesIn(parsed);
      if (names.length === 0) {
        expect(error?.name).toMatch(/^(EventNotSupported|InvalidEventPayload)$/);
      } else if (error) {
        expect(error.name).toBe("RetryError");
        expect([parsed].flat().some(isRecent)).toBe(true);
      } else {
        const blocked = new Set<string>(given.blockedEvents);
        const wanted = names.filter((name) => !blocked.has(name));
        expect(messages.map(({ event }) => event)).toEqual(wanted);
      }
      for (const { properties, messageId = "" } of messages) {
        expect(
          [properties.email, properties.email_missing].map((one) => typeof one).sort(),
        ).toEqual(["string", "undefined"]);
        expect(messageId.length).toBeLessThanOrEqual(100);
        expect(messageId).toMatch(/^audit(-sha256)?:/);
        // See templates.test.ts for what else holds of the two texts.
        const { summary, slack_text, category } = properties;
        expect(category).toMatch(/^(security|breaking|failure|noise|change)$/);
        expect(summary).toMatch(/^[^<>`\n]+ by [^<>`\n]+$/);
        expect(String(summary).length).toBeLessThanOrEqual(200);
        expect(slack_text).toMatch(
          /^:\w+: ([^<>`\n]+\n){1,3}https:\/\/(eu1\.)?app\.segment\.com\/acme\/audit-trail$/,
        );
        expect(String(slack_text).length).toBeLessThanOrEqual(3_000);
      }
    }),
    { numRuns: 300 },
  );
});

function safelyParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

test("one request that names thousands of people costs 100 look-ups, and loses no event", async () => {
  const people = Array.from({ length: 3_000 }, (_, index) =>
    audienceCreated({
      userId: `stranger${index}`,
      properties: { type: "Space Created", details: {} },
    }),
  );
  const answer = () => new Response('{"errors":[]}', { status: 404 });
  const { messages, requests } = await callWith(people, SETTINGS, answer);
  expect(requests).toHaveLength(100);
  expect(messages.map(({ properties }) => properties.email_missing)).toEqual([
    ...Array(100).fill("user not found"),
    ...Array(2_900).fill("over 100 people in one request"),
  ]);
});

test("any settings give a documented error or none", async () => {
  const odd = fc.oneof(
    anything,
    fc.record(
      {
        workspaceSlug: fc.oneof(fc.constant("acme"), anything),
        workspaceToken: fc.oneof(
          fc.constantFrom(SETTINGS.workspaceToken, `${SETTINGS.workspaceToken}\r\nX: 1`),
          anything,
        ),
        region: anything,
        blockedEvents: anything,
        sharedSecret: fc.oneof(fc.constant(SECRET), anything),
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(odd, apiAnswer, async (given, answer) => {
      await callWith(audienceCreated(), Object(given), answer);
    }),
    { numRuns: 300 },
  );
});

test("with a shared secret, nothing else opens", async () => {
  const given = { ...SETTINGS, sharedSecret: SECRET };
  const guess = fc.oneof(
    fc.constantFrom("", SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase()),
    fc.stringMatching(/^[!-~]{0,60}$/),
  );
  await fc.assert(
    fc.asyncProperty(body, guess, async (sent, secret) => {
      fc.pre(secret !== SECRET);
      const headers = { "X-Shared-Secret": secret };
      const { error, messages, requests } = await callWith(sent, given, () => null, headers);
      expect(error?.name).toMatch(/^(ValidationError|InvalidEventPayload)$/);
      expect(messages).toEqual([]);
      expect(requests).toEqual([]);
    }),
  );
});
