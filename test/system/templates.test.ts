// The one template for everything, as both destinations' real engines render it.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseFql } from "@segment/destination-subscriptions";
import { decodeHTML } from "entities";
import fc from "fast-check";
import type { Email } from "../../src/email";
import { toMessage } from "../../src/message";
import { EVENTS } from "../../templates/by-kind/events";
import { slackByKind } from "../../templates/by-kind/templates";
import { FILES } from "../../templates/generate";
import { COMPACT, type Subscription, type Template } from "../../templates/slack";
import { auditEvent, parsed } from "../../tools/segment/audit-events";
import { postActions, postClassic } from "../../tools/segment/slack";

const read = (name: string) => readFileSync(path.join(__dirname, "../../templates", name), "utf8");
const slack: { templates: Template[] } = JSON.parse(read("slack.json"));
const subscriptions: Subscription[] = JSON.parse(read("slack-actions.json"));

const BY_ADA: Email = { email: "ada@acme.test" };
const LINK = "https://app.segment.com/acme/audit-trail";

function sentFor(type: string, details: unknown, over: object = {}, email: Email = BY_ADA) {
  const {
    actor = "ada7LovelaceX",
    properties,
    ...fields
  } = { actor: undefined, properties: {}, ...over };
  const raw = auditEvent(
    "",
    {},
    {
      ...fields,
      properties: { type, workspace_id: "acmeWS01", details, ...properties },
    },
  );
  return { type: "track", ...toMessage({ event: parsed(raw), actor, email }, "acme") };
}

/** The text, which has to be the only one and the same in both destinations. */
function post(sent: ReturnType<typeof sentFor>, text = "{{properties.slack_text}}"): string {
  const templates = slack.templates.map((template) => ({ ...template, template: text }));
  const settings = { text: { "@template": text } };
  const [posted = "", ...more] = postClassic({ templates }, sent);
  expect(more).toEqual([]);
  expect(
    postActions(
      subscriptions.map((one) => ({ ...one, settings })),
      sent,
    ),
  ).toEqual([posted]);
  return posted;
}

test.each(Object.entries(FILES))("the committed %s is what npm run build gives", (name, text) => {
  expect(read(name)).toBe(text);
});

test("slack.json and slack-actions.json are one template and one mapping, the full text", () => {
  const template = "{{properties.slack_text}}";
  expect(slack).toEqual({ templates: [{ eventName: ".*", regex: true, template }] });
  const trigger = 'type = "track"';
  expect(subscriptions).toEqual([
    {
      name: "Audit events",
      actionId: "kp6oMyKQbaeqt6TcwFJop9",
      trigger,
      enabled: true,
      settings: { text: { "@template": template } },
    },
  ]);
  expect(parseFql(trigger)).not.toHaveProperty("error");
});

test("the page shows what to copy first", () => {
  const [start = ""] = read("README.md").split("\n## ");
  const blocks = [...start.matchAll(/^```\n(.*)\n```$/gm)].map(([, block]) => block);
  const text = "{{properties.slack_text}}";
  expect(blocks).toEqual([".*", text, 'type = "track"', text]);
  expect(read("README.md")).toContain(`\`\`\`\n${COMPACT}\n\`\`\``);
  expect(read("README.md")).toContain(`\`\`\`\n${COMPACT.replace("\n", "\\n")}\n\`\`\``);
});

test("every name fits, also with line breaks or empty", () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...EVENTS), fc.string({ unit: "binary" })), (event) => {
      const sent = { ...sentFor("Space Created", {}), event };
      expect(post(sent)).toBe(sent.properties.slack_text);
    }),
  );
});

test.each(["identify", "page", "screen", "group", "alias"])("the call %s fits none", (type) => {
  const call = { ...sentFor("Space Created", {}), type };
  expect(postClassic(slack, call)).toEqual([]);
  expect(postActions(subscriptions, call)).toEqual([]);
});

test("the compact form is the summary and the link", () => {
  expect(post(sentFor("Space Created", { target: "Dev & <Test>" }), COMPACT)).toBe(
    `Space Created: Dev & ‹Test›, by ada@acme.test\n${LINK}`,
  );
});

const BY_SEGMENT: Email = { email_missing: "triggered by Segment itself" };

