import { asText } from "./json";

/** The rest of an ISO 8601 time, behind its date. The zone is `Z`, `+02`, `+0200` or `+02:00`. */
const CLOCK =
  /^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)$/i;

/** The value if it is a time on a date that exists, from the year 2000 on. */
export function asTime(value: unknown): string | undefined {
  const text = asText(value) ?? "";
  const date = text.slice(0, 10);
  // A 30th of February becomes a day in March.
  const exists = date >= "2000" && new Date(date).toJSON()?.startsWith(date);
  return exists && CLOCK.test(text.slice(10)) ? text : undefined;
}
