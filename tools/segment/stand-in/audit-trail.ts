import { type Json, refuseUnknown } from "./check";
import type { Call, Served } from "./served";

/** Answers a request on the audit trail. Nobody documents its order, or how exact its times are. */
export function handleAuditEvents({ method, id, query }: Call, served: Served): Json {
  const { events = [] } = served.workspace;
  const { heedsTimes, newestFirst } = served.leeway;
  if (method !== "GET" || id) refuseUnknown();
  const toMs = (time: string | null) => (heedsTimes && time ? Date.parse(time) : undefined);
  const startMs = toMs(query.get("startTime")) ?? 0;
  const endMs = toMs(query.get("endTime")) ?? Infinity;
  const ofMs = ({ timestamp }: { timestamp: string }) => Date.parse(timestamp);
  const asked = events.filter((one) => ofMs(one) >= startMs && ofMs(one) <= endMs);
  asked.sort((one, other) => (newestFirst ? ofMs(other) - ofMs(one) : ofMs(one) - ofMs(other)));
  return served.page(query, "events", asked, { asked: 1_000, given: 1_000 });
}
