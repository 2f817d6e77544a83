import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");
const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));

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
