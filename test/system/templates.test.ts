// What Slack's real engines make of the function's texts.
import { readFileSync } from "node:fs";
import { decodeHTML } from "entities";
import fc from "fast-check";
import { parseAuditEvents } from "../../src/audit-event";
import type { Email } from "../../src/email";
import { toMessage } from "../../src/message";
import { parseSettings } from "../../src/settings";
import { MAPPING } from "../../templates/slack";
import { postActions, postClassic, type Template } from "../../tools/segment/slack-destinations";

const read = (name: string) => readFileSync(`${__dirname}/../../templates/${name}`, "utf8");

/** What the page gives to copy, block by block. */
const PARTS = read("README.md").split(/\n```.*\n/);
const BLOCKS = PARTS.filter((_, index) => index % 2);
const [variable, pattern = "", text = "", terraform, , compact = "", line, security = ""] = BLOCKS;

const LINK = "https://app.segment.com/acme/audit-trail";
const settings = parseSettings({ workspaceSlug: "acme", workspaceToken: "sgp_acme" });

/** What reaches Slack of an audit event by this user. */
function sent(type: string, details: object, id = "ada7LovelaceX", address = "ada@acme.test") {
  const body = { timestamp: "2026-11-23T09:30:00.000Z", properties: { type, details } };
  const messages = parseAuditEvents(body).map((event) => {
    const actor = { kind: "other", id, email: undefined } as const;
    const email: Email = address ? { kind: "known", address } : { kind: "other" };
    return toMessage({ event, actor, email }, settings);
  });
  return { type: "track" as const, event: type, ...messages[0] };
}

/** What both destinations post, which has to be one text, and the same. */
function post(message: ReturnType<typeof sent>, template = text): string {
  const posted = postClassic([{ eventName: pattern, regex: true, template }], message);
  const mapping = { ...MAPPING, settings: { text: { "@template": template } } };
  expect(postActions([mapping], message)).toEqual(posted);
  return posted.join();
}

test("the files, the module and the page have the same values", () => {
  expect(JSON.parse(read("slack-actions.json"))).toEqual([MAPPING]);
  const template = { eventName: pattern, regex: true, template: text };
  expect(JSON.parse(read("slack.json"))).toEqual({ templates: [template] });
  expect([MAPPING.settings.text["@template"], `{{${variable}}}`]).toEqual([text, text]);
  for (const one of [MAPPING.actionId, text]) expect(terraform).toContain(`"${one}"`);
  expect(line).toBe(compact.replace("\n", "\\n"));
});

test("both destinations post what the function wrote", () => {
  const message = sent("Space Created", { target: `R&D "dev" 'x' {{userId}} = <b>` });
  expect(post(message).split("\n")).toEqual([
    `:gear: *Space Created* by ada@acme.test: R&D "dev" 'x' {{userId}} = ‹b›`,
    `*target:* R&D "dev" 'x' {{userId}} = ‹b›`,
    "*userId:* ada7LovelaceX · *timestamp:* 2026-11-23T09:30:00.000Z",
    LINK,
  ]);
});

test("the second channel is for the category security alone", () => {
  const mapping = { ...MAPPING, trigger: security };
  expect(postActions([mapping], sent("User Invite Accepted", {}))).toHaveLength(1);
  expect(postActions([mapping], sent("Source Deleted", {}))).toEqual([]);
});

const PIECES = [
  ..."<!channel> <@U012AB3CD> <#C012AB3CD> <https://evil.test|Renew> https://evil.test".split(" "),
  ..."&lt;!here&gt; &LT! &#60;!here &amp;lt;!here &amp#60;!here &ast;evil&#42; *evil*".split(" "),
  ...["~evil~", "`evil`", "\n", "\u2028", "\x85", "&NewLine;", " · *email:* ceo@acme.test"],
];
// It begins with what is always seen, so that each detail has an item.
const piece = fc.constantFrom(...PIECES);
const name = fc.string({ unit: piece, minLength: 1 }).map((pieces) => `x${pieces}`);
const value = fc.oneof(name, fc.array(name, { maxLength: 2 }), fc.record({ x: name }));
const details = fc.dictionary(fc.oneof(name, fc.constant("target")), value, { maxKeys: 3 });
const address = fc.option(name, { nil: "" });

/** Pings and false labels of links, bold, struck through, code, links, what begins a line. */
const ACTS = /[<>*~`\p{Cc}\u2028\u2029]|:\/\//u;

