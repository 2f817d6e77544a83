// The one template for everything, as both destinations' real engines render it.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseFql } from "@segment/destination-subscriptions";
import { decodeHTML } from "entities";
import fc from "fast-check";
import type { Actor } from "../../src/actor";
import type { Email } from "../../src/email";
import { toMessage } from "../../src/message";
import { parseSettings } from "../../src/settings";
import { EVENTS } from "../../templates/by-kind/events";
import { slackByKind } from "../../templates/by-kind/templates";
import { COMPACT, type Subscription, type Template } from "../../templates/slack";
import { auditEvent, parsed, SETTINGS } from "../../tools/segment/audit-events";
import { postActions, postClassic } from "../../tools/segment/slack";

const read = (name: string) => readFileSync(path.join(__dirname, "../../templates", name), "utf8");
const slack: { templates: Template[] } = JSON.parse(read("slack.json"));
const subscriptions: Subscription[] = JSON.parse(read("slack-actions.json"));

const ADA: Actor = { kind: "user", id: "ada7LovelaceX", email: undefined };
const BY_ADA: Email = { kind: "known", address: "ada@acme.test" };
const LINK = "https://app.segment.com/acme/audit-trail";
const settings = parseSettings(SETTINGS);

interface Given {
  actor?: Actor;
  email?: Email;
  timestamp?: string;
  workspace_id?: unknown;
}

/** What reaches Slack of an audit event. */
function sentFor(type: string, details: unknown, given: Given = {}) {
  const { actor = ADA, email = BY_ADA, timestamp, workspace_id = "acmeWS01" } = given;
  const properties = { type, workspace_id, details };
  const raw = auditEvent("", {}, { ...(timestamp && { timestamp }), properties });
  return { type: "track", ...toMessage({ event: parsed(raw), actor, email }, settings) };
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
    `Space Created by ada@acme.test: Dev & ‹Test›\n${LINK}`,
  );
});

/** The thirteen families of the function library, and the details that they show there. */
test.each([
  ["Audience Created", "resource_id resource_type subject target"],
  ["Computed Trait Created", "resource_id resource_type subject target"],
  ["Destination Filter Created", "resource_id resource_type subject target"],
  ["Integration Created", "metadata_id resource_id source_id subject target"],
  ["Personas Warehouse Source Created", "resource_id resource_type subject target"],
  ["Schema Event Allowed", "description resource_id source_id subject target"],
  ["Source Created", "resource_id resource_type source_id subject target"],
  ["Space Created", "resource_id resource_type subject target"],
  ["Tracking Plan Created", "resource_id resource_type subject target"],
  ["Violations Detected", "resource_id resource_type subject target"],
  ["Warehouse Created", "resource_id resource_type subject target warehouse_id"],
  [
    "New Event Allowed",
    "blocked message_id name planned resource_id resource_type source_id source_name source_slug " +
      "target tracking_plan_connected tracking_plan_id type",
  ],
  [
    "Permission Check",
    "action resource_id resource_type sso_connection_id subject_id subject_type",
  ],
])("%s has each detail under the label of its published template", (event, labels) => {
  const details = Object.fromEntries(labels.split(" ").map((label) => [label, `the ${label}`]));
  const sent = sentFor(event, details);
  const [published = ""] = postClassic(slackByKind, sent);
  const items = published.split("\n").filter((line) => /\* the /.test(line));
  expect(items).toHaveLength(labels.split(" ").length);
  expect(post(sent).split("\n")[1]?.split(" · ")).toEqual(items.sort());
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
    "&ampamp;lt;!here&amplt;",
    "\n*email:* ceo@acme.test",
    ", by ceo@acme.test",
    " by ceo@acme.test: ",
    "app-segment.com/login",
    "evil。com",
    "＜!here＞",
    "⠀⠀⠀⠀",
    "\u3164\u3164",
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
      actor: fc.oneof(
        text.filter(Boolean).map((id): Actor => ({ kind: "user", id, email: undefined })),
        text.filter(Boolean).map((id): Actor => ({ kind: "other", id })),
        fc.constantFrom<Actor>(
          { kind: "segment", id: "__system__" },
          { kind: "nobody", id: undefined },
        ),
      ),
      workspace_id: value,
      timestamp: fc.constant("2026-11-23T09:30:00.000Z"),
      email: fc.oneof(
        text.filter(Boolean).map((address): Email => ({ kind: "known", address })),
        fc.constantFrom<Email>(BY_ADA, { kind: "segment" }, { kind: "not found" }),
      ),
    })
    .map(({ type, details, ...given }) => ({ ...sentFor(type, details, given), given }));

  /** What Slack could see, whether or not somebody on the way decodes entities. */
  const seen = (posted: string) => [posted, decodeHTML(posted), decodeHTML(decodeHTML(posted))];

  /** What Slack acts on: pings, links, labels of links, code, and bare domains. */
  const ACTS = /[<>`]|:\/\/|www\.|[^\s.][.。]\p{L}/iu;
  /** What hides or moves text, begins a line or leaves a gap. */
  const HIDES = /[\p{Cc}\p{Cf}\p{Cs}\p{DI}\u2028\u2029\u2800]|\s\s/u;

  /** The text without values that are an email and nothing else: they do nothing. */
  const withoutEmails = (shown: string) =>
    shown.replace(/(?<= )[\p{L}\p{N}][^\s@<>`:/]*@[^\s@<>`:/]+(?=$| · |:)/gu, "an email");

  test("in the full text: no ping, one link, no forged line", () => {
    fc.assert(
      fc.property(sent, ({ given, ...message }) => {
        for (const shown of seen(post(message))) {
          const lines = shown.split("\n");
          expect(lines.length).toBeLessThanOrEqual(5);
          expect(lines.pop()).toBe(LINK);
          for (const line of lines) {
            expect(line).not.toMatch(HIDES);
            expect(withoutEmails(line)).not.toMatch(ACTS);
          }
          const [first = "", ...rest] = lines;
          expect(first).toMatch(/^:\w+: \*[^*]+\* by [^*]*$/);
          if (given.email === BY_ADA)
            expect(first).toMatch(/^[^*]+\*[^*]+\* by ada@acme\.test(:|$)/);
          const items = rest.flatMap((line) => line.split(/ · (?=\*)/));
          for (const item of items) expect(item).toMatch(/^\*[^*]+:\* [^*]+$/);
          expect(items.filter((item) => item.startsWith("*timestamp:"))).toHaveLength(1);
          expect(items.filter((item) => item.startsWith("*email:"))).toEqual([]);
          expect(shown.length).toBeLessThanOrEqual(3_000);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("in the summary: no ping, no link, no second line, and who did it first", () => {
    fc.assert(
      fc.property(sent, ({ given, ...message }) => {
        for (const shown of seen(post(message, "{{properties.summary}}"))) {
          expect(shown).not.toMatch(HIDES);
          expect(shown).not.toContain("*");
          expect(withoutEmails(shown)).not.toMatch(ACTS);
          expect(shown).toContain(" by ");
          expect(shown.length).toBeLessThanOrEqual(200);
        }
        if (given.email !== BY_ADA) return;
        const bare = post(sentFor(String(message.properties.type), {}), "{{properties.summary}}");
        expect(post(message, "{{properties.summary}}").startsWith(bare)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
