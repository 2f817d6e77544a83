// The function, its code, the definitions of its settings, and its source.
import {
  empty,
  endpointOf,
  FUNCTION_ID,
  functionOf,
  given,
  httpSourceOf,
  KINDS,
  NEW_CODE,
  OLD_CODE,
  SETTINGS,
  SOURCE_ID,
  sourceOf,
  webhookOf,
  webhooksOf,
} from "./deployed-workspace";
import { check, checksOf, restOf, run } from "./deployment";

const PATCH = `PATCH /functions/${FUNCTION_ID}`;
const DEPLOY = `POST /functions/sfn_${SOURCE_ID}/deploy`;
const EXTRA = { ...SETTINGS[0], name: "extra", label: "Extra" };

describe("its code", () => {
  test("is brought up to date and deployed, and nothing else of it changes", async () => {
    const before = functionOf({ code: OLD_CODE, description: "ours" });
    const workspace = given({ functions: [before] });
    const { changes, saved } = await run(workspace);
    expect(changes[0]?.body).toEqual({ code: NEW_CODE });
    expect(workspace.functions).toMatchObject([{ ...before, code: NEW_CODE }]);
    expect(saved).toEqual({});
    expect((await run(workspace)).sent).toEqual([]);
  });

  test.each(["async function onRequest() {}", `\n${OLD_CODE}`, "// segment-audit-functions 1"])(
    "that is not ours (%j) is saved first, by a run alone",
    async (code) => {
      const workspace = given({ functions: [functionOf({ code })] });
      const plan = await run(workspace, { words: [] });
      expect(plan.saved).toEqual({});
      expect(plan.lines[1]).toBe("~ The function Audit events (code of another → 2.0.0): code");
      const { saved, lines } = await run(workspace);
      expect(saved).toEqual({ "function-before.js": code });
      expect(lines[1]).toBe("The code that was there is saved: function-before.js");
      expect(workspace.functions[0]?.code).toBe(NEW_CODE);
    },
  );

  test("is the same with other white space at its end", async () => {
    const code = `${NEW_CODE}\n\n`;
    const sources = [sourceOf({ runs: code }), httpSourceOf()];
    expect(await check(given({ functions: [functionOf({ code })], sources }))).toEqual([]);
  });

  test("is deployed where a source runs other code", async () => {
    const workspace = given({
      sources: [sourceOf({ runs: OLD_CODE }), httpSourceOf()],
    });
    expect((await run(workspace)).sent).toEqual([DEPLOY]);
    expect(workspace.sources[0]?.runs).toBe(NEW_CODE);
  });

  test.each([
    ["FAILED", "The deployment to Audit events ended with FAILED. Run the command again."],
    [undefined, "The deployment to Audit events ended with no status. Run the command again."],
  ])("that is deployed with the status %s has to be checked", async (status, line) => {
    const body = { data: { functionDeployment: { status } } };
    const { lines } = await run(given({ functions: [functionOf({ code: OLD_CODE })] }), {
      fault: (_, __, path) => (path.endsWith("/deploy") ? { status: 200, body } : undefined),
    });
    expect(checksOf(lines)).toEqual([line]);
  });
});

describe("the definitions of its settings", () => {
  test.each([
    ["that are missing", SETTINGS.slice(1), SETTINGS],
    ["that differ", [{ ...SETTINGS[0], required: false }, ...SETTINGS.slice(1)], SETTINGS],
    ["beside others, which stay", [EXTRA], [...SETTINGS, EXTRA]],
  ])("%s are brought up to date", async (_, settings, after) => {
    const workspace = given({ functions: [functionOf({ settings })] });
    const { sent, lines } = await run(workspace);
    expect(sent).toEqual([PATCH]);
    expect(lines[1]).toBe("~ The function Audit events (2.0.0 → 2.0.0): settings");
    expect(workspace.functions[0]).toMatchObject({ settings: after, code: NEW_CODE });
  });

  test("that are right stay, also with others, or with more in them", async () => {
    const more = SETTINGS.map((one) => ({ ...one, id: one.name }));
    const workspace = given({ functions: [functionOf({ settings: [EXTRA, ...more] })] });
    expect(await check(workspace)).toEqual([]);
  });

  test.each(["absent", "null"] as const)(
    "that are %s stay, and have to be checked",
    async (optionalFields) => {
      const workspace = given({
        functions: [functionOf({ code: OLD_CODE, settings: [EXTRA] })],
      });
      const { changes, lines } = await run(workspace, { leeway: { optionalFields } });
      expect(changes[0]?.body).toEqual({ code: NEW_CODE });
      expect(checksOf(lines)).toEqual([
        "Compare the settings of the function Audit events with docs/set-up.md, step 2.",
      ]);
    },
  );
});

