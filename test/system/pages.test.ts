// What pages are made of: links, what is generated into them, and what they give to copy.
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { FILES } from "../../templates/by-kind/generate";
import { ANY_NAME, ANY_TRACK, COMPACT, FULL } from "../../templates/slack";
import { PAGE, withSettingsTables } from "../../tools/settings-table";

const ROOT = path.join(__dirname, "../..");
const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");
const FOLDERS = [".", "docs", "templates", "templates/by-kind", "test"];
const PAGES = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder)).map((name) => path.join(folder, name)),
).filter((name) => name.endsWith(".md"));

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

test("the guide has the settings' tables of the definitions", () => {
  const guide = readFileSync(PAGE, "utf8");
  expect(guide).toContain("| Workspace token | `workspaceToken` | String | A Public API token");
  expect(guide).toContain("| Region | `region` | String | Where the workspace is");
  expect(withSettingsTables(guide)).toBe(guide);
  const stale = guide
    .replace("| Workspace token |", "| Token |")
    .replace("| Region |", "| Where |");
  expect(withSettingsTables(stale)).toBe(guide);
});

test.each(Object.entries(FILES))("templates/%s is what npm run build gives", (name, text) => {
  expect(read(path.join("templates", name))).toBe(text);
});

test("the page of the one template has its own texts to copy", () => {
  const blocks = [...read("templates/README.md").matchAll(/^```\n(.*?)\n```$/gms)];
  expect(blocks.map(([, block]) => block)).toEqual([
    ANY_TRACK,
    FULL,
    ANY_NAME,
    FULL,
    COMPACT,
    COMPACT.replace("\n", "\\n"),
    `${ANY_TRACK} and properties.category = "security"`,
  ]);
});
