// Writes the settings' tables into the guide. Part of `npm run build`.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { SETTING_DEFINITIONS } from "../src/settings";
import { fillPlace, toTable } from "../templates/markdown";

/** The page that shows the tables. */
export const PAGE = path.join(__dirname, "../docs/set-up.md");

/** A setting's type, as the function editor words it. */
const TYPES = { STRING: "String", ARRAY: "Array" };

/**
 * Puts the tables of the settings that are required, and of the others, into a page's text.
 * @throws Error when the page has no place for them.
 */
export function withSettingsTables(page: string): string {
  return fillPlace(fillPlace(page, "required", table(true)), "optional", table(false));
}

function table(isRequired: boolean): string {
  const settings = Object.entries(SETTING_DEFINITIONS).filter(
    ([, { required }]) => required === isRequired,
  );
  const rows = settings.map(([name, { label, type, description, sensitive }]) => [
    label,
    `\`${name}\``,
    TYPES[type],
    description.replaceAll("<", "&lt;").replaceAll("*", "\\*"),
    sensitive ? "yes" : "no",
  ]);
  return toTable(["Label", "Name", "Type", "Description", "Encrypted"], rows);
}

if (require.main === module) {
  writeFileSync(PAGE, withSettingsTables(readFileSync(PAGE, "utf8")));
}
