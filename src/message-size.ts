import { asObject, toJson } from "./json";

/**
 * Segment takes 32 KB of JSON a message (Segment docs: Tracking API). That is 32,768 bytes at most:
 * the rest is left for what Segment adds, such as the time of receipt.
 */
const MAX_BYTES = 32_000;

/**
 * Whether Segment takes a message of this size. To write it costs as much as all else that is done
 * for an event, so it is weighed first.
 * @returns true also for what is nested too deeply to be written: to make it smaller does not help.
 */
export function fits(message: object): boolean {
  return (
    6 * weigh(message, 9) <= MAX_BYTES || Buffer.byteLength(toJson(message) ?? "") <= MAX_BYTES
  );
}

/**
 * About how many characters a value has in JSON: never too few at six bytes each, which `\u0000`
 * takes. Arrays, of which audit events have none, and what lies deeper are not worth a guess.
 */
function weigh(value: unknown, levels: number): number {
  if (typeof value === "string") return value.length;
  if (Array.isArray(value) || !levels) return Infinity;
  let length = 4; // Enough for any number.
  const object = asObject(value);
  for (const key in object) length += key.length + 1 + weigh(object[key], levels - 1);
  return length;
}
