import { toJson } from "../../src/json";
import type { Outcome } from "../segment/runtime";

/** A function takes 512 KiB a request (Segment docs: Source Functions). */
const MAX_REQUEST_BYTES = 512 * 1024;

/** A message may have 32 KB (Segment docs: Tracking API). */
const MAX_MESSAGE_BYTES = 32 * 1024;

/** Why Segment does not take a request with this body, in words; undefined when it does. */
export function describeTooLarge(body: unknown): string | undefined {
  const bytes = countBytes(body);
  return bytes > MAX_REQUEST_BYTES
    ? `${bytes.toLocaleString("en")} bytes are too large for Segment. A function takes 512 KiB.`
    : undefined;
}

/** What comes of a request that never reaches the function; undefined for one that does. */
export function refuseTooLarge(body: unknown): Outcome | undefined {
  const message = describeTooLarge(body);
  return message ? { messages: [], logs: [], error: { name: "Too large", message } } : undefined;
}

/** Whether Segment takes no event, and no message, of this size. */
export function isOverMessageLimit(value: unknown): boolean {
  return countBytes(value) > MAX_MESSAGE_BYTES;
}

/** A value's size as JSON; 0 for one that is nested too deeply to be written. */
function countBytes(value: unknown): number {
  return Buffer.byteLength(toJson(value) ?? "");
}
