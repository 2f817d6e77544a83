// Whatever is in a request of 512 KiB, it costs little more than an ordinary batch of that size.
import { measureCosts } from "../../tools/cpu";
import {
  costlyRequests,
  MAX_REQUEST_BYTES,
  ordinaryBatch,
} from "../../tools/segment/large-requests";

test("no request costs ten times as much as an ordinary one", async () => {
  const costs = await measureCosts(9);
  expect(costs.length).toBeGreaterThan(100);
  expect(costs.filter(({ ratio }) => ratio >= 10)).toEqual([]);
});

test("each of the requests can come", () => {
  const bodies = [ordinaryBatch(), ...[...costlyRequests()].map(([, body]) => body)];
  const sizes = bodies.map((body) => Buffer.byteLength(body));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_REQUEST_BYTES);
});
