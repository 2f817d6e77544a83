import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");
const WORKFLOWS = path.join(ROOT, ".github/workflows");
const read = (name: string) => readFileSync(path.join(WORKFLOWS, name), "utf8");
const RELEASE = read("release.yml");

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

test("a release's notes are the changelog's entry for the tag", () => {
  const [, script = ""] = /(awk -v.*?) > changes\.md/s.exec(RELEASE) ?? [];
  const notes = (tag: string) =>
    execFileSync("sh", ["-c", script], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, GITHUB_REF_NAME: tag },
    }).toString();
  expect(notes("v1.0.0").trim()).toMatch(
    /^- The function: .*events, for both Slack destinations\.$/s,
  );
  expect(notes("v1.1.0")).not.toContain("## ");
  expect(notes("v1.1.0")).toContain("If you pasted 1.0.0:");
  expect(notes("v9")).toBe("");
});
