import { setTimeout as wait } from "node:timers/promises";

/** Waiting and time-outs, by the machine's clock. */
export const clock = {
  wait: (ms: number): Promise<void> => wait(ms),
  createTimeout: (ms: number) => AbortSignal.timeout(ms),
};
