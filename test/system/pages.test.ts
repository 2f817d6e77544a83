// What pages are made of: links, anchors, and what they give to copy.
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { SETTING_DEFINITIONS } from "../../tools/deploy/setting-definitions";

const ROOT = path.join(__dirname, "../..");
const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");
const PAGES = [".", "docs", "templates", "test"]
  .flatMap((folder) => readdirSync(path.join(ROOT, folder)).map((name) => path.join(folder, name)))
  .filter((name) => name.endsWith(".md"));

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}

test.each(PAGES)("every link in %s leads somewhere", (page) => {
  const links = [...read(page).matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
  for (const link of links.filter((one) => !one.startsWith("https://"))) {
    const [file, anchor] = link.split("#");
    const target = file ? path.join(path.dirname(page), file) : page;
    expect(read(target)).not.toBe("");
    if (anchor) expect(anchors(target)).toContain(anchor);
  }
});

test("the pages are found, and links in them", () => {
  expect(PAGES).toEqual(expect.arrayContaining(["README.md", "docs/set-up.md", "test/README.md"]));
  expect(read("README.md")).toMatch(/\]\(docs\/set-up\.md#/);
});

const GUIDE = read("docs/set-up.md");

test.each(SETTING_DEFINITIONS)("the guide has the setting $name", (definition) => {
  const { name, label, description, required, sensitive } = definition;
  const [, rest = ""] = GUIDE.split(`name \`${name}\`, type `);
  const [line = ""] = rest.split("\n");
  expect(line).toMatch(definition.type === "ARRAY" ? /^Array/ : /^String/);
  expect([line.includes("Required"), line.includes("Encrypted")]).toEqual([required, sensitive]);
  const blocks = [...rest.matchAll(/```\s+([^`]+?)\s+```/g)].map(([, text]) => text);
  expect(blocks.slice(0, 2)).toEqual([label, description]);
});

test("the link that makes the Slack app has the manifest on the page", () => {
  const [, link = ""] = /\((https:\/\/api\.slack\.com\/apps\?[^)]+)\)/.exec(GUIDE) ?? [];
  const [, manifest = ""] = /```json\n([^`]+)```/.exec(GUIDE) ?? [];
  const parameters = new URL(link).searchParams;
  expect(parameters.get("new_app")).toBe("1");
  expect(JSON.parse(parameters.get("manifest_json") ?? "")).toEqual(JSON.parse(manifest));
  expect(JSON.parse(manifest).oauth_config.scopes.bot).toEqual(["incoming-webhook"]);
});
