/** A JSON object whose values nobody has looked at yet. */
export type JsonObject = { [key: string]: unknown };

/** Read once: in the runtime's sandbox each use of a global such as `Array` is slow. */
const { isArray } = Array;

/** Whether the value is a JSON object: no list, no null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !isArray(value);
}

/** The value if it is a JSON object, else an empty one. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** A text without white space around it; undefined for a blank one, and for anything else. */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value.trim() || undefined : undefined;
}
