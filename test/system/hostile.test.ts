// Whatever comes in, and whatever the Public API answers: what holds of every call of the built file.
import fc from "fast-check";
import { Response } from "node-fetch";
import { createRuntime, errors } from "../../tools/segment/runtime";
import { ADA, ago, audienceCreated, SETTINGS } from "../../tools/segment/samples";

const SECRET = "acme-shared-secret";
const PLAIN_URL = /^https:\/\/(eu1\.)?api\.segmentapis\.com\/users\/[A-Za-z0-9_-]{1,64}$/;

const DEEP = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

const id = fc.oneof(
  fc.constantFrom(
    ...[ADA.id, ADA.email, "__system__", "..", "../tokens", "%2e%2e%2ftokens", "?x=1", "#x", ""],
    ...["a\r\nHost: evil.test", "@evil.test/", "//evil.test", "\\evil.test", "__proto__"],
    "x".repeat(5_000),
  ),
  fc.string({ unit: "binary" }),
);

const anything = fc.oneof(
  fc.jsonValue(),
  id,
  fc.constantFrom(
    JSON.parse('{"__proto__":{"type":"Owned","email":"owned@evil.test"}}'),
    JSON.parse('{"toString":null,"valueOf":null,"constructor":{"prototype":{}}}'),
    JSON.parse(DEEP),
    `{"token":${DEEP}}`,
  ),
);

const details = fc.record(
  {
    subject: fc.oneof(
      id.map((user) => `users/${user}`),
      anything,
    ),
    subject_id: anything,
    subject_type: fc.oneof(fc.constant("user"), anything),
    subject_email: fc.oneof(fc.constant(ADA.email), anything),
    target: anything,
  },
  { requiredKeys: [] },
);

const properties = fc.record(
  {
    type: fc.oneof({ weight: 4, arbitrary: fc.string({ unit: "binary" }) }, anything),
    details: fc.oneof(details, anything),
    email: anything,
    email_missing: anything,
    slack_text: anything,
  },
  { requiredKeys: ["type", "details"] },
);

/** An audit event of which some fields are replaced or gone. */
const mutated = fc
  .record(
    {
      type: fc.oneof(fc.constant("track"), anything),
      event: fc.oneof(fc.constantFrom("Audit", "audit"), anything),
      messageId: anything,
      userId: anything,
      anonymousId: anything,
      timestamp: anything,
      receivedAt: fc.oneof(fc.constantFrom(ago(0), ago(1e9)), anything),
      context: anything,
      properties: fc.oneof({ weight: 4, arbitrary: properties }, anything),
    },
    { requiredKeys: [] },
  )
  .map((fields): Record<string, unknown> => ({ ...audienceCreated(), ...fields }));

const body = fc.oneof(
  { weight: 4, arbitrary: mutated },
  { weight: 4, arbitrary: fc.array(fc.oneof(mutated, anything), { maxLength: 5 }) },
  anything,
  fc.constantFrom("{", DEEP, `{"properties":{"type":"Deep","details":${DEEP}}}`),
);

const USUAL_SETTINGS: object[] = [SETTINGS, { ...SETTINGS, region: "eu" }];

const settings = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...USUAL_SETTINGS) },
  fc
    .record(
      { region: anything, blockedEvents: anything, sharedSecret: fc.constant(SECRET) },
      { requiredKeys: [] },
    )
    .map((odd) => ({ ...SETTINGS, ...odd })),
);

/** What the Public API does about a user. */
const apiAnswer = fc.oneof(
  fc.constant((user: string) => {
    return new Response(JSON.stringify({ data: { user: { id: user, email: ADA.email } } }));
  }),
  fc
    .tuple(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.json(), fc.constantFrom("", "<", DEEP)))
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
  setting: object,
  answer: (user: string) => unknown,
  headers = {},
) {
  const fetch = jest.fn(async (url: string, _options: object) =>
    answer(url.split("/").at(-1) ?? ""),
  );
  const outcome = await createRuntime({ fetch }).call(sent, setting, headers);
  for (const [url, options] of fetch.mock.calls) {
    expect(url).toMatch(PLAIN_URL);
    expect(options).toMatchObject({ redirect: "error" });
  }
  const { messages, error } = outcome;
  if (error) expect(Object.keys(errors)).toContain(error.name);
  expect(JSON.stringify(outcome)).not.toContain(SETTINGS.workspaceToken);
  expect(JSON.stringify(outcome)).not.toContain(SECRET);
  expect(error?.message ?? "").not.toContain(ADA.email);
  return { messages, error, asked: fetch.mock.calls.length };
}

/** How many audit events with a name a body has. */
function countEvents(sent: unknown): number {
  return [sent].flat().filter((event) => {
    const { type, event: name, properties: said } = Object(event);
    const isAudit = !name || (typeof name === "string" && /^\s*audit\s*$/i.test(name));
    const audited = Object(Array.isArray(said) ? {} : said).type;
    const hasName = typeof audited === "string" && audited.trim() !== "";
    return !Array.isArray(event) && (!type || type === "track") && isAudit && hasName;
  }).length;
}

/** What a body that is a text comes in as. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function canBeJson(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false; // Too deep to be sent on.
  }
}

test("whatever has a name arrives once, or is tried again", async () => {
  await fc.assert(
    fc.asyncProperty(body, settings, apiAnswer, async (sent, setting, answer) => {
      const { messages, error } = await callWith(sent, setting, answer);
      const isUsual = USUAL_SETTINGS.includes(setting);
      const received = typeof sent === "string" ? parse(sent) : sent;
      const events = countEvents(received);
      const refused = /^(EventNotSupported|InvalidEventPayload)$/;
      if (isUsual && error) expect(error.name).toMatch(events ? /^RetryError$/ : refused);
      if (isUsual && !error && canBeJson(received)) expect(messages).toHaveLength(events);
      for (const { properties: sentOn, messageId = "", userId, anonymousId } of messages) {
        expect([userId, anonymousId].filter(Boolean)).toHaveLength(1);
        const { email, email_missing, category, summary, slack_text } = sentOn;
        expect([email, email_missing].filter((one) => typeof one === "string")).toHaveLength(1);
        expect(messageId).toMatch(/^audit(-sha256)?:/);
        expect(messageId.length).toBeLessThanOrEqual(100);
        expect(category).toMatch(/^(security|breaking|failure|noise|change)$/);
        expect(summary).toMatch(/^[^<>`\n]+$/);
        expect(String(summary).length).toBeLessThanOrEqual(200);
        const lines =
          /^:\w+: ([^<>`\n]+\n){1,3}https:\/\/(eu1\.)?app\.segment\.com\/acme\/audit-trail$/;
        if (slack_text !== undefined) expect(slack_text).toMatch(lines);
        expect(String(slack_text ?? "").length).toBeLessThanOrEqual(3_000);
      }
    }),
    { numRuns: 250 },
  );
});

test("with a shared secret, nothing else opens, and nothing is read or asked", async () => {
  const guess = fc.oneof(
    fc.constantFrom("", SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase()),
    fc.stringMatching(/^[!-~]{0,60}$/),
  );
  await fc.assert(
    fc.asyncProperty(body, guess, async (sent, secret) => {
      fc.pre(secret !== SECRET);
      const setting = { ...SETTINGS, sharedSecret: SECRET };
      const outcome = await callWith(sent, setting, () => null, { "X-Shared-Secret": secret });
      expect(outcome).toMatchObject({ messages: [], asked: 0, error: { name: "ValidationError" } });
    }),
  );
});
