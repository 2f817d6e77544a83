import { readFileSync } from "node:fs";
import * as path from "node:path";
import { SETTING_DEFINITIONS } from "../../src/settings";
import { slackActionsByKind, slackByKind } from "../../templates/by-kind/templates";
import { MAPPING, TEMPLATE } from "../../templates/slack";

const ROOT = path.join(__dirname, "../..");
const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");
const README = read("README.md");

test("the settings' table has what the function's definitions have", () => {
  const yesNo = (value: boolean) => (value ? "yes" : "no");
  const rows = Object.entries(SETTING_DEFINITIONS).map(
    ([name, { type, required, sensitive, description }]) =>
      `| ${name} | ${type} | ${yesNo(required)} | ${yesNo(sensitive)} | ${description} |`,
  );
  expect(README.replaceAll("`", "")).toContain(`| --- |\n${rows.join("\n")}\n\n`);
});

test("Slack's table has the one template", () => {
  const rows = README.split("\n").filter((line) => line.startsWith("| Slack ("));
  expect(rows).toEqual([
    expect.stringContaining(`\`${TEMPLATE.eventName}\` | \`${TEMPLATE.template}\` |`),
    expect.stringContaining(`\`${MAPPING.trigger}\` | \`${TEMPLATE.template}\` |`),
  ]);
});

test("it counts the templates by kind", () => {
  expect(README).toContain(
    `(templates/by-kind/README.md), ${slackByKind.templates.length} of them.`,
  );
});

test("the changelog has an entry for the version, and counts what to replace", () => {
  const { version } = JSON.parse(read("package.json"));
  expect(read("CHANGELOG.md").split("\n## ")[1]).toMatch(new RegExp(`^${version}\n`));
  expect(read("CHANGELOG.md")).toContain(`delete the ${slackByKind.templates.length} templates`);
  expect(read("CHANGELOG.md")).toContain(`disable the ${slackActionsByKind.length} mappings`);
});

test.each([
  "README.md",
  "CHANGELOG.md",
  "docs/proof.md",
  "templates/README.md",
  "templates/by-kind/README.md",
])("every link in %s leads somewhere", (page) => {
  const links = [...read(page).matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links.filter((one) => !/^https?:/.test(one))) {
    const [file, anchor] = link.split("#");
    const target = file ? path.join(path.dirname(page), file) : page;
    const text = read(target);
    if (!anchor) continue;
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    );
    expect(headings).toContain(anchor);
  }
});
