// npm run bench: what a day's audit events cost, next to two references.
import { readFileSync } from "node:fs";
import { toTable } from "../templates/markdown";
import { measureCosts, measureCpuMs } from "./cpu";
import { auditEvent, SETTINGS } from "./segment/audit-events";
import { createGlobals } from "./segment/globals";
import { userBody } from "./segment/public-api";
import { createRuntime, HANDLER_PATH, loadHandler } from "./segment/runtime";

const EVENTS = 10_000;
const USERS = 500;
const ACTIVE = 40;
/** The events come in over a working day. */
const DAY_MS = 8 * 60 * 60_000;
const API_MS = 150;
const ROUNDS = 9;
const LOADS = 200;

const users = Array.from({ length: USERS }, (_, index) => ({
  id: `acmeUser${String(index).padStart(3, "0")}`,
  email: `user${index}@acme.test`,
}));

/** The same busy and quiet people in every run: actor n acts in proportion to 1 / (n + 1). */
const events = Array.from({ length: EVENTS }, (_, index) => {
  const share = (index * 0.618_033_988_75) % 1; // Evenly spread, with no two alike.
  const { id = "" } = users[Math.floor(ACTIVE ** share - 1)] ?? {};
  const details = {
    resource_id: `spaces/default/audiences/aud_${index}`,
    resource_type: "audience",
    subject: `users/${id}`,
    target: "Big spenders",
  };
  const bodyWith = (more: object) =>
    JSON.stringify(auditEvent("Audience Modified", { ...details, ...more }, { userId: id }));
  return { id, body: bodyWith({}), bodyWithEmail: bodyWith({ subject_email: `${id}@acme.test` }) };
});
const nthTimeMs = (index: number) => (index * DAY_MS) / EVENTS;

/** How long the function keeps an answer. */
const CACHE_MS = 10 * 60_000;

/** As few look-ups as that allows. */
function leastRequests(): number {
  const askedAtMs = new Map<string, number>();
  let requests = 0;
  events.forEach(({ id }, index) => {
    const nowMs = nthTimeMs(index);
    if (nowMs - (askedAtMs.get(id) ?? -Infinity) < CACHE_MS) return;
    askedAtMs.set(id, nowMs);
    requests += 1;
  });
  return requests;
}

const FLOOR = `async function onRequest(request) {
  const { messageId, userId, timestamp, context, properties } = await request.json();
  const event = properties.type;
  Segment.track({ event, userId, properties, messageId: "audit:" + messageId, timestamp, context });
}`;

const NAIVE = `async function onRequest(request, settings) {
  const { messageId, userId, timestamp, context, properties } = await request.json();
  const response = await fetch("https://api.segmentapis.com/users", {
    headers: { Authorization: "Bearer " + settings.workspaceToken },
  });
  const { data } = await response.json();
  const { email } = data.users.find((user) => user.id === userId);
  Segment.track({
    event: properties.type,
    userId,
    properties: { ...properties, email },
    messageId: "audit:" + messageId,
    timestamp,
    context,
  });
}`;

/** What the Public API answers, made beforehand so that its own work does not count. */
const answers = new Map(users.map((user) => [user.id, toAnswer(userBody(user))]));
const wholeList = toAnswer({ data: { users: users.map((user) => userBody(user).data.user) } });

function toAnswer(body: object) {
  const text = JSON.stringify(body);
  return { bytes: text.length, response: { status: 200, json: async () => JSON.parse(text) } };
}

/** A function under test: a round is a day's events, one call each. */
function createSubject(name: string, code: string, key: "body" | "bodyWithEmail" = "body") {
  const day = { nowMs: 0, requests: 0, bytes: 0 };
  const fetch = async (url: string) => {
    const { bytes, response } = answers.get(url.slice(url.lastIndexOf("/") + 1)) ?? wholeList;
    day.requests += 1;
    day.bytes += bytes;
    return response;
  };
  const load = (globals: Parameters<typeof loadHandler>[0]) => loadHandler(globals, code);
  const { call } = createRuntime({ fetch, now: () => day.nowMs, load });
  let startMs = 0;

  /** @returns the CPU time of a day, in ms. */
  async function round(): Promise<number> {
    Object.assign(day, { requests: 0, bytes: 0 });
    const ms = await measureCpuMs(async () => {
      for (const [index, { [key]: body }] of events.entries()) {
        day.nowMs = startMs + nthTimeMs(index);
        const { messages } = await call(body, SETTINGS);
        if (messages.length !== 1) throw new Error(`${name} lost an event.`);
      }
    });
    startMs += 2 * DAY_MS; // The next day finds nothing in the cache.
    return ms;
  }

  return { name, code, day, round };
}

function median(numbers: number[]): number {
  return (
    [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN
  );
}

/** The time to load a file into a new runtime as a ratio to that of an empty function. */
function loadRatio(code: string): number {
  const { globals } = createGlobals({ fetch: undefined });
  const loadTimeMs = (text: string, index: number) => {
    const startMs = performance.now();
    loadHandler(globals, `${text} // ${index}: a text that the engine has not compiled before`);
    return performance.now() - startMs;
  };
  const ratios = Array.from({ length: LOADS }, (_, index) => {
    const emptyMs = loadTimeMs("async function onRequest() {}", index);
    return loadTimeMs(code, index) / emptyMs;
  });
  return median(ratios);
}

async function main(): Promise<void> {
  const ours = createSubject("dist/handler.js", readFileSync(HANDLER_PATH, "utf8"));
  const ofEmails = createSubject("the same, events with email", ours.code, "bodyWithEmail");
  const naive = createSubject("naive: the whole user list, every time", NAIVE);
  const floor = createSubject("floor: rename and send", FLOOR);
  const floorOfEmails = createSubject("the same, events with email", FLOOR, "bodyWithEmail");

  /** In turn with the floor on the same events, so that a busy machine is busy for both. */
  async function measure({ name, day, round }: typeof ours, from = floor): Promise<string[]> {
    const cpuMs: number[] = [];
    const ratios: number[] = [];
    for (let index = 0; index < ROUNDS; index += 1) {
      const floorMs = await from.round();
      const ms = await round();
      cpuMs.push(ms);
      ratios.push(ms / floorMs);
    }
    return [
      name,
      day.requests.toLocaleString("en"),
      `${(day.bytes / 1e6).toFixed(1)} MB`,
      median(ratios).toFixed(1),
      `${Math.round((median(cpuMs) + day.requests * API_MS) / 1000)} s`,
    ];
  }

  const rows = [
    await measure(ours),
    await measure(ofEmails, floorOfEmails),
    await measure(naive),
    await measure(floor),
  ];
  const header = [
    "",
    "Look-ups",
    "Received",
    "CPU, times the floor",
    `Billed, at ${API_MS} ms a look-up`,
  ];
  const costs = await measureCosts(1);
  const [worst] = costs;
  console.log(
    `${EVENTS.toLocaleString("en")} events in a day, by ${ACTIVE} of ${USERS} people:\n\n` +
      `${toTable(header, rows)}\n\n` +
      `CPU is a ratio to the floor: the median of ${ROUNDS} rounds of a day each.\n` +
      `${leastRequests().toLocaleString("en")} look-ups are the fewest possible: one an actor every 10 minutes.\n` +
      `Loading takes ${loadRatio(ours.code).toFixed(1)} times as long as loading an empty function.\n` +
      `Of ${costs.length} requests of 512 KiB that are made to cost time, the worst takes ` +
      `${worst?.ratio.toFixed(1)} times as long as an ordinary batch: ${worst?.name}.`,
  );
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
