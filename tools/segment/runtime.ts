// Stands in for Segment's Functions runtime.
import * as crypto from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as vm from "node:vm";
import { Headers } from "node-fetch";
import type { onRequest } from "../../src/handler";
import type { Message } from "../../src/message";

/** The file that users paste. */
export const HANDLER_PATH = path.join(__dirname, "../../dist/handler.js");

/** Segment stops a call after this time. */
const CALL_LIMIT_MS = 5_000;

class ValidationError extends Error {
  override name = "ValidationError";
}
class EventNotSupported extends Error {
  override name = "EventNotSupported";
}
class InvalidEventPayload extends Error {
  override name = "InvalidEventPayload";
}
class RetryError extends Error {
  override name = "RetryError";
}

/** The runtime's error types, by name. */
export const errors = { ValidationError, EventNotSupported, InvalidEventPayload, RetryError };

/** What a call came to. With an error nothing is sent on. */
export interface Outcome {
  messages: Message[];
  error?: { name: string; message: string };
}

type Handler = typeof onRequest;

export interface RuntimeOptions {
  fetch: unknown;
  /** The cache's clock, in ms. */
  now?: () => number;
  /** The runtime's timers. A test that holds its clock passes its own. */
  timers?: Timers;
  /** Makes the handler see the globals. By default, the handler is the built file's. */
  load?: (globals: Globals) => Handler;
}

export interface Timers {
  setTimeout(callback: () => void, delayMs: number): NodeJS.Timeout;
  clearTimeout(timer: NodeJS.Timeout | undefined): void;
}

/**
 * A runtime with the function in it.
 * @returns `call` calls the function with a body (parsed, or the text as received), the settings
 *   and the request's headers; `globals` is what the function sees.
 */
export function createRuntime({ load = loadHandler, ...options }: RuntimeOptions) {
  const { globals, messages } = createGlobals(options);
  const handler = load(globals);

  async function call(
    body: unknown,
    settings: unknown,
    headers: Record<string, string> = {},
  ): Promise<Outcome> {
    messages.length = 0;
    let timer: NodeJS.Timeout | undefined;
    const stopped = new Promise<never>((_, reject) => {
      timer = globals.setTimeout(() => reject(new Error("The call took over 5 s.")), CALL_LIMIT_MS);
    });
    const json = () => (typeof body === "string" ? JSON.parse(body) : body);
    try {
      await Promise.race([handler({ headers: new Headers(headers), json }, settings), stopped]);
      return { messages: [...messages] };
    } catch (error) {
      // One of the `vm` context is not an instance of this context's Error.
      const { name, message } = Object(error);
      return { messages: [], error: { name: String(name), message: String(message) } };
    } finally {
      globals.clearTimeout(timer);
    }
  }

  return { call, globals };
}

/**
 * Loads a pasted file as Segment's loader does (functions-library: buildpack/boreal): wrapped in a
 * function that takes the exports and a default handler, in a `vm` context.
 */
export function loadHandler(globals: Globals, code = readFileSync(HANDLER_PATH, "utf8")): Handler {
  const wrapped = `(function (exports, onRequest) {
    exports.onRequest = onRequest;
    ${code};
    exports.onRequest = onRequest;
  });`;
  const exports: { onRequest?: Handler } = {};
  const module = vm.runInContext(wrapped, vm.createContext({ ...globals }));
  module(exports, undefined);
  if (!exports.onRequest) throw new Error("The file declares no function onRequest.");
  return exports.onRequest;
}

export type Globals = ReturnType<typeof createGlobals>["globals"];

/** Those of the documented globals that the function uses, and the messages that were taken. */
function createGlobals(options: Omit<RuntimeOptions, "load">) {
  const { fetch, now = Date.now, timers = { setTimeout, clearTimeout } } = options;
  const messages: Message[] = [];
  const Segment = {
    track(message: Message): void {
      if (!message.event) throw new ValidationError("event is required");
      if (!message.userId && !message.anonymousId) throw new ValidationError("userId is required");
      messages.push(JSON.parse(JSON.stringify(message))); // The loader copies it too.
    },
  };
  const globals = { ...errors, Segment, cache: createCache(now), crypto, fetch, Buffer, ...timers };
  return { globals, messages };
}

/**
 * The runtime's cache. Nobody documents what it does with a load that fails or that is under way,
 * so this one does the worst: it shares a load from its start, and stores what it ends with once
 * more, even if that was deleted meanwhile.
 */
function createCache(now: () => number) {
  const entries = new Map<string, { value: Promise<unknown>; expiresAtMs: number }>();
  return {
    entries,
    load(key: string, ttlMs: number, load: () => Promise<unknown>): Promise<unknown> {
      const entry = entries.get(key);
      if (entry && now() < entry.expiresAtMs) return entry.value;
      const store = () => entries.set(key, { value, expiresAtMs: now() + ttlMs });
      const value = load().finally(store);
      store();
      return value;
    },
    delete: (key: string) => entries.delete(key),
  };
}
