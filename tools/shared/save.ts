import { writeFileSync } from "node:fs";
import { fail } from "./failure";

/**
 * Saves a text to a new file, `function-before.js`, or else `function-before-2.js` and so on, so that nothing saved before
 * is lost. Only its owner can read it.
 * @returns the file's path.
 */
export function saveNew(file: string, text: string): string {
  for (let count = 1; ; count += 1) {
    const newFile = count === 1 ? file : file.replace(/(?=\.\w+$)/, `-${count}`);
    try {
      writeFileSync(newFile, text, { flag: "wx", mode: 0o600 });
      return newFile;
    } catch (error) {
      if (Object(error).code !== "EEXIST") fail(`${newFile} cannot be saved: ${error}`);
    }
  }
}
