import { readFileSync } from "node:fs";
import { asObject } from "../../src/json";
import { toOneLine } from "../../src/plain-text";
import { Failure } from "../deploy/failure";

/** The requests in a file. */
export interface GivenFile {
  /** The file's name, plain enough for a terminal. */
  name: string;
  bodies: unknown[];
  /** Whether the file is one JSON array. */
  isArray: boolean;
}

const EXPECTED =
  "Expected audit events as JSON: one, an array of them, one a line (JSON Lines), or captured " +
  'requests such as {"payload": {"body": …}}.';

/**
 * Reads the file that the command's words name, in UTF-8 or UTF-16, with or without a BOM.
 *
 * An array, like JSON Lines, is most likely an export. So each of its elements becomes a request of
 * its own. A batch, as Webhooks (Actions) sends it, stays one request where it stands as the body
 * of a captured request, or as one line of JSON Lines.
 * @returns undefined when the words name no file.
 * @throws Failure that says what is wrong with the file, and what was expected.
 */
export function readGivenFile(words: string[]): GivenFile | undefined {
  const [file, ...more] = words;
  if (file === undefined) return undefined;
  if (more.length) throw new Failure("npm start takes one file: npm start -- events.json");
  const name = toOneLine(file);
  const fail = (what: string): never => {
    throw new Failure(`${name} ${what}. ${EXPECTED}`);
  };

  const text = decode(readBytes(file, fail), fail);
  if (!text.trim()) fail("is empty");
  const whole = parse(text);
  const values = whole ? [whole.value].flat() : parseLines(text, fail);
  const bodies = values.map(toBody);
  if (!bodies.some((body) => typeof body === "object" && body)) fail("has no audit event");
  return { name, bodies, isArray: Array.isArray(whole?.value) };
}

type Fail = (what: string) => never;

function readBytes(file: string, fail: Fail): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = Object(error);
    if (code === "ENOENT") return fail("is not there");
    return fail(code === "EISDIR" ? "is a folder" : `cannot be read (${code})`);
  }
}

function decode(bytes: Buffer, fail: Fail): string {
  try {
    return new TextDecoder(findEncoding(bytes), { fatal: true }).decode(bytes); // Without its BOM.
  } catch {
    return fail("is no text in UTF-8 or UTF-16");
  }
}

/** JSON starts with an ASCII character, of which UTF-16 has one byte 0 (RFC 4627, section 3). */
function findEncoding([first, second]: Buffer): string {
  if ((first === 0xff && second === 0xfe) || second === 0) return "utf-16le";
  return (first === 0xfe && second === 0xff) || first === 0 ? "utf-16be" : "utf-8";
}

function parseLines(text: string, fail: Fail): unknown[] {
  return text.split("\n").flatMap((line, index) => {
    if (!line.trim()) return [];
    const parsed = parse(line) ?? fail(index ? `is no JSON in line ${index + 1}` : "is no JSON");
    return [parsed.value];
  });
}

/** A captured request's body, else the value itself. */
function toBody(value: unknown): unknown {
  const { body } = asObject(asObject(value).payload);
  if (typeof body === "string") return parse(body)?.value ?? body;
  return body === undefined ? value : body;
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
