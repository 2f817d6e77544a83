// Whatever is in a request of 512 KiB, it costs little more than an ordinary batch of that size.
import { SETTINGS } from "../../tools/segment/audit-events";
import { costlyRequests, ordinaryBatch } from "../../tools/segment/large-requests";
import { createPublicApi } from "../../tools/segment/public-api";
import { createRuntime } from "../../tools/segment/runtime";

const find = (id: string) => ({ id, email: `${id}@acme.test` });
const { call } = createRuntime({ fetch: createPublicApi(find) });

async function cpuMs(body: string): Promise<number> {
  const before = process.cpuUsage();
  await call(body, SETTINGS);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Of several, since the first ones are slow, and the machine may be busy. */
async function leastMs(body: string, times: number, enoughMs = 0): Promise<number> {
  let least = Infinity;
  for (let time = 0; time < times && least > enoughMs; time += 1) {
    least = Math.min(least, await cpuMs(body));
  }
  return least;
}

test("no request costs ten times as much as an ordinary one", async () => {
  const ordinaryMs = await leastMs(ordinaryBatch(), 10);
  const slow: string[] = [];
  for (const [name, body] of costlyRequests()) {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(512 * 1024);
    const ratio = (await leastMs(body, 5, 9 * ordinaryMs)) / ordinaryMs;
    if (ratio >= 10) slow.push(`${name}: ${ratio.toFixed(0)} times`);
  }
  expect(slow).toEqual([]);
});
