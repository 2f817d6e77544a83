import { slackActionsByKind, slackByKind } from "../../templates/by-kind/templates";
import { type Fault, servePublicApi, type Workspace } from "../../tools/segment/public-api-server";
import {
  actions,
  classic,
  empty,
  functionOf,
  OLD_CODE,
  otherFunction,
  run,
  TOKEN,
  WEBHOOK_URL,
  withoutId,
} from "./deployment";

describe("a failure is one line that says what to do", () => {
  const at = (index: number, fault: Fault) => (request: number) =>
    request === index ? fault : undefined;
  const atCreate = (fault: Fault) => (_: number, method: string) =>
    method === "POST" ? fault : undefined;
  const always = (fault: Fault) => () => fault;

  test.each<[Fault, RegExp]>([
    [
      401,
      /^GET \/functions: TOKEN is not accepted \(401\)\. Make a new one .* REGION=eu\. Segment says: made up/,
    ],
    [
      403,
      /^GET \/functions: TOKEN may not do this \(403\)\. Make one with Workspace Owner access\./,
    ],
    [
      404,
      /^GET \/functions: there is no such thing .* Check FUNCTION_ID, DESTINATION_ID and REGION/,
    ],
    [418, /^GET \/functions: refused \(418\)\. Segment says: made up for the test$/],
    [429, /^GET \/functions: still over Segment's rate limit\. Run the command again later\.$/],
    [500, /^GET \/functions: Segment has a fault \(500\)\. Check the network, and run/],
    ["lost before", /^GET \/functions: no answer\. Check the network, and run/],
    ["hangs", /^GET \/functions: no answer\. Check the network, and run/],
  ])("%s at every request", async (fault, expected) => {
    const { message, changes } = await run(empty(), ["--yes"], {}, always(fault));
    expect(message).toMatch(expected);
    expect(changes).toEqual([]);
  });

  test("422 with the API's message and field, and no part of a secret", async () => {
    const refuse = async (message: string) => {
      const body = { errors: [{ type: "validation", message, field: "settings[0].label" }] };
      const fault = atCreate({ status: 422, body });
      return (await run(empty(), ["--yes"], { WEBHOOK_URL }, fault)).message;
    };
    expect(await refuse("label is too long")).toBe(
      "POST /functions: refused (422). Segment says: label is too long (field settings[0].label)",
    );
    // Cut after 200 characters, a secret would not be found any more.
    const long = "x".repeat(190);
    expect(await refuse(`${long} ${TOKEN}`)).toContain(`${long} [hidden] (field`);
    expect(await refuse(`${long} ${WEBHOOK_URL}`)).toContain(`${long} [hidden] (field`);
    expect(await refuse("https://hooks.slack.com/services/T1/old x")).toContain(": [hidden] x");
  });

  test.each<Fault>([408, 500, 503, "lost before", "lost after", "hangs"])(
    "a read-only request that fails once (%s) is made again",
    async (fault) => {
      const { message, printed, waitedMs } = await run(empty(), ["--yes"], {}, at(0, fault));
      expect(message).toBeUndefined();
      expect(printed).toContain("Trying again in 1 s.");
      expect(waitedMs).toBe(1_000);
    },
  );

  test("a rate limit without a time is waited for too", async () => {
    const { message, waitedMs } = await run(empty(), ["--yes"], {}, at(0, 429));
    expect(message).toBeUndefined();
    expect(waitedMs).toBe(15_000);
  });

  test("a create without an answer is looked up, and found", async () => {
    const workspace = empty();
    const { message, printed, changes } = await run(
      workspace,
      ["--yes"],
      {},
      atCreate("lost after"),
    );
    expect(message).toBeUndefined();
    expect(printed).toContain("Looking whether it is there.\nIt is there.\nDone.");
    expect(changes).toHaveLength(1);
    expect(workspace.functions).toHaveLength(1);
  });

  test.each<Fault>([500, "lost before", "hangs"])(
    "a create that failed (%s) is not made again, since it may come to be late",
    async (fault) => {
      const workspace = empty();
      const { message, changes } = await run(workspace, ["--yes"], {}, atCreate(fault));
      expect(message).toMatch(
        /^POST \/functions: .*It is not there so far\. Run the command again/,
      );
      expect(changes).toHaveLength(1);
      await run(workspace);
      expect(workspace.functions).toHaveLength(1);
    },
  );

  test("a redirect is not followed, and the token goes nowhere", async () => {
    const other = await servePublicApi(empty(), TOKEN);
    const headers = { Location: `${other.url}/functions` };
    const { message } = await run(
      empty(),
      ["--yes"],
      {},
      always({ status: 307, body: {}, headers }),
    );
    other.close();
    expect(message).toMatch(/^GET \/functions: no answer/);
    expect(other.requests).toEqual([]);
  });

  test("a secret in a name is printed neither in the plan nor in a failure", async () => {
    const FUNCTION_NAME = `Audit ${TOKEN} ${WEBHOOK_URL}`;
    const { printed } = await run(empty(), [], { FUNCTION_NAME, WEBHOOK_URL });
    expect(printed).toContain("a new source function, Audit [hidden] ");
    const functions = [1, 2].map((id) =>
      functionOf({ id: `sfnd_${id}`, displayName: FUNCTION_NAME }),
    );
    const { message } = await run({ ...empty(), functions }, [], { FUNCTION_NAME, WEBHOOK_URL });
    expect(message).toMatch(/^2 functions are named Audit \[hidden\] /);
  });

  test("another answer than the Public API's", async () => {
    const { message } = await run({ ...empty(), functions: [] }, ["--yes"], {}, at(0, 200));
    expect(message).toBe(
      "GET /functions: the answer is not as documented. Is this the Public API?",
    );
  });
});

describe("stopped half-way at any request, a second run finishes the work", () => {
  const own = { eventName: "Signed Up", regex: false, template: "x" };
  const WORKSPACES: [string, string, () => Workspace][] = [
    ["creates, classic", "dest_classic", () => ({ functions: [], destinations: [classic([own])] })],
    ["creates, actions", "dest_actions", () => ({ functions: [], destinations: [actions([])] })],
    [
      "upgrades, classic",
      "dest_classic",
      () => ({
        functions: [functionOf({ code: OLD_CODE, settings: [] })],
        destinations: [classic([own, ...slackByKind.templates])],
      }),
    ],
    [
      "upgrades, actions",
      "dest_actions",
      () => ({
        functions: [otherFunction(0), otherFunction(1), functionOf({ code: OLD_CODE })],
        destinations: [actions(slackActionsByKind.slice(0, 4))],
      }),
    ],
  ];

  test.each(WORKSPACES)("%s", async (_, DESTINATION_ID, create) => {
    const environment = { DESTINATION_ID, WEBHOOK_URL };
    const goal = create();
    const { requests } = await run(goal, ["--yes"], environment);
    const sorted = ({ functions, destinations }: Workspace) => ({
      functions,
      destinations: destinations.map(({ subscriptions, ...rest }) => ({
        ...rest,
        subscriptions: subscriptions.map(withoutId),
      })),
    });
    for (let stop = 0; stop < requests.length; stop += 1) {
      for (const fault of ["lost before", "lost after"] as const) {
        const workspace = create();
        await run(workspace, ["--yes"], environment, (index) => {
          if (index < stop) return undefined;
          return index === stop ? fault : "lost before";
        });
        const { message } = await run(workspace, ["--yes"], environment);
        expect(message).toBeUndefined();
        expect(sorted(workspace)).toEqual(sorted(goal));
        expect((await run(workspace, ["--yes"], environment)).changes).toEqual([]);
      }
    }
  });
});
