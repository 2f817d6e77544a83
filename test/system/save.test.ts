import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Failure } from "../../tools/failure";
import { saveNew } from "../../tools/save";

test("what was saved before stays", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "save-"));
  const texts = ["first", "second", "third"];
  const file = path.join(folder, "slack-before.json");
  const files = texts.map((text) => path.basename(saveNew(file, text)));
  expect(files).toEqual(["slack-before.json", "slack-before-2.json", "slack-before-3.json"]);
  expect(readdirSync(folder)).toHaveLength(3);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(files.map((file) => readFileSync(path.join(folder, file), "utf8"))).toEqual(texts);
});

test("the count stands before the last ending", () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "save-")), "mapping-before-a.b.json");
  const files = ["first", "second"].map((text) => path.basename(saveNew(file, text)));
  expect(files).toEqual(["mapping-before-a.b.json", "mapping-before-a.b-2.json"]);
});

test("a folder that is not there is a failure of one line", () => {
  const save = () => saveNew("/nowhere/at/all/slack-before.json", "x");
  expect(save).toThrow(Failure);
  expect(save).toThrow(/^\/nowhere\/at\/all\/slack-before\.json cannot be saved: /);
});
