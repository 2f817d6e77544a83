/**
 * The contract with Segment: the documented globals of the Functions runtime that this function
 * uses, and nothing else. `src/` compiles without DOM and Node types, so that a global which is
 * not declared here is a compile error.
 * Source: https://www.twilio.com/docs/segment/connections/functions/source-functions
 */

/** A request, as far as it is read here. `json` may answer at once or with a promise. */
interface ServerRequest {
  headers: { get(name: string): string | null };
  json(): unknown;
}

/** What `Segment.track` takes. One of `userId` and `anonymousId` is required. */
declare const Segment: {
  track(message: {
    event: string;
    userId?: string;
    anonymousId?: string;
    properties: { [key: string]: unknown };
    context?: object;
    /** This and `messageId` are in the published loader, not in the docs. */
    timestamp?: string;
    messageId?: string;
  }): void;
};

/** These three are final: Segment drops the request. */
declare class ValidationError extends Error {}
declare class EventNotSupported extends Error {}
declare class InvalidEventPayload extends Error {}
/** A passing fault: Segment calls the function again with the same request, up to six times. */
declare class RetryError extends Error {}

/** A cache local to the process. It may be emptied at any time. */
declare const cache: {
  load<Value>(key: string, ttlMs: number, load: () => Promise<Value>): Promise<Value>;
  delete(key: string): unknown;
};

/**
 * node-fetch 2.6. `timeout` is in ms, and holds for the headers and for the body one by one.
 */
declare function fetch(
  url: string,
  options: { headers: Record<string, string>; redirect: "error"; timeout: number },
): Promise<{ status: number; json(): Promise<unknown> }>;

/** The Node.js module. */
declare const crypto: {
  createHash(algorithm: "sha256"): Hash;
  timingSafeEqual(left: Uint8Array, right: Uint8Array): boolean;
};
type Hash = { update(text: string): { digest(): Uint8Array; digest(encoding: "hex"): string } };

declare const Buffer: { byteLength(text: string): number };
/** The timers are in the published loader and in the docs' examples, not in their list. */
declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;
