/** A JSON object whose values nobody has looked at yet. */
export type JsonObject = { [key: string]: unknown };

/** Whether the value is a JSON object: no array, no null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value if it is a JSON object, else an empty one. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The value if it is a string, not an empty one, and fits the pattern, if any; else undefined. */
export function asText(value: unknown, pattern?: RegExp): string | undefined {
  return typeof value === "string" && value && pattern?.test(value) !== false ? value : undefined;
}

/** The value as JSON, or undefined when it has none or is nested too deeply to be written. */
export function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
