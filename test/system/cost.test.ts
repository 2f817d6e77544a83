import { measureCosts } from "../../tools/costly-requests";

test("no known request of 512 KiB costs over five times an ordinary batch", async () => {
  const costs = await measureCosts(4);
  expect(costs.length).toBeGreaterThan(20);
  expect(costs.filter(({ ratio }) => ratio > 5)).toEqual([]);
});
