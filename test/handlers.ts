import { onRequest } from "../src/handler";
import type { Globals } from "../tools/segment/globals";
import { loadHandler } from "../tools/segment/runtime";

/** What a promise has to hold for: the sources, and the file that users paste. */
export const HANDLERS: [string, (globals: Globals) => typeof onRequest][] = [
  [
    "src",
    ({ Segment, cache, fetch, console }) => {
      Object.assign(globalThis, { Segment, cache, fetch, console });
      return onRequest;
    },
  ],
  ["dist/handler.js", loadHandler],
];
