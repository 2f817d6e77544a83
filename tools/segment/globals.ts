import * as crypto from "node:crypto";
import * as https from "node:https";
import { Headers, Request, Response } from "node-fetch";
import type { Message } from "../../src/message";

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

export interface GlobalsOptions {
  fetch: unknown;
  /** The cache's clock, in ms. */
  now?: () => number;
  /** The runtime's timers. A test that holds its clock passes its own. */
  timers?: Timers;
}

export interface Timers {
  setTimeout(callback: () => void, delayMs: number): NodeJS.Timeout;
  clearTimeout(timer: NodeJS.Timeout | undefined): void;
}

/**
 * The documented globals of the Functions runtime, but for lodash and the vendors' SDKs, and what
 * went into them: the messages that `Segment.track` took and the lines written to the console.
 */
export function createGlobals({
  fetch,
  now = Date.now,
  timers = { setTimeout, clearTimeout },
}: GlobalsOptions) {
  const messages: Message[] = [];
  const logs: string[] = [];
  const log = (...parts: unknown[]) => void logs.push(parts.join(" "));
  const globals = {
    ...errors,
    Segment: {
      track(message: Message): void {
        if (!message.event) throw new ValidationError("event is required");
        if (!message.userId && !message.anonymousId)
          throw new ValidationError("userId is required");
        messages.push(JSON.parse(JSON.stringify(message))); // The loader copies it too.
      },
    },
    cache: createCache(now),
    console: { log, info: log, warn: log, error: log },
    crypto,
    https,
    fetch,
    Headers,
    Request,
    Response,
    URL,
    URLSearchParams,
    Buffer,
    atob,
    btoa,
    ...timers,
    setInterval,
    clearInterval,
  };
  return { globals, messages, logs };
}

export type Globals = ReturnType<typeof createGlobals>["globals"];

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
