import { errorBody } from "../answers";

/** JSON that nobody has looked at. */
export type Json = Record<string, unknown>;

/** An answer other than 200. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {
    super();
  }
}

/** @throws a 404, as the Public API answers for what it does not know. */
export function refuseUnknown(): never {
  throw new Refusal(404, errorBody("not-found"));
}

/** A refused input (Public API: the type `input-validation`). */
export function invalid(field: string, message: string, status = 422): Refusal {
  return new Refusal(status, { errors: [{ type: "input-validation", message, field }] });
}

/**
 * Checks a body's fields.
 * @param fields the type of each, with `?` where it can be left out.
 * @throws Refusal for a field that is unknown, missing or of another type.
 */
export function check(body: unknown, fields: Record<string, string>): Json {
  const values: Json = Object(body);
  for (const name of Object.keys(values)) if (!fields[name]) throw invalid(name, "is unknown");
  for (const [name, type] of Object.entries(fields)) {
    const value = values[name];
    if (value === undefined && type.endsWith("?")) continue;
    const is = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
    if (is !== type.replace("?", "")) throw invalid(name, `is not of the type ${type}`);
  }
  return values;
}
