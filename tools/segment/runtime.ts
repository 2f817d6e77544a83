import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as vm from "node:vm";
import { Headers } from "node-fetch";
import type { onRequest } from "../../src/handler";
import type { Message } from "../../src/message";
import { createGlobals, type Globals, type GlobalsOptions } from "./globals";

export const HANDLER_PATH = path.join(__dirname, "../../dist/handler.js");

/** Segment stops a call after this time. */
const CALL_LIMIT_MS = 5_000;

/** What a call came to. Without an error, `messages` are sent on; with one, nothing is. */
export interface Outcome {
  messages: Message[];
  error?: { name: string; message: string };
  logs: string[];
}

type Handler = typeof onRequest;

export interface RuntimeOptions extends GlobalsOptions {
  /** Makes the handler see the globals. By default, the handler is the built file's. */
  load?: (globals: Globals) => Handler;
}

/**
 * Stands in for the Functions runtime.
 * @returns `call` calls the function with a body (parsed, or the text as received), the settings
 *   and the request's headers; `globals` is what the function sees.
 */
export function createRuntime({ load = loadHandler, ...options }: RuntimeOptions) {
  const { globals, messages, logs } = createGlobals(options);
  const handler = load(globals);

  async function call(
    body: unknown,
    settings: unknown,
    headers: Record<string, string> = {},
  ): Promise<Outcome> {
    messages.length = 0;
    logs.length = 0;
    let timer: NodeJS.Timeout | undefined;
    const stopped = new Promise<never>((_, reject) => {
      timer = globals.setTimeout(() => reject(new Error("The call took over 5 s.")), CALL_LIMIT_MS);
    });
    try {
      await Promise.race([handler(createRequest(body, headers), settings), stopped]);
      return { messages: [...messages], logs: [...logs] };
    } catch (error) {
      return { messages: [], error: toPlainError(error), logs: [...logs] };
    } finally {
      globals.clearTimeout(timer);
    }
  }

  return { call, globals };
}

/** An error of the `vm` context is not an instance of this context's Error. */
function toPlainError(thrown: unknown): { name: string; message: string } {
  const { name, message } = Object(thrown);
  return { name: String(name), message: String(message) };
}

/**
 * Loads a pasted file as Segment's loader does: wrapped in a function that takes the exports and a
 * default handler, in a `vm` context that has the documented globals alone.
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

/** A request as the loader makes it: the body is either text or parsed, the other is derived. */
export function createRequest(body: unknown, headers: Record<string, string> = {}) {
  return {
    url: new URL("https://fn.example.test/"),
    headers: new Headers(headers),
    json: (): unknown => (typeof body === "string" ? JSON.parse(body) : body),
    text: (): string => (typeof body === "string" ? body : JSON.stringify(body)),
  };
}
