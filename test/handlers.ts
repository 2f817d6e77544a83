import { onRequest } from "../src/handler";
import { type Globals, loadHandler } from "../tools/segment/runtime";

/** What a promise has to hold for: the sources, and the file that users paste. */
export const HANDLERS: [string, (globals: Globals) => typeof onRequest][] = [
  [
    "src",
    ({ Segment, cache, fetch }) => {
      Object.assign(globalThis, { Segment, cache, fetch });
      return onRequest;
    },
  ],
  ["dist/handler.js", loadHandler],
];