/** The thirteen families of the function library, and the details that they show there. */
test.each<[string, string, Email]>([
  ["Audience Created", "resource_id resource_type subject target", BY_ADA],
  ["Computed Trait Created", "resource_id resource_type subject target", BY_ADA],
  ["Destination Filter Created", "resource_id resource_type subject target", BY_ADA],
  ["Integration Created", "metadata_id resource_id source_id subject target", BY_ADA],
  ["Personas Warehouse Source Created", "resource_id resource_type subject target", BY_ADA],
  ["Schema Event Allowed", "description resource_id source_id subject target", BY_ADA],
  ["Source Created", "resource_id resource_type source_id subject target", BY_ADA],
  ["Space Created", "resource_id resource_type subject target", BY_ADA],
  ["Tracking Plan Created", "resource_id resource_type subject target", BY_ADA],
  ["Violations Detected", "resource_id resource_type subject target", BY_ADA],
  ["Warehouse Created", "resource_id resource_type subject target warehouse_id", BY_ADA],
  [
    "New Event Allowed",
    "blocked message_id name planned resource_id resource_type source_id source_name source_slug " +
      "target tracking_plan_connected tracking_plan_id type",
    BY_SEGMENT,
  ],
  [
    "Permission Check",
    "action resource_id resource_type sso_connection_id subject_id subject_type",
    BY_ADA,
  ],
])("%s has the lines of its template by kind, less the empty ones", (event, labels, email) => {
  const names = labels.split(" ");
  const full = sentFor(
    event,
    Object.fromEntries(names.map((name) => [name, `the ${name}`])),
    {},
    email,
  );
  const [published = ""] = postClassic(slackByKind, full);
  expect(post(full)).toBe(published);
  expect(published.split("\n")).toHaveLength(names.length + 6);

  const half = names.map((name, index) => [name, index % 2 ? "" : `the ${name}`]);
  const sparse = sentFor(event, Object.fromEntries(half), {}, email);
  const [withEmpty = ""] = postClassic(slackByKind, sparse);
  expect(post(sparse)).toBe(withEmpty.replace(/^\*\w+:\* \n/gm, ""));
});

describe("nobody's text acts", () => {
  const piece = fc.constantFrom(
    "<!channel>",
    "<!here>",
    "<@U012AB3CD>",
    "<#C012AB3CD>",
    "<https://evil.test|Renew your token>",
    "https://evil.test",
    "www.evil.test",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "&#60;!channel&#62;",
    "\n*email:* ceo@acme.test",
    "\r*timestamp:* 1999\u2028",
    "\u2029",
    "\v\f\0\x1b[2K",
    "\u202e",
    "\u200b",
    "*",
    "{{userId}}",
    "$&",
    "```",
    "x",
    " ",
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary", maxLength: 300 }),
  );
  const value = fc.oneof(text, text, text, fc.jsonValue());
  const someDetails = fc.oneof(
    fc.dictionary(fc.oneof(text, fc.constantFrom("email", "target", "name", "userId")), value, {
      maxKeys: 60,
    }),
    fc.record({ name: text, target: text, action: text }, { requiredKeys: [] }),
  );
  const sent = fc
    .record({
      type: text.filter(Boolean),
      details: someDetails,
      actor: text.filter(Boolean),
      workspace_id: value,
      timestamp: text.map((end) => `2026-11-23T${end}`),
      email: fc.oneof(
        text.filter(Boolean).map((email): Email => ({ email })),
        fc.constantFrom<Email>(BY_SEGMENT, { email_missing: "user not found" }),
      ),
    })
    .map(({ type, details, actor, workspace_id, timestamp, email }) =>
      sentFor(type, details, { actor, timestamp, properties: { workspace_id } }, email),
    );

  /** What Slack could see, whether or not somebody on the way decodes entities. */
  const seen = (posted: string) => [posted, decodeHTML(posted), decodeHTML(decodeHTML(posted))];

  test("in the full text: no ping, one link, no forged line", () => {
    fc.assert(
      fc.property(sent, (message) => {
        for (const shown of seen(post(message))) {
          expect(shown).not.toMatch(/[<>]|www\./i);
          expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
          expect(shown.split("://")).toHaveLength(2);
          const lines = shown.split("\n");
          expect(lines.at(-1)).toBe(LINK);
          expect(lines[0]).toMatch(/^:gear: \*[^*]*\*$/);
          for (const line of lines.slice(1, -1)) expect(line).toMatch(/^\*[^*]+:\* [^*]+$/);
          const { details } = message.properties;
          expect(lines.length).toBeLessThanOrEqual(6 + Object.keys(Object(details)).length);
          const labels = lines.map((line) => line.split(":*")[0]);
          expect(
            labels.filter((label) => /^\*(email|system_event)$/.test(label ?? "")).length,
          ).toBeLessThan(2);
          expect(labels.filter((label) => label === "*timestamp")).toHaveLength(1);
          expect(shown.length).toBeLessThanOrEqual(3_000);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("in the summary: no ping, no link, no second line", () => {
    fc.assert(
      fc.property(sent, (message) => {
        for (const shown of seen(post(message, "{{properties.summary}}"))) {
          expect(shown).not.toMatch(/[<>*\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|:\/\/|www\./iu);
          expect(shown).toContain(", by ");
          expect(shown.length).toBeLessThanOrEqual(200);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
