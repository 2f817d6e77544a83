import { readFileSync } from "node:fs";
import { asObject, asText } from "../../src/json";
import { toOneLine } from "../../src/normal-form";
import { Failure } from "../failure";

/** Says what is wrong with the file. */
type Fail = (what: string) => never;

/**
 * Reads the bodies of the requests in the file that the words name.
 *
 * An array is most likely an export, as JSON Lines are: each element becomes a request of its own.
 * A batch, as Webhooks (Actions) sends it, stays one request where it is the body of a captured
 * request, or one of several lines of JSON Lines.
 * @throws Failure that says what is wrong, and what was expected.
 */
export function readRequests([file = "", ...more]: string[]): unknown[] {
  const name = toOneLine(file);
  const fail: Fail = (what) => {
    throw new Failure(
      `${name} ${what}. Expected audit events as JSON: one, an array, or one a line (JSON Lines). ` +
        'Captured requests, {"payload": {"body": …}}, count too.',
    );
  };
  if (name.startsWith("-")) fail("is not a file");
  if (more.length) fail("is followed by another word, and one file is enough");
  const text = readText(file, fail);
  if (!text.trim()) fail("is empty");
  const whole = parse(text);
  const bodies = (whole ? [whole.value].flat() : parseLines(text, fail)).map(toBody);
  if (!bodies.flat().some(hasName)) fail("has no audit event");
  return bodies;
}

function readText(file: string, fail: Fail): string {
  try {
    const bytes = readFileSync(file);
    // Windows PowerShell writes UTF-16, with a BOM.
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    const { code } = Object(error);
    if (code === "ENOENT") return fail("is not there");
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return fail("is not text in UTF-8 or UTF-16");
    return fail(code === "EISDIR" ? "is a folder" : `cannot be read (${code})`);
  }
}

function parseLines(text: string, fail: Fail): unknown[] {
  return text.split("\n").flatMap((line, index) => {
    if (!line.trim()) return [];
    const parsed = parse(line) ?? fail(index ? `is not JSON in line ${index + 1}` : "is not JSON");
    return [parsed.value];
  });
}

/** The body of a captured request, or else the value itself. */
function toBody(value: unknown): unknown {
  const { body = value } = asObject(asObject(value).payload);
  return typeof body === "string" ? (parse(body)?.value ?? body) : body;
}

/** Whether it can be an audit event: it has a name. */
function hasName(event: unknown): boolean {
  return Boolean(asText(asObject(asObject(event).properties).type));
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
