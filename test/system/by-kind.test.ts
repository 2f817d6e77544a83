import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseFql } from "@segment/destination-subscriptions";
import fc from "fast-check";
import { EVENTS } from "../../templates/by-kind/events";
import type { Subscription, Template } from "../../templates/slack";
import { postActions, postClassic } from "../../tools/segment/slack";

const read = (name: string) =>
  readFileSync(path.join(__dirname, "../../templates/by-kind", name), "utf8");
const PAGE = read("README.md");
const slack: { templates: Template[] } = JSON.parse(read("slack.json"));
const subscriptions: Subscription[] = JSON.parse(read("slack-actions.json"));

function message(event: string, details: object = {}, properties: object = {}) {
  return {
    type: "track",
    event,
    userId: "ada7LovelaceX",
    timestamp: "2026-11-23T09:30:00.000Z",
    properties: {
      type: event,
      workspace_id: "acmeWS01",
      workspace_slug: "acme",
      details,
      ...(!("email_missing" in properties) && { email: "ada@acme.test" }),
      ...properties,
    },
  };
}

/** The message's text, which has to be the only one and the same in both destinations. */
function post(sent: ReturnType<typeof message>): string {
  const [text = "", ...more] = postClassic(slack, sent);
  expect(more).toEqual([]);
  expect(postActions(subscriptions, sent)).toEqual([text]);
  return text;
}

test("there are 177 published names, and each fits one template in each destination", () => {
  expect(new Set(EVENTS).size).toBe(177);
  for (const event of EVENTS) expect(post(message(event))).toContain(`:gear: *${event}*\n`);
});

test("any other name does so too", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.tuple(fc.constantFrom(...EVENTS), fc.string()).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom(...EVENTS), fc.nat(40)).map(([event, end]) => event.slice(0, end)),
    fc.constantFrom(...EVENTS).map((event) => `${event}\n`),
    fc.constantFrom(...EVENTS).map((event) => event.toLowerCase()),
  );
  fc.assert(fc.property(name, (event) => post(message(event)).length > 0));
});

test.each(["identify", "page", "screen", "group", "alias"])("the call %s fits none", (type) => {
  const call = { ...message("Audience Created"), type };
  expect(postClassic(slack, call)).toEqual([]);
  expect(postActions(subscriptions, call)).toEqual([]);
  expect(postActions(subscriptions, { type, userId: "ada7LovelaceX", traits: {} })).toEqual([]);
});

const WHO = "email userId workspace_id";
const COMMON = `${WHO} resource_id resource_type subject target timestamp`;

/** The thirteen families of the function library, and the lines that they have there. */
test.each([
  ["Audience Created", COMMON],
  ["Computed Trait Created", COMMON],
  ["Destination Filter Created", COMMON],
  ["Integration Created", `${WHO} metadata_id resource_id source_id subject target timestamp`],
  ["Personas Warehouse Source Created", COMMON],
  ["Schema Event Allowed", `${WHO} description resource_id source_id subject target timestamp`],
  ["Source Created", `${WHO} resource_id resource_type source_id subject target timestamp`],
  ["Space Created", COMMON],
  ["Tracking Plan New Event Allowed", COMMON],
  ["Violations Detected", COMMON],
  ["Warehouse Created", `${WHO} resource_id resource_type subject target warehouse_id timestamp`],
  [
    "New Event Allowed",
    "system_event userId workspace_id blocked message_id name planned resource_id resource_type " +
      "source_id source_name source_slug target tracking_plan_connected tracking_plan_id type timestamp",
  ],
  [
    "Permission Check",
    `${WHO} action resource_id resource_type sso_connection_id subject_id subject_type timestamp`,
  ],
])("%s keeps its heading and lines, and gains a link", (event, labels) => {
  const values: Record<string, string> = {
    email: "ada@acme.test",
    userId: "ada7LovelaceX",
    workspace_id: "acmeWS01",
    timestamp: "2026-11-23T09:30:00.000Z",
    system_event: "This event was triggered by the system.",
  };
  const labelList = labels.split(" ");
  const details = Object.fromEntries(labelList.map((label) => [label, `the ${label}`]));
  expect(post(message(event, details)).split("\n")).toEqual([
    `:gear: *${event}*`,
    ...labelList.map((label) => `*${label}:* ${values[label] ?? `the ${label}`}`),
    "https://app.segment.com/acme/audit-trail",
  ]);
});

