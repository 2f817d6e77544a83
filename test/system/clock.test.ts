import { clock } from "../../tools/clock";

test("waiting takes as long as it is told, at least", async () => {
  const startMs = performance.now();
  await clock.wait(30);
  // A timer may fire within the millisecond before.
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(29);
});

test("a time-out comes", async () => {
  const signal = clock.createTimeout(1);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  expect(signal.aborted).toBe(true);
});
