import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");
const WORKFLOWS = path.join(ROOT, ".github/workflows");
const read = (name: string) => readFileSync(path.join(WORKFLOWS, name), "utf8");
const RELEASE = read("release.yml");
const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));

test.each(readdirSync(WORKFLOWS))("the actions in %s are pinned by commit", (name) => {
  const used = [...read(name).matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
  expect(used.length).toBeGreaterThan(0);
  for (const action of used) expect(action).toMatch(/^(\.\/.+|[\w-]+\/[\w-]+@[0-9a-f]{40})$/);
});

test("the files that a release attaches are there", () => {
  const files = RELEASE.match(/\b(dist|templates)\/[\w-]+\.js(on)?/g) ?? [];
  expect(files).toHaveLength(3);
  for (const file of files) expect(existsSync(path.join(ROOT, file))).toBe(true);
});

test("a release's notes come from the script that is tested here", () => {
  expect(RELEASE).toMatch(/^ +run: \.github\/changelog-entry\.sh .+ > changes\.md$/m);
});

/** What the script prints for these words. */
function changelogEntry(...words: string[]) {
  const script = path.join(ROOT, ".github/changelog-entry.sh");
  const { stdout, stderr, status } = spawnSync("bash", [script, ...words], { encoding: "utf8" });
  return { stdout, stderr, status };
}

test("it prints a version's entry, and no other's", () => {
  const { stdout, status } = changelogEntry("1.0.0");
  expect(status).toBe(0);
  expect(stdout.trim()).toMatch(/^- The function: .*events, for both Slack destinations\.$/s);
  expect(changelogEntry("1.1.0").stdout).toContain("If you pasted 1.0.0:");
  expect(changelogEntry("1.1.0").stdout).not.toContain("## ");
});

test("there is an entry for the package's version", () => {
  expect(changelogEntry(version).status).toBe(0);
});

test("it fails without an entry and without a version", () => {
  const missing = { stdout: "", stderr: "CHANGELOG.md has no entry for 9.\n", status: 1 };
  expect(changelogEntry("9")).toEqual(missing);
  // A version is text: its dots stand for nothing else.
  expect(changelogEntry("1x0x0").status).toBe(1);
  expect(changelogEntry()).toMatchObject({ stdout: "", status: 1 });
});
