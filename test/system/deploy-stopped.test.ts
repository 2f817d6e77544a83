// Stopped at any change, before or after its effect, or with the change carried out later, after
// another run passed: run again, the chain delivers. At worst something is there twice, and named.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { audienceCreated } from "../../tools/segment/audit-events";
import type { Fault, Workspace } from "../../tools/segment/public-api-server";
import { HANDLER_PATH } from "../../tools/segment/runtime";
import { fillIn, walk } from "./deployed-chain";
import * as the from "./deployed-workspace";
import { checksOf, run } from "./deployment";

const code = readFileSync(HANDLER_PATH, "utf8");
const around = { code, environment: { SLACK_WEBHOOK_URL: the.SLACK_URL }, pastesEndpoint: true };
const old = { runs: the.OLD_CODE };
const second = { id: "acmeSecnd1", slug: "second", name: "Second", ...old };

const upgrade = () => ({
  ...the.withFunction({ code: the.OLD_CODE, settings: [] }),
  sources: [the.sourceOf(old), the.httpSourceOf(), the.sourceOf(second)],
});

/** The nth change gets this fault, and no request after it gets through. */
function stopAt(at: number, fault: Fault) {
  let changes = 0;
  return (_: number, method: string): Fault | undefined => {
    if (method !== "GET") changes += 1;
    if (changes === at + 1 && method !== "GET") return fault;
    return changes > at ? "lost before" : undefined;
  };
}

/** A last run makes nothing, and names what is twice. Once what is left is done, it delivers. */
async function expectDelivers(workspace: Workspace): Promise<void> {
  const { sent, lines, failure } = await run(workspace, around);
  expect({ sent, failure }).toEqual({ sent: [], failure: undefined });
  fillIn(workspace, lines);
  const { posts } = await walk(workspace, lines, audienceCreated());
  expect(posts.length).toBeGreaterThan(0);
  const checks = checksOf(lines);
  const { functions, sources, destinations } = workspace;
  const mappings = destinations.flatMap(({ subscriptions }) => subscriptions);
  const spare = destinations.filter(({ subscriptions }) => subscriptions.length === 0);
  expect(checks).toHaveLength(functions.length - 1 + mappings.length - 2 + spare.length);
  expect(posts.length > 1).toBe(checks.some((line) => line.startsWith("Keep one")));
  expect(sources.filter(({ slug }) => String(slug).startsWith("audit-events"))).toHaveLength(1);
}

describe.each<[string, () => Workspace, number]>([
  ["an empty workspace", the.empty, 9],
  ["an upgrade with two sources", upgrade, 3],
])("%s", (_, create, changes) => {
  test("it makes so many changes", async () => {
    expect((await run(create(), around)).sent).toHaveLength(changes);
  });

  const stops = Array.from({ length: changes }, (_, at) => at);
  test.each(stops)("stopped at change %d, run again", async (at) => {
    for (const fault of ["lost before", "lost after", "hangs"] as const) {
      const workspace = create();
      const stopped = await run(workspace, { ...around, fault: stopAt(at, fault) });
      expect(stopped.failure).toMatch(/ It may have been done or not\. /);
      expect((await run(workspace, around)).failure).toBeUndefined();
      await expectDelivers(workspace);
    }
  });

  test.each(stops)("held at change %d while another run passes", async (at) => {
    const workspace = create();
    const held = await run(workspace, { ...around, fault: stopAt(at, "late") });
    expect((await run(workspace, around)).failure).toBeUndefined();
    await held.catchUp();
    expect((await run(workspace, around)).failure).toBeUndefined();
    await expectDelivers(workspace);
  });
});

test("held, and carried out at any time of the next run", async () => {
  const property = fc.asyncProperty(fc.nat(8), fc.nat(30), async (at, when) => {
    const workspace = the.empty();
    const held = await run(workspace, { ...around, fault: stopAt(at, "late") });
    const fault = (index: number) => void (index === when && held.catchUp());
    await run(workspace, { ...around, fault });
    await held.catchUp();
    expect((await run(workspace, around)).failure).toBeUndefined();
    await expectDelivers(workspace);
  });
  await fc.assert(property, { numRuns: 30 });
});