describe("of several functions of one name", () => {
  const other = (over: object = {}) =>
    functionOf({ id: "sfnc_other", catalogId: "other", code: OLD_CODE, ...over });
  const OTHER = "acmeOther2";
  const second = sourceOf({
    id: OTHER,
    slug: "other",
    metadata: { id: "other" },
    runs: OLD_CODE,
  });
  const leading = (id: string) => webhooksOf([webhookOf({}, { url: endpointOf(id) })]);

  test.each([
    ["that a webhook posts to", [sourceOf(), second], [leading(OTHER)], "sfnc_other"],
    [
      "that Webhooks (classic) posts to",
      [sourceOf(), second],
      [
        webhooksOf([], {
          metadata: { id: KINDS.webhooksClassic },
          settings: { hooks: [endpointOf(OTHER)] },
        }),
      ],
      "sfnc_other",
    ],
    ["that has a source", [second], [], "sfnc_other"],
    ["that is listed first", [], [], FUNCTION_ID],
  ])("it takes the one %s, and names them", async (_, sources, destinations, id) => {
    const functions = [functionOf({ code: OLD_CODE }), other()];
    const workspace = given({
      functions,
      sources: [...sources, httpSourceOf()],
      destinations,
    });
    const { sent, lines } = await run(workspace);
    expect(sent[0]).toBe(`PATCH /functions/${id}`);
    expect(checksOf(lines)[0]).toBe(
      `Several functions are named Audit events: ${FUNCTION_ID},sfnc_other. ${id} is taken. FUNCTION_ID chooses another.`,
    );
  });

  test("FUNCTION_ID chooses, of whatever name", async () => {
    const workspace = given({
      functions: [functionOf(), other({ displayName: "Other" })],
    });
    const { sent, lines } = await run(workspace, { environment: { FUNCTION_ID: "sfnc_other" } });
    expect(sent[0]).toBe("PATCH /functions/sfnc_other");
    expect(checksOf(lines).join()).not.toContain("Several");
  });
});

test.each([{ resourceType: "DESTINATION" }, { code: undefined }])(
  "%j is no source function, and stops the run",
  async (over) => {
    const environment = { FUNCTION_ID };
    const { failure, sent } = await run(given({ functions: [functionOf(over)] }), {
      environment,
    });
    expect(failure).toBe(
      `${FUNCTION_ID} is no source function, or shows no code. Set FUNCTION_ID or FUNCTION_NAME.`,
    );
    expect(sent).toEqual([]);
  },
);

describe("its source", () => {
  test("is made with the settings' values where Segment takes them", async () => {
    const workspace = empty();
    const { changes } = await run(workspace, { leeway: { sourceSettings: "taken" } });
    expect(Object(changes[1]?.body)).toMatchObject({ slug: "audit-events", enabled: true });
    expect(workspace.sources[0]?.settings).toMatchObject({ blockedEvents: ["Permission Check"] });
    expect((await run(workspace, { leeway: { sourceSettings: "taken" } })).sent).toEqual([]);
  });

  test("is made without them where they are refused, and says so", async () => {
    const { lines, sent, changes } = await run(empty());
    expect(sent.slice(0, 3)).toEqual(["POST /functions", "POST /sources", "POST /sources"]);
    expect(Object(changes[2]?.body).settings).toBeUndefined();
    const refused =
      "+ The source audit-events of the function, without settings: Segment refused them";
    expect(lines[3]).toBe(refused);
    expect(restOf(lines)[0]).toMatch(/^Settings of the source audit-events, if they are empty: /);
  });

  test.each([401, 500] as const)("is not made twice after the status %d", async (status) => {
    const fault = (_: number, method: string, path: string) =>
      method === "POST" && path === "/sources" ? status : undefined;
    const { sent, failure } = await run(empty(), { fault });
    expect(sent).toEqual(["POST /functions", "POST /sources"]);
    expect(failure).toMatch(/^POST \/sources: /);
  });

  test("has another slug where that is taken", async () => {
    const slugs = ["audit-events", "audit-events-2"];
    const sources = slugs.map((slug) => httpSourceOf({ id: slug, slug }));
    const { lines } = await run(given({ sources, destinations: [] }));
    expect(lines[1]).toMatch(/^\+ The source audit-events-2-2 of the function\. /);
  });
});
