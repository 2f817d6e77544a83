// Writes the settings' table into the pages that show it. Part of `npm run build`.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { SETTING_DEFINITIONS } from "../src/settings";
import { toTable } from "./table";

/** The pages that show the table, from the project's root. */
export const PAGES = ["README.md", "docs/set-up.md"];

/** A setting's type, as the function editor words it. */
const TYPES = { STRING: "String", ARRAY: "Array" };

/** Where the table goes: between two comments of the same indentation. */
const PLACE = /^( *)<!-- settings -->\n.*?^ *<!-- \/settings -->$/ms;

/**
 * Puts the settings' table into a page.
 * @param page the page's text, with or without a table in its place.
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
  const lines = ["<!-- settings -->", toTable(header, rows), "<!-- /settings -->"];
  return page.replace(PLACE, (_, indent: string) => lines.join("\n").replace(/^/gm, () => indent));
}

if (require.main === module) {
  for (const name of PAGES) {
    const file = path.join(__dirname, "..", name);
    writeFileSync(file, withSettingsTable(readFileSync(file, "utf8")));
  }
}
