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

/** The value if it is a string and not an empty one, else undefined. */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" && value ? value : undefined;
}

/** An id as text: a string that is not blank, or a safe integer. Else undefined. */
export function toId(value: unknown): string | undefined {
  const id = Number.isSafeInteger(value) ? String(value) : value;
  return typeof id === "string" ? id.trim() || undefined : undefined;
}

/** The value as JSON; undefined when it is nested too deeply. */
export function toJson(value: unknown, replace?: (key: string, one: unknown) => unknown) {
  try {
    return JSON.stringify(value, replace);
  } catch {
    return undefined;
  }
}
