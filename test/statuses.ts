// What each status of the Public API means: one table, for the unit and for the built file.
import type { Email } from "../src/email";

const UNAVAILABLE: Email = { kind: "unavailable" };

export const STATUSES: [status: number, email: Email][] = [
  [201, UNAVAILABLE],
  [204, UNAVAILABLE],
  [302, UNAVAILABLE],
  [400, { kind: "request refused", status: 400 }],
  [401, { kind: "token rejected", status: 401 }],
  [402, { kind: "request refused", status: 402 }],
  [403, { kind: "token rejected", status: 403 }],
  [404, { kind: "not found" }],
  [408, UNAVAILABLE],
  [422, { kind: "request refused", status: 422 }],
  [429, UNAVAILABLE],
  [499, { kind: "request refused", status: 499 }],
  [500, UNAVAILABLE],
  [503, UNAVAILABLE],
];
