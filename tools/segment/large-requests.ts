import { ADA, audienceCreated, auditEvent } from "./audit-events";

/** A function takes 512 KiB a request (Segment docs: Source Functions). */
export const MAX_REQUEST_BYTES = 512 * 1024;

/** As many of the elements, one after the other, as fit into a request: a batch, as text. */
function fill(create: (index: number) => unknown): string {
  const texts: string[] = [];
  for (let bytes = 1; ; ) {
    const text = JSON.stringify(create(texts.length));
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > MAX_REQUEST_BYTES) return `[${texts}]`;
    texts.push(text);
  }
}

/** What a value may be made of so that it costs time, by what it is made to slow down. */
const PIECES: Record<string, string> = {
  "words of a category": "new ",
  "marks of two kinds": "\u0316\u0301",
  "half-width marks": "\uff9e\u0316",
  "letters that become many": "\ufdfa",
  "invisible characters": "\u200b",
  "blanks and line breaks": "\u2800\n",
  words: "a ",
  "keys of secrets": "?token_id=",
  "colons of passwords": "a:",
  "colons of passwords, and an at": "@a:",
  quotes: `token="\\"`,
  ampersands: "&amp",
  "dots of domains": "a.b。",
  "parts of addresses": "a.",
  slashes: "users/ ",
  digits: "2026-11-23T09:30:00.",
};

/** Where such a value may stand in an audit event. */
const PLACES: Record<string, (text: string) => object> = {
  name: (type) => auditEvent("", {}, { properties: { type, details: {} } }),
  target: (target) => auditEvent("Source Created", { target }),
  "target alone": (target) => ({ properties: { type: "A", details: { target } } }),
  key: (key) => auditEvent("Source Created", { [key]: 1 }),
  actor: (userId) => auditEvent("Source Created", { subject: userId }, { userId }),
  "email and time": (text) => {
    const properties = { type: "Source Created", email: `${text}@x`, details: {} };
    return auditEvent("", {}, { properties, timestamp: text, receivedAt: text });
  },
};

/** How long it is, in characters: below and above what is read of a value. */
const LENGTHS = [100, 240, 110_000];

/** A batch of honest events as large as a request can be. */
export const ordinaryBatch = () => fill(() => audienceCreated());

/** The requests that are made to cost time, by name: each is as large as a request can be. */
export function* costlyRequests(): Generator<[name: string, body: string]> {
  for (const [what, piece] of Object.entries(PIECES)) {
    for (const [place, create] of Object.entries(PLACES)) {
      for (const length of LENGTHS) {
        const text = piece.repeat(Math.ceil(length / piece.length));
        yield [`${what}, ${length} characters as ${place}`, fill(() => create(text))];
      }
    }
  }
  const one = (details: unknown) => JSON.stringify(auditEvent("Source Created", { x: details }));
  const zeros = Array.from({ length: 250_000 }, () => 0);
  const keys = Array.from({ length: 40_000 }, (_, index) => [`k${index}`, 1]);
  yield ["numbers in place of events", JSON.stringify(zeros)];
  yield ["events of another kind", fill(() => ({ type: "page" }))];
  const toKeys = (count: number, key: string, value: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [key + index, value]));
  const withDetails = (details: object) => ({ properties: { type: "A", details } });
  yield ["60 details of letters", fill(() => withDetails(toKeys(60, "é", "é")))];
  yield ["60 details of dots", fill(() => withDetails(toKeys(60, ".", ".")))];
  yield ["300 details of colons", fill(() => withDetails(toKeys(300, ":", ":")))];
  yield ["details that show as nothing", JSON.stringify(withDetails(toKeys(35_000, "é", " ")))];
  yield ["keys in a target", fill(() => withDetails({ target: toKeys(290, "é", 1) }))];
  yield ["objects in a target", fill(() => withDetails({ target: Array(140).fill({ "": 1 }) }))];
  yield ["events of a name alone", fill(() => ({ properties: { type: "A" } }))];
  yield ["numbers in a detail", one(zeros.map(() => 1))];
  yield ["keys in a detail", one(Object.fromEntries(keys))];
  yield ["keys in the details", JSON.stringify(auditEvent("A", Object.fromEntries(keys)))];
  yield ["lists in a detail", one(Array.from({ length: 100_000 }, () => [[]]))];
  yield ["levels in a detail", one(JSON.parse("[".repeat(1_500) + "]".repeat(1_500)))];
  yield [
    "people",
    fill((index) => audienceCreated({ userId: `u${index}`, properties: { type: "A" } })),
  ];
  yield ["one person", fill(() => ({ properties: { type: "A" }, userId: ADA.id }))];
}
