// What README.md and docs/message.md say of a message, held against the built file.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseFql, validate } from "@segment/destination-subscriptions";
import { Response } from "node-fetch";
import { auditEvent, findUser, SETTINGS } from "../../tools/segment/audit-events";
import { createPublicApi } from "../../tools/segment/public-api";
import { createRuntime } from "../../tools/segment/runtime";

const read = (name: string) => readFileSync(path.join(__dirname, "../..", name), "utf8");
const PAGE = read("docs/message.md");
const { call } = createRuntime({ fetch: createPublicApi(findUser) });

/** The cells of the table under a heading, without backticks. */
function table(heading: string): string[][] {
  const [, section = ""] = PAGE.split(`\n${heading}\n`);
  const rows = section.split(/\n#+ /)[0]?.match(/^\|.*$/gm) ?? [];
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backticks. */
const codes = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

async function send(body: unknown) {
  const { messages, error } = await call(body, SETTINGS);
  expect(error).toBeUndefined();
  return messages[0];
}

test("what the README shows before becomes what it shows after", async () => {
  const blocks = [...read("README.md").matchAll(/```json\n(.*?)```/gs)];
  const [before, after] = blocks.map(([, json = ""]) => JSON.parse(json));
  const message = await send(before);
  expect(message).toMatchObject(after);
  expect(message?.properties).toMatchObject(before.properties);
  expect(Object.keys(message?.properties ?? {}).sort()).toEqual(
    [
      ...Object.keys(before.properties),
      ...Object.keys(after.properties),
      "slack_text", // Named below the example.
    ].sort(),
  );
});

const ICONS = table("## `category`").map(([category, icon, , events]) => ({
  category: codes(category)[0],
  icon: codes(icon)[0],
  events: codes(events),
}));

test("the five categories are there, with events", () => {
  expect(ICONS.map(({ category }) => category)).toEqual(
    "security breaking failure change noise".split(" "),
  );
  for (const { events } of ICONS) expect(events.length).toBeGreaterThan(1);
});

test.each(ICONS)("events of the category $category", async ({ category, icon, events }) => {
  for (const event of events) {
    const message = await send(auditEvent(event, {}));
    expect(message?.properties.category).toBe(category);
    expect(message?.properties.slack_text).toMatch(new RegExp(`^${icon} \\*${event}\\*`));
  }
});

test("the condition for a second channel fits the category security alone", async () => {
  const [, trigger = ""] = /^(type = "track" and .*)$/m.exec(read("templates/README.md")) ?? [];
  const fits = async (event: string) =>
    validate(parseFql(trigger), { type: "track", ...(await send(auditEvent(event, {}))) });
  expect(await fits("User Invite Accepted")).toBe(true);
  expect(await fits("Source Deleted")).toBe(false);
});

const REASONS = table("## `email_missing`").flatMap(([reason]) => codes(reason));

test.each([
  ["triggered by Segment itself", { userId: "__system__" }],
  ["nobody named", { userId: null }],
  ["user not found", { userId: "goneUser01" }],
  ["malformed user id", { userId: "a/b" }],
])("the reason %s", async (reason, over) => {
  const message = await send(auditEvent("Source Created", {}, over));
  expect(message?.properties.email_missing).toBe(reason);
  expect(REASONS).toContain(reason);
});

test("the reason for something else than a user", async () => {
  const subject = "token/tok_1A2b3C";
  const message = await send(auditEvent("Source Created", { subject }, { userId: "__system__" }));
  expect(message).toMatchObject({ userId: subject, properties: { email_missing: "not a user" } });
  expect(REASONS).toContain("not a user");
});

test.each([
  [401, "workspaceToken rejected (401)"],
  [403, "workspaceToken rejected (403)"],
  [400, "request refused (400)"],
  [500, "Public API unavailable"],
])("the reason for the status %d", async (status, reason) => {
  const runtime = createRuntime({ fetch: async () => new Response("{}", { status }) });
  const longAgo = { receivedAt: "2026-01-01T00:00:00.000Z" };
  const { messages } = await runtime.call(auditEvent("Source Created", {}, longAgo), SETTINGS);
  expect(messages[0]?.properties.email_missing).toBe(reason);
  expect(REASONS).toContain(reason);
});

test("the reason for more than 100 people", async () => {
  const body = Array.from({ length: 101 }, (_, index) =>
    auditEvent("Source Created", {}, { userId: `user${index}` }),
  );
  const { messages } = await call(body, SETTINGS);
  const reason = "over 100 people in one request";
  expect(messages.at(-1)?.properties.email_missing).toBe(reason);
  expect(REASONS).toContain(reason);
});

test("what the page says is hidden", async () => {
  const [, listed = ""] = /These are keys with (.*?) and the like/s.exec(PAGE) ?? [];
  expect(codes(listed).length).toBeGreaterThan(5);
  for (const key of codes(listed)) {
    const message = await send(
      auditEvent("Source Created", { [key]: "abc1", name: { [key]: "abc1" } }),
    );
    expect(message?.properties.slack_text).toContain(":* [hidden]");
    expect(message?.properties.summary).toContain("[hidden]");
    expect(`${message?.properties.slack_text} ${message?.properties.summary}`).not.toContain(
      "abc1",
    );
    expect(message?.properties.details).toMatchObject({ [key]: "abc1" });
  }
});

test.each([
  ["<!here>", "‹!here›"],
  ["*x*", "∗x∗"],
  ["```", "'''"],
  ["https://x", "https[:]//x"],
  ["www.x", "www[.]x"],
  ["evil.test", "evil․test"],
  ["&lt;", "＆lt;"],
  ["&amp", "＆amp"],
  ["~x~", "∼x∼"],
  ["_x_ :name:", "_x_ :name:"],
])("%s shows as %s", async (value, shown) => {
  const message = await send(auditEvent("Source Created", { name: value }));
  expect(message?.properties.slack_text).toContain(`*name:* ${shown}`);
  expect(message?.properties.summary).toBe(`Source Created by ada@acme.test: ${shown}`);
  for (const character of "‹›∗∼＆․") {
    if (shown.includes(character)) expect(PAGE).toContain(character);
  }
});
