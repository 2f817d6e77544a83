// Requests that are made to cost time: the worst that is known for each pattern in src/, and more.
import { createRuntime } from "./segment/runtime";
import { audienceCreated, auditEvent, SETTINGS } from "./segment/samples";

/** A function takes 512 KiB a request (Segment docs: Source Functions). */
const MAX_REQUEST_BYTES = 512 * 1024;

/** As many of the same event, in a batch, as fit into a request. None waits for a retry. */
function fill(event: object): string {
  const text = JSON.stringify({ ...event, receivedAt: "2026-01-01T00:00:00Z" });
  return `[${Array(Math.floor(MAX_REQUEST_BYTES / (Buffer.byteLength(text) + 1))).fill(text)}]`;
}

/** What a text may be made of so that it costs time, by the pattern that it is made to slow down. */
const PIECES = {
  "words of a category": "new ",
  "keys of secrets": "api_",
  "web tokens": "eyJa-",
  "private keys": "-----BEGIN ",
  "tokens of Slack and GitHub": "xoxb gha ",
  "keys that begin with sk-": "sk-a ",
  "Slack webhooks": "/services/",
  endpoints: "segmentapis.com?b=",
  passwords: "://a:",
  "parameters of queries": "&key=",
  emails: "a@",
  times: "2026-11-23T09:30:00.",
  "JSON that is none": '["',
  "JSON of many levels": "[",
  blanks: " \u0001",
  directions: "\u202e",
  entities: "&a",
  "characters that act": "<",
};

/** Where such a text may stand in an audit event. */
const PLACES: ((text: string) => object)[] = [
  (type) => auditEvent(type, {}),
  (target) => auditEvent("Source Created", { target }),
  (key) => auditEvent("Source Created", { [key]: "a" }),
  (subject) => auditEvent("Source Created", { subject, subject_email: subject }),
  (text) => auditEvent("Source Created", {}, { timestamp: text, originalTimestamp: text }),
];

/** How long it is, in characters: as much as is read of a text, and as much as a request takes. */
const LENGTHS = [200, 100_000];

const many = (count: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, value]));

/** Events that have many of something. */
const EVENTS = {
  "small details": auditEvent("Source Created", many(300, ":")),
  "details of broken JSON": auditEvent("Source Created", many(125, '["aaaaaaaaaaaaa')),
  "details that show as nothing": auditEvent("Source Created", many(30_000, " ")),
  "levels in a target": auditEvent("Source Created", { target: many(20, [[{}]]) }),
  "numbers in a target": auditEvent("Source Created", { target: Array(200_000).fill(1) }),
};

const REQUESTS: [name: string, event: object][] = [
  ...Object.entries(EVENTS),
  ...Object.entries(PIECES).flatMap(([name, piece]) =>
    LENGTHS.flatMap((length) =>
      PLACES.map((create): [string, object] => [name, create(piece.repeat(length / piece.length))]),
    ),
  ),
];

/**
 * Hands requests of 512 KiB to the built file, one after the other.
 * @param enough a ratio below which one is not measured again.
 * @returns how many times the CPU time of an ordinary batch each takes, the costliest first.
 */
export async function measureCosts(enough: number): Promise<{ name: string; ratio: number }[]> {
  const { call } = createRuntime({ fetch: () => Promise.reject(new Error("down")) });

  /** The least of several times: the first ones are slow, and the machine may be busy. */
  async function leastMs(event: object, enoughMs: number): Promise<number> {
    const body = fill(event);
    let least = Number.POSITIVE_INFINITY;
    for (let time = 0; time < 8 && least > enoughMs; time += 1) {
      least = Math.min(least, await measureCpuMs(() => call(body, SETTINGS)));
    }
    return least;
  }

  const ordinaryMs = await leastMs(audienceCreated(), 0);
  const costs = new Map<string, number>();
  for (const [name, event] of REQUESTS) {
    const ratio = (await leastMs(event, enough * ordinaryMs)) / ordinaryMs;
    costs.set(name, Math.max(ratio, costs.get(name) ?? 0));
  }
  const rows = [...costs].map(([name, ratio]) => ({ name, ratio }));
  return rows.sort((one, other) => other.ratio - one.ratio);
}

/** The CPU time that some work takes, in ms. */
export async function measureCpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
