// Writes the settings' table into the pages that show it. Part of `npm run build`.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { SETTING_DEFINITIONS } from "../src/settings";
import { fillPlace, toTable } from "../templates/markdown";

/** The pages that show the table, from the project's root. */
export const PAGES = ["README.md", "docs/set-up.md"];

/** A setting's type, as the function editor words it. */
const TYPES = { STRING: "String", ARRAY: "Array" };

/**
 * Puts the settings' table into a page's text, with or without a table in its place.
 * @throws Error when the page has no place for it.
 */
export function withSettingsTable(page: string): string {
  const rows = Object.entries(SETTING_DEFINITIONS).map(([name, setting]) => [
    setting.label,
    `\`${name}\``,
    TYPES[setting.type],
    setting.description.replaceAll("<", "&lt;").replaceAll("*", "\\*"),
    setting.required ? "yes" : "no",
    setting.sensitive ? "yes" : "no",
  ]);
  const header = ["Label", "Name", "Type", "Description", "Required", "Encrypted"];
  return fillPlace(page, "settings", toTable(header, rows));
}

if (require.main === module) {
  for (const name of PAGES) {
    const file = path.join(__dirname, "..", name);
    writeFileSync(file, withSettingsTable(readFileSync(file, "utf8")));
  }
}