test.each([
  ["Integrations Enabled", "Integration Enabled"],
  ["Warehouses Created", "Warehouse Created"],
  ["Engage Warehouse Source Created", "Personas Warehouse Source Created"],
  ["Destination Filters Created", "Destination Filter Created"],
  ["Source Connected to Tracking Plan", "Source Connected To Tracking Plan"],
])("%s looks like %s", (renamed, elder) => {
  const details = Object.fromEntries(
    ["metadata_id", "source_id", "warehouse_id"].map((label) => [label, `the ${label}`]),
  );
  const { templates } = slack;
  const patternFor = (event: string) =>
    templates.findIndex(({ eventName }) => new RegExp(eventName).test(event));
  expect(patternFor(renamed)).toBe(patternFor(elder));
  expect(post(message(renamed, details)).split("\n").slice(1)).toEqual(
    post(message(elder, details)).split("\n").slice(1),
  );
});

test("the email line shows email_missing in the email's place", () => {
  const missing = message("Source Disabled", {}, { email_missing: "user not found" });
  expect(post(missing)).toContain("\n*email:* user not found\n");
  expect(post(message("Source Disabled"))).toContain("\n*email:* ada@acme.test\n");
});

test("values come out as they are", () => {
  const target = `"Ünï" & 'co' <b> \`x=1\` &amp; &lt; {{userId}} $& \\n ☃`;
  expect(post(message("Space Created", { target }))).toContain(`\n*target:* ${target}\n`);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (anything) => {
      const sent = message("Space Created", { target: anything });
      return post(sent).includes(`\n*target:* ${anything}\n*timestamp:*`);
    }),
  );
});

test("absent values leave nothing behind", () => {
  for (const event of [...EVENTS, "Something New Happened"]) {
    const sent = { type: "track", event, properties: { type: event } };
    const texts = [...postClassic(slack, sent), ...postActions(subscriptions, sent)];
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).not.toMatch(/undefined|null|\[object|[{}]|&\w+;/);
  }
});

test("slack.json is the classic destination's setting, and can be copied from raw", () => {
  expect(Object.keys(slack)).toEqual(["templates"]);
  for (const template of slack.templates) {
    expect(Object.keys(template)).toEqual(["eventName", "regex", "template"]);
    expect(template.regex).toBe(true);
    expect(template.eventName).toMatch(/^\^/);
    const raw = JSON.stringify(template.eventName + template.template);
    expect(raw.slice(1, -1).replaceAll("\\n", "")).not.toMatch(/["\\]/);
  }
});

test("slack-actions.json lists subscriptions that FQL's parser reads", () => {
  expect(new Set(subscriptions.map(({ name }) => name)).size).toBe(subscriptions.length);
  for (const subscription of subscriptions) {
    const { actionId, trigger, enabled, settings } = subscription;
    expect(Object.keys(subscription).sort()).toEqual([
      "actionId",
      "enabled",
      "name",
      "settings",
      "trigger",
    ]);
    expect([actionId, enabled]).toEqual(["kp6oMyKQbaeqt6TcwFJop9", true]);
    expect(parseFql(trigger)).not.toHaveProperty("error");
    expect(settings).toEqual({ text: { "@template": expect.any(String) } });
  }
});

test("a detail that is an object shows as the page says", () => {
  const shown = post(message("Space Created", { target: { id: "acmeSpace1" } }));
  expect(shown).toContain("\n*target:* [object Object]\n");
  expect(PAGE).toContain("`[object Object]`");
});

/** The cells of the page's tables, as GitHub shows them: a `|` within one has a backslash. */
const ROWS = (PAGE.match(/^\|.*\|$/gm) ?? []).map((row) =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) =>
      cell
        .trim()
        .replaceAll("\\|", "|")
        .replace(/^`(.*)`$/, "$1"),
    ),
);

/** What each layout has to copy, by its link. */
const LAYOUTS = new Map(
  [...PAGE.matchAll(/^### (.+)\n\n```\n(.+)\n```$/gm)].map(([, name, template]) => [
    `[${name}](#${name?.toLowerCase().replaceAll(" ", "-")})`,
    template?.replaceAll("\\n", "\n"),
  ]),
);

test.each(slack.templates)("the page has $eventName, its events and its layout", (template) => {
  const { eventName } = template;
  const [, , events = "", layout = ""] = ROWS.find((cells) => cells[1] === eventName) ?? [];
  expect(LAYOUTS.get(layout)).toBe(template.template);
  const fitting = EVENTS.filter((event) => new RegExp(eventName).test(event));
  expect(events.split(" · ")).toEqual(fitting);
});

test.each(subscriptions)("the page has the trigger of $name", ({ name, trigger }) => {
  expect(ROWS).toContainEqual([name, trigger]);
});

test("the page has each layout once", () => {
  const templates = new Set(slack.templates.map(({ template }) => template));
  expect(PAGE.match(/^```$/gm)).toHaveLength(2 * templates.size);
});
