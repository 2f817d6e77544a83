// npm run bench: what a day's audit events cost, as ratios to the least that any function can do.
import { readFileSync } from "node:fs";
import { measureCosts, measureCpuMs } from "./costly-requests";
import { createRuntime, HANDLER_PATH, loadHandler } from "./segment/runtime";
import { auditEvent, SETTINGS } from "./segment/samples";

const EVENTS = 10_000;
const USERS = 500;
const ACTIVE = 40;
/** The events come in over a working day. */
const DAY_MS = 8 * 60 * 60_000;
const ROUNDS = 9;

/** The same busy and quiet people in every run: actor n acts in proportion to 1 / (n + 1). */
const bodies = Array.from({ length: EVENTS }, (_, index) => {
  // The shares are evenly spread between 0 and 1, with no two alike.
  const id = `acmeUser${Math.floor(ACTIVE ** ((index * 0.618_033_988_75) % 1) - 1)}`;
  const resource_id = `spaces/default/audiences/aud_${index}`;
  const what = { resource_id, resource_type: "audience", target: "Big spenders" };
  const details = { ...what, subject: `users/${id}` };
  return JSON.stringify(auditEvent("Audience Modified", details, { userId: id }));
});

/** A function that renames each event, and does something before. */
const toFunction = (before: string) => `async function onRequest(request) {
  const { messageId, userId, timestamp, context, properties } = await request.json();
  ${before}
  const event = properties.type;
  Segment.track({ event, userId, properties, messageId: "audit:" + messageId, timestamp, context });
}`;

/** As Segment's published function looks the email up. */
const WHOLE_LIST = `
  const { data } = await (await fetch("https://api.segmentapis.com/users")).json();
  properties.email = data.users.find((user) => user.id === userId).email;`;

const users = Array.from({ length: USERS }, (_, index) => {
  return { id: `acmeUser${index}`, email: `user${index}@acme.test`, name: "Acme", permissions: [] };
});
const wholeList = JSON.stringify({ data: { users } });
const answers = new Map(users.map((user) => [user.id, JSON.stringify({ data: { user } })]));

/** A function under test. `round` is a day's events, one call each. */
function createSubject(name: string, code: string) {
  const day = { nowMs: 0, startMs: 0, lookUps: 0 };
  const fetch = async (url: string) => {
    const text = answers.get(url.slice(url.lastIndexOf("/") + 1)) ?? wholeList;
    day.lookUps += 1;
    return { status: 200, json: async () => JSON.parse(text) };
  };
  const load = (globals: Parameters<typeof loadHandler>[0]) => loadHandler(globals, code);
  const { call } = createRuntime({ fetch, now: () => day.nowMs, load });

  /** @returns the CPU time of a day, in ms. */
  async function round(): Promise<number> {
    day.lookUps = 0;
    day.startMs += 2 * DAY_MS; // It finds nothing in the cache.
    return measureCpuMs(async () => {
      for (const [index, body] of bodies.entries()) {
        day.nowMs = day.startMs + (index * DAY_MS) / EVENTS;
        const { messages } = await call(body, SETTINGS);
        if (messages.length !== 1) throw new Error(`${name} lost an event.`);
      }
    });
  }

  return { name, day, round };
}

async function main(): Promise<void> {
  const floor = createSubject("the floor: rename and send", toFunction(""));
  const built = createSubject("dist/handler.js", readFileSync(HANDLER_PATH, "utf8"));
  const naive = createSubject("the whole user list, every time", toFunction(WHOLE_LIST));
  console.log(`${EVENTS} events in a day, by ${ACTIVE} of ${USERS} people:`);
  for (const { name, day, round } of [built, naive, floor]) {
    const ratios: number[] = [];
    for (let index = 0; index < ROUNDS; index += 1) {
      // In turn with the floor, so that a busy machine is busy for both.
      const floorMs = await floor.round();
      ratios.push((await round()) / floorMs);
    }
    const median = ratios.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)];
    console.log(`  ${median?.toFixed(1)} times the floor's CPU, ${day.lookUps} look-ups: ${name}`);
  }
  console.log("Requests of 512 KiB, as ratios to an ordinary batch:");
  for (const { name, ratio } of await measureCosts(1)) console.log(`  ${ratio.toFixed(1)} ${name}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
