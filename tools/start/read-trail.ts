import { asText, type JsonObject } from "../../src/json";
import { Failure } from "../failure";
import { Refusal } from "../public-api";
import type { Workspace } from "./workspace";

/** How far back it reads. */
export const DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;

/** The most events that are shown: the newest. */
const MAX_EVENTS = 5_000;

/** The most pages that are read: of events before the time, too, where the list begins with those. */
const MAX_PAGES = 150;

/** An event of the list (SDK: auditEventV1.ts). */
export interface TrailEvent {
  id: string;
  type: string;
  timestamp: string;
  fields: JsonObject;
}

/**
 * Reads the audit trail of the last days, `GET /audit-events`. Its order is not documented, nor whether
 * it heeds the time that is asked for: so pages are read until the time is passed, or they end.
 * @param onRead is told how many events there are so far.
 * @returns the newest events first; whether there are older ones; and whether not all pages were read,
 *   so that newer ones may be missing.
 * @throws Failure, also where the token may not read the trail.
 */
export async function readTrail({ readPages }: Workspace, onRead: (count: number) => void) {
  const nowMs = Date.now();
  const startMs = nowMs - DAYS * DAY_MS;
  const time = (ms: number) => new Date(ms).toISOString();
  const query = { startTime: time(startMs), endTime: time(nowMs) };
  const events: TrailEvent[] = [];
  let isPartial = false;
  let pages = 0;
  let oldestMs = -Infinity;
  try {
    // Whether `totalEntries` heeds the time is not documented either.
    for await (const page of readPages("/audit-events", "events", query, true)) {
      const items = page.flatMap(toEvent);
      events.push(...items.filter(({ atMs }) => atMs >= startMs && atMs <= nowMs));
      onRead(events.length);
      pages += 1;
      if (items.length === 0) continue;
      const times = items.map(({ atMs }) => atMs);
      const goesBack = Math.max(...times) <= oldestMs;
      oldestMs = Math.min(...times);
      const isPassed = Math.max(...times) < startMs || events.length > MAX_EVENTS;
      if (goesBack && isPassed) break;
      isPartial = pages === MAX_PAGES;
      if (isPartial) break;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const why = "It needs the Business plan, and most likely a token of a Workspace Owner.";
    throw new Failure(`The audit trail cannot be read. ${why} ${error.message}`);
  }
  const newest = events.sort(
    (one, other) => Date.parse(other.timestamp) - Date.parse(one.timestamp),
  );
  return { events: newest.slice(0, MAX_EVENTS), isCut: newest.length > MAX_EVENTS, isPartial };
}

/** An event of the list; nothing for one without a name or a time. */
function toEvent(fields: JsonObject & { id: string }) {
  const type = asText(fields.type);
  const timestamp = asText(fields.timestamp);
  const atMs = Date.parse(timestamp ?? "");
  if (!type || !timestamp || Number.isNaN(atMs)) return [];
  return [{ id: fields.id, type, timestamp, fields, atMs }];
}
