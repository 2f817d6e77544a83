import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { Failure } from "./failure";

/**
 * Saves a text to a new file, `<name>.json` or `<name>-2.json` and so on, so that nothing saved
 * before is lost. Only its owner can read it.
 * @returns the file's name.
 */
export function saveNew(folder: string, name: string, text: string): string {
  for (let count = 1; ; count += 1) {
    const file = `${name}${count === 1 ? "" : `-${count}`}.json`;
    try {
      writeFileSync(path.join(folder, file), text, { flag: "wx", mode: 0o600 });
      return file;
    } catch (error) {
      if (Object(error).code !== "EEXIST") throw new Failure(`${file} cannot be saved: ${error}`);
    }
  }
}
