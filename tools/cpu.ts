import { SETTINGS } from "./segment/audit-events";
import { costlyRequests, ordinaryBatch } from "./segment/large-requests";
import { createPublicApi } from "./segment/public-api";
import { createRuntime } from "./segment/runtime";

/** The CPU time that some work takes, in ms. */
export async function measureCpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** A request that is made to cost time, and how many times that of an ordinary batch it takes. */
export type Cost = { name: string; ratio: number };

/**
 * Hands requests of 512 KiB to the built function, one after the other.
 * @param enough a ratio below which one is not measured again.
 */
export async function measureCosts(enough: number): Promise<Cost[]> {
  const find = (id: string) => ({ id, email: `${id}@acme.test` });
  const { call } = createRuntime({ fetch: createPublicApi(find) });

  /** The least of several times: the first ones are slow, and the machine may be busy. */
  async function leastMs(body: string, times: number, enoughMs = 0): Promise<number> {
    let least = Infinity;
    for (let time = 0; time < times && least > enoughMs; time += 1) {
      least = Math.min(least, await measureCpuMs(() => call(body, SETTINGS)));
    }
    return least;
  }

  const ordinaryMs = await leastMs(ordinaryBatch(), 10);
  const costs: Cost[] = [];
  for (const [name, body] of costlyRequests()) {
    const ratio = (await leastMs(body, 5, enough * ordinaryMs)) / ordinaryMs;
    costs.push({ name, ratio });
  }
  return costs.sort((one, other) => other.ratio - one.ratio);
}
