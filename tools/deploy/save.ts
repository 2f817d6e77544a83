import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { fail } from "../failure";

/**
 * Saves a text to a new file, `name.json` or `name-2.json` and so on, so that nothing saved before
 * is lost. Only its owner can read it.
 * @returns the file's name.
 */
export function saveNew(folder: string, file: string, text: string): string {
  const { name, ext } = path.parse(file);
  for (let count = 1; ; count += 1) {
    const newFile = `${name}${count === 1 ? "" : `-${count}`}${ext}`;
    try {
      writeFileSync(path.join(folder, newFile), text, { flag: "wx", mode: 0o600 });
      return newFile;
    } catch (error) {
      if (Object(error).code !== "EEXIST") fail(`${newFile} cannot be saved: ${error}`);
    }
  }
}
