import { readFileSync } from "node:fs";
import { asObject, asText } from "../../src/json";
import { toOneLine } from "../../src/normal-form";
import { Failure } from "../failure";
import type { Sample } from "./samples";
import { refuseTooLarge } from "./size";

/** Says what is wrong with the file. */
type Fail = (what: string) => never;

/**
 * Reads the requests in the file that the words name, in UTF-8 or UTF-16.
 *
 * An array is most likely an export, as JSON Lines are: each element becomes a request of its own.
 * A batch, as Webhooks (Actions) sends it, stays one request where it is the body of a captured
 * request, or one of several lines of JSON Lines.
 * @throws Failure that says what is wrong, and what was expected.
 */
export function readSamples([file = "", ...more]: string[]): Sample[] {
  const name = toOneLine(file);
  const fail: Fail = (what) => {
    throw new Failure(
      `${name} ${what}. Expected audit events as JSON: one, an array, or one a line (JSON Lines). ` +
        'Captured requests, {"payload": {"body": …}}, count too.',
    );
  };
  if (name.startsWith("-")) fail("is not a file");
  if (more.length) fail("is followed by another word, and one file is enough");
  const text = decode(readBytes(file, fail), fail);
  if (!text.trim()) fail("is empty");
  const whole = parse(text);
  const requests = (whole ? [whole.value].flat() : parseLines(text, fail)).map(toRequest);
  const bodies = requests.map(({ body }) => body);
  if (!bodies.flat().some(hasName)) fail("has no audit event");

  const tooLarge = Array.isArray(whole?.value) && refuseTooLarge(bodies)?.error;
  const title = tooLarge ? `${name} (as one request: ${tooLarge.name}, ${tooLarge.message})` : name;
  return requests.map((request, index) => (index ? request : { title, ...request }));
}

function readBytes(file: string, fail: Fail): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = Object(error);
    if (code === "ENOENT") return fail("is not there");
    return fail(code === "EISDIR" ? "is a folder" : `cannot be read (${code})`);
  }
}

/** JSON starts with an ASCII character, of which UTF-16 has one byte 0 (RFC 4627, section 3). */
function decode(bytes: Buffer, fail: Fail): string {
  const [first, second] = bytes;
  const isBigEndian = (first === 0xfe && second === 0xff) || first === 0;
  const isLittleEndian = (first === 0xff && second === 0xfe) || second === 0;
  const encoding = isBigEndian ? "utf-16be" : isLittleEndian ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes); // Takes the BOM off.
  } catch {
    return fail("is not text in UTF-8 or UTF-16");
  }
}

function parseLines(text: string, fail: Fail): unknown[] {
  return text.split("\n").flatMap((line, index) => {
    if (!line.trim()) return [];
    const parsed = parse(line) ?? fail(index ? `is not JSON in line ${index + 1}` : "is not JSON");
    return [parsed.value];
  });
}

/** A captured request, or one with the value as its body. */
function toRequest(value: unknown): Sample {
  const { body = value } = asObject(asObject(value).payload);
  return typeof body === "string" ? { body: parse(body)?.value ?? body, text: body } : { body };
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