test("nobody's text acts, also where its entities are decoded once more", () => {
  const property = fc.property(name, details, name, address, (type, more, id, email) => {
    const all = { ...more, name: type };
    const message = sent(type, all, id, email);
    const [summary = "", ...link] = post(message, compact).split("\n");
    expect([link, decodeHTML(summary).match(ACTS)]).toEqual([[LINK], null]);
    const posted = post(message);
    for (const shown of [posted, decodeHTML(posted), decodeHTML(decodeHTML(posted))]) {
      const [first = "", items = "", ids = "", ...rest] = shown.split("\n");
      expect(rest).toEqual([LINK]);
      expect(first.replace(/^:\w+: \*(.+?)\* by /, "$1")).not.toMatch(ACTS);
      const parts = [items, ids].map((line) => line.split(/(?:^| · )\*(.+?):\* /));
      expect(parts.map(({ length }) => length)).toEqual([2 * Object.keys(all).length + 1, 5]);
      expect(parts.flat().filter((part) => ACTS.test(part))).toEqual([]);
    }
  });
  fc.assert(property, { numRuns: 100 });
});

// The layout that Segment published: in the file, and on the page.
const { templates }: { templates: Template[] } = JSON.parse(read("by-kind.json"));
const NAMES = Object.values<string[]>(JSON.parse(read("../test/event-names.json"))).flat();

test("each of the 177 known names fits exactly one pattern, and so does a new one", () => {
  expect(new Set(NAMES).size).toBe(177);
  const renamed = NAMES.flatMap((name) => [`${name}s`, name.toLowerCase(), name.slice(0, -3)]);
  for (const event of [...NAMES, ...renamed, "Journey Created", ""])
    expect([event, ...postClassic(templates, { type: "track", event })]).toHaveLength(2);
});

const WHO = "email userId workspace_id";
const COMMON = `${WHO} resource_id resource_type subject target timestamp`;

/** The kinds that Segment's function library has a template for, and the fields in each. */
test.each([
  ["Audience Created", COMMON],
  ["Computed Trait Created", COMMON],
  ["Destination Filter Created", COMMON],
  ["Integration Created", `${WHO} metadata_id resource_id source_id subject target timestamp`],
  ["Personas Warehouse Source Created", COMMON],
  ["Schema Event Allowed", `${WHO} description resource_id source_id subject target timestamp`],
  ["Source Created", `${WHO} resource_id resource_type source_id subject target timestamp`],
  ["Space Created", COMMON],
  ["Tracking Plan Created", COMMON],
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
])("%s has the fields of its published template, in their order", (event, fields) => {
  const details = Object.fromEntries(fields.split(" ").map((field) => [field, `the ${field}`]));
  const { email, userId, workspace_id, timestamp } = details;
  const properties = { email, workspace_id, details };
  const [text] = postClassic(templates, { type: "track", event, userId, timestamp, properties });
  const shown = text?.replace("This event was triggered by the system.", "the system_event");
  const lines = fields.split(" ").map((field) => `*${field}:* the ${field}`);
  expect(shown?.split("\n").slice(1, -1)).toEqual(lines);
});

test("the page has each pattern and its template to copy, in the file's order", () => {
  const [, section = ""] = read("README.md").split("## A line for each detail");
  const blocks = section.split(/\n```\n/).filter((_, index) => index % 2);
  const expected = templates.flatMap(({ eventName, template }) => [eventName, template]);
  expect(blocks.map((block) => block.replaceAll("\\n", "\n"))).toEqual(expected);
});
