// The templates by kind: in the file, and on the page.
import { readFileSync } from "node:fs";
import { postClassic, type Template } from "../../tools/segment/slack-destinations";

const read = (name: string) => readFileSync(`${__dirname}/../../${name}`, "utf8");
const { templates }: { templates: Template[] } = JSON.parse(read("templates/by-kind.json"));
const NAMES = Object.values<string[]>(JSON.parse(read("test/event-names.json"))).flat();

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
  const [, section = ""] = read("templates/README.md").split("## A line for each detail");
  const blocks = section.split(/\n```\n/).filter((_, index) => index % 2);
  const expected = templates.flatMap(({ eventName, template }) => [eventName, template]);
  expect(blocks.map((block) => block.replaceAll("\\n", "\n"))).toEqual(expected);
});
