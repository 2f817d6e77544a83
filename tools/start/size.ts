import { toJson } from "../../src/json";
import type { Outcome } from "../segment/runtime";

/** A function takes 512 KiB a request (Segment docs: Source Functions). */
const MAX_REQUEST_BYTES = 512 * 1024;

/** A message may have 32 KB (Segment docs: Tracking API). */
const MAX_MESSAGE_BYTES = 32 * 1024;

/**
 * What comes of a request that is too large for the function; undefined for any other.
 * @param text the body as it was received, where that is known.
 */
export function refuseTooLarge(body: unknown, text?: string): Outcome | undefined {
  const bytes = text ? Buffer.byteLength(text) : countBytes(body);
  if (bytes <= MAX_REQUEST_BYTES) return undefined;
  const message = `${bytes.toLocaleString("en")} bytes. A function takes 512 KiB a request.`;
  return { messages: [], logs: [], error: { name: "Too large for Segment", message } };
}

/** Whether a message, or the event for one, has over 32 KB. */
export function isTooLarge(message: unknown): boolean {
  return countBytes(message) > MAX_MESSAGE_BYTES;
}

/** A value's size as JSON; 0 for one that is nested too deeply to be written. */
function countBytes(value: unknown): number {
  return Buffer.byteLength(toJson(value) ?? "");
}
