import { slackByKind } from "../../templates/by-kind/templates";
import {
  actions,
  classic,
  empty,
  functionOf,
  NEW_CODE,
  OLD_CODE,
  otherFunction,
  routes,
  run,
  SETTINGS,
  WEBHOOK_URL,
} from "./deployment";

describe("the function", () => {
  test("is created, with its code and all settings", async () => {
    const workspace = empty();
    const { printed, changes } = await run(workspace);
    expect(routes(changes)).toEqual(["POST /functions"]);
    expect(workspace.functions).toEqual([
      expect.objectContaining({
        code: NEW_CODE,
        displayName: "Audit events",
        resourceType: "SOURCE",
        settings: SETTINGS,
      }),
    ]);
    expect(printed).toMatch(/1\/1 POST \/functions\n {4}a new source function, Audit events\n/);
    expect(printed).toMatch(/Done\..*Connect Source.*batching off.*Audit Forwarding/s);
  });

  test("is upgraded, and the connected sources get the code", async () => {
    const workspace = { ...empty(), functions: [functionOf({ code: OLD_CODE })] };
    const { printed, changes } = await run(workspace);
    expect(changes).toEqual([
      { method: "PATCH", path: "/functions/sfnd_acme", body: { code: NEW_CODE }, status: 200 },
      { method: "POST", path: "/functions/sfnd_acme/deploy", body: undefined, status: 200 },
    ]);
    expect(workspace.functions).toEqual([functionOf()]);
    expect(printed).toContain("    code: version 1.0.0 (62 bytes) → version 1.1.0 (62 bytes)\n");
  });

  test("whose settings alone differ gets those alone, and keeps others", async () => {
    const own = { ...SETTINGS[0], name: "own" };
    const [first, second, ...rest] = SETTINGS;
    const settings = [own, { ...second, required: false, label: "x" }, first, ...rest.slice(0, -1)];
    const workspace = { ...empty(), functions: [functionOf({ settings })] };
    const { printed, changes } = await run(workspace);
    expect(changes.map(({ body }) => body)).toEqual([{ settings: [...SETTINGS, own] }]);
    expect(printed).toContain(
      "    setting workspaceToken: other label, required\n    setting sharedSecret: new\n",
    );
    expect((await run(workspace)).changes).toEqual([]);
  });

  test("that is as it should be is left alone", async () => {
    const { printed, changes } = await run({ ...empty(), functions: [functionOf()] });
    expect(changes).toEqual([]);
    expect(printed).toBe(
      "The function Audit events is up to date: version 1.1.0 (62 bytes).\nNothing to change.",
    );
  });

  test("that was updated and not deployed is deployed", async () => {
    const functions = [functionOf({ isLatestVersion: false })];
    const { changes } = await run({ ...empty(), functions });
    expect(routes(changes)).toEqual(["POST /functions/sfnd_acme/deploy"]);
  });

  test("that no source runs is not deployed", async () => {
    const functions = [functionOf({ code: OLD_CODE, deployedAt: null, isLatestVersion: false })];
    const workspace = { ...empty(), functions };
    expect(routes((await run(workspace)).changes)).toEqual(["PATCH /functions/sfnd_acme"]);
    expect((await run(workspace)).changes).toEqual([]);
  });

  test("is found by its name on any page, among functions of other kinds", async () => {
    const destination = functionOf({ id: "dfnd_1", resourceType: "DESTINATION", code: "" });
    const others = [0, 1, 2, 3].map(otherFunction);
    const functions = [destination, ...others, functionOf({ displayName: "Audit trail" })];
    const environment = { FUNCTION_NAME: "Audit trail" };
    const { printed, requests } = await run({ ...empty(), functions }, ["--yes"], environment);
    expect(printed).toContain("The function Audit trail is up to date");
    expect(routes(requests)).toEqual([
      ...Array(3).fill("GET /functions"),
      "GET /functions/sfnd_acme",
      "GET /destinations",
    ]);
  });

  test("is asked for by its id when two have the name", async () => {
    const functions = [
      functionOf(),
      otherFunction(1),
      functionOf({ id: "sfnd_twin", code: OLD_CODE }),
    ];
    const { message, changes } = await run({ ...empty(), functions });
    expect(changes).toEqual([]);
    expect(message).toBe(
      "2 functions are named Audit events: sfnd_acme, sfnd_twin. Set FUNCTION_ID to the one that is meant.",
    );
    const chosen = await run({ ...empty(), functions }, ["--yes"], { FUNCTION_ID: "sfnd_twin" });
    expect(routes(chosen.requests)[0]).toBe("GET /functions/sfnd_twin");
    expect(functions.map(({ code }) => code)).toEqual([NEW_CODE, NEW_CODE, NEW_CODE]);
  });

  test("has to be a source function", async () => {
    const functions = [functionOf({ resourceType: "DESTINATION" })];
    const { message } = await run({ ...empty(), functions }, ["--yes"], {
      FUNCTION_ID: "sfnd_acme",
    });
    expect(message).toBe("The function Audit events (sfnd_acme) is no source function.");
  });
});

test("without --yes the plan is shown, and nothing is changed", async () => {
  const workspace = {
    functions: [functionOf({ code: OLD_CODE })],
    destinations: [classic(slackByKind.templates), actions([])],
  };
  const before = structuredClone(workspace);
  for (const DESTINATION_ID of ["dest_classic", "dest_actions"]) {
    const { printed, changes, saved } = await run(workspace, [], { DESTINATION_ID, WEBHOOK_URL });
    expect(changes).toEqual([]);
    expect(saved).toEqual({});
    expect(printed).toMatch(/^The plan:\nPATCH \/functions\/sfnd_acme\n {4}code: version 1\.0\.0/);
    expect(printed).toContain("\nPOST /functions/sfnd_acme/deploy\n");
    expect(printed).toMatch(/\n(PATCH \/destinations\/dest_classic|POST .*\/subscriptions)\n/);
    expect(printed).toMatch(/\nNothing was changed\. .*: npm run deploy -- --yes$/);
  }
  expect(workspace).toEqual(before);
});
