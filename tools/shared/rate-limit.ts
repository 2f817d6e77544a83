import { asObject, type JsonObject } from "../../src/json";

/** How long to wait for a rate limit that does not say it. */
const RATE_LIMIT_MS = 15_000;

/**
 * How long a rate limit wants us to wait, in ms, at least a second.
 * @param error the error of the answer. The Public API says `msBeforeNext` in its `data`.
 * @param headers those of the answer. A gateway says seconds in `Retry-After`.
 */
export function toLimitMs({ data }: JsonObject, headers: Headers): number {
  const { msBeforeNext } = asObject(data);
  const retryAfterMs = Number(headers.get("Retry-After") || NaN) * 1_000;
  const ms = typeof msBeforeNext === "number" ? msBeforeNext : retryAfterMs;
  return Math.max(Number.isNaN(ms) ? RATE_LIMIT_MS : ms, 1_000);
}
