import { asObject, asText } from "../../src/json";
import { PLAIN_ID } from "../../src/look-up";
import { Refusal } from "../shared/client";
import { fail } from "../shared/failure";
import { toOneLine } from "../shared/safe-line";
import type { Workspace } from "./open-workspace";
import type { Display } from "./terminal";

/** How far back it reads. */
export const DAYS = 7;
const PERIOD_MS = DAYS * 24 * 60 * 60_000;

/** How many pages are read: 5,000 events, by 200 a page. */
const MAX_PAGES = 25;

/**
 * Reads the audit trail of the last days, `GET /audit-events`. Neither its order is documented, nor
 * whether it heeds the times that are asked for: so what is outside the days is left out here.
 * @returns what the function would get, the newest first.
 * @throws Failure, also where the token may not read the trail.
 */
export async function readTrail({ send }: Workspace, { warn, showProgress }: Display) {
  warn(`The audit trail of the last ${DAYS} days. Forwarded events have more details.`);
  const nowMs = Date.now();
  const startTime = new Date(nowMs - PERIOD_MS).toISOString();
  const endTime = new Date(nowMs).toISOString();
  const query = new URLSearchParams({ "pagination[count]": "200", startTime, endTime });
  const items: unknown[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { events, pagination } = await send(`GET /audit-events?${query}`).catch(explain);
    items.push(...[events ?? []].flat());
    showProgress(`${items.length} events read`);
    const cursor = asText(asObject(pagination).next);
    if (!cursor) break;
    query.set("pagination[cursor]", cursor);
    if (page === MAX_PAGES) warn(`The list goes on: only its first ${items.length} events count.`);
  }
  const toAgeMs = (event: { timestamp: string }) => nowMs - Date.parse(event.timestamp);
  return readList(items, warn)
    .filter((event) => toAgeMs(event) >= 0 && toAgeMs(event) <= PERIOD_MS)
    .sort((one, other) => toAgeMs(one) - toAgeMs(other));
}

/** `GET /` has answered before: so a 401 or 403 is not about the token itself, nor the region. */
function explain(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  const isForbidden = [401, 403].includes(error.status);
  const advice = isForbidden ? "The token and the region are right, its access is not. " : "";
  fail(`The audit trail cannot be read. ${advice}${toOneLine(error.message)}`);
}

/**
 * Reads events as `GET /audit-events` lists them (SDK: auditEventV1.ts). One that comes twice counts
 * once. One without an id, a name or a time is left out, and counted in a warning.
 * @returns them as Audit Forwarding would send them.
 */
export function readList(items: unknown[], warn: Display["warn"]) {
  const events = items.flatMap((item) => toForwarded(item) ?? []);
  const unreadable = items.length - events.length;
  if (unreadable) warn(`Events of the list that cannot be read: ${unreadable}.`);
  return [...new Map(events.map((event) => [event.messageId, event])).values()];
}

function toForwarded(item: unknown) {
  const { actor, ...fields } = asObject(item);
  const [messageId, type, timestamp] = [fields.id, fields.type, fields.timestamp].map(asText);
  if (!messageId || !type || !timestamp || Number.isNaN(Date.parse(timestamp))) return undefined;
  const details = {
    resource_id: fields.resourceId,
    resource_type: fields.resourceType,
    target: fields.resourceName,
    subject_id: actor,
    // How the list names an access token is not documented. What is no user's id is shown as it is.
    ...(PLAIN_ID.test(String(actor ?? "")) && { subject_type: "user" }),
    subject_email: fields.actorEmail,
  };
  return { type: "track", event: "Audit", messageId, timestamp, properties: { type, details } };
}
