import { readFileSync } from "node:fs";
import { asObject } from "../../src/json";
import { fail } from "../shared/failure";
import { toOneLine, toSafeLine } from "../shared/safe-line";
import { readList } from "./read-trail";
import type { Display } from "./terminal";

/** What a file should have. */
export const EXPECTED =
  "Expected audit events in UTF-8: as JSON, as JSON Lines, or as GET /audit-events answers them.";

/**
 * Reads the audit events in a file: a JSON value, or one a line. Lines that are not JSON are named in
 * a warning.
 * @throws Failure that says what is wrong with the file.
 */
export function readEvents(file: string, warn: Display["warn"]): unknown[] {
  const text = readText(file);
  const lines = parse(text).length ? [text] : text.split("\n");
  const isBad = (line: string) => line.trim() && !parse(line).length;
  const badLines = lines.flatMap((line, index) => (isBad(line) ? [index + 1] : []));
  if (badLines.length) warn(toSafeLine(`Not JSON: line ${badLines.join(", ")}.`, []));
  const values = lines.flatMap(parse).flat();
  return values.flatMap((value) => {
    const { data, payload } = asObject(value);
    const { events } = asObject(data);
    if (Array.isArray(events)) return readList(events, warn);
    return [asObject(payload).body ?? value].flat(); // Of a captured request.
  });
}

function readText(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    return fail(`${toOneLine(`${file} cannot be read. ${error}.`)} ${EXPECTED}`);
  }
}

/** The value of a text that is JSON. */
function parse(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
