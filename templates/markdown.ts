// What pages in Markdown are made of.

/** A table. A `|` within a cell is escaped, since it would end the cell, also in code. */
export function toTable(header: string[], rows: string[][]): string {
  const lines = [header, header.map(() => "---"), ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

/**
 * Puts a text into its place on a page: between the lines `<!-- name -->` and `<!-- /name -->`,
 * indented as they are.
 * @returns the page, with nothing else changed.
 * @throws Error when the page has no such place.
 */
export function fillPlace(page: string, name: string, text: string): string {
  const place = new RegExp(`^( *)<!-- ${name} -->\n.*?^ *<!-- /${name} -->$`, "ms");
  if (!place.test(page)) throw new Error(`The page has no place <!-- ${name} -->.`);
  const filled = `<!-- ${name} -->\n${text}\n<!-- /${name} -->`;
  return page.replace(place, (_, indent: string) => filled.replace(/^/gm, () => indent));
}
