// A scenario of the command: given this workspace, this is printed, and this is there afterwards.
import type { Workspace } from "../../tools/segment/public-api-server";
import {
  complete,
  type Given,
  having,
  OLD_SECRET,
  run,
  sourceOf,
  webhookMappingOf,
} from "./deployment";

/** A request that changes something, or what is in its body too. */
type Change = string | [route: string, body: unknown];

/** What a run is given, and what comes of it. What is left out has a strict default. */
export interface Scenario extends Given {
  /** The workspace before. By default, nothing is left to do in it. */
  workspace?: Workspace;
  /** The line with which the run fails. By default it succeeds. */
  fails?: string | RegExp;
  /** All lines that are printed, with the slugs of sources in place of their ids. */
  lines?: unknown[];
  /** What stands among them. */
  prints?: (string | RegExp)[];
  /** What does not. */
  printsNot?: string[];
  /** All requests that change something, in order. By default none. */
  changes?: Change[];
  /** The workspace afterwards. By default it is as before. */
  there?: object;
  /** All copies that are saved, by file. By default none. */
  saves?: Record<string, unknown>;
  /** What a second run changes. By default nothing. There is none after a run that fails. */
  again?: Change[];
}

/** Stands in `there` for the secret that the run made up: it is one, on whichever sides it is. */
export const NEW_SECRET = "the new secret";

/** What Segment shows in place of a secret. */
const MASK = "••••••••";

/** Settings of the function's source, but for its secret. */
export const { sharedSecret: _, ...OPEN_SETTINGS } = sourceOf().settings;

/** The chain with a new secret on both sides. */
export const renewed = (mapping: object = {}, settings: object = {}, source: object = {}) =>
  having(
    { ...source, settings: { ...OPEN_SETTINGS, ...settings, sharedSecret: NEW_SECRET } },
    webhookMappingOf(
      { id: expect.stringMatching(/^made|^mapping1$/) },
      { headers: { "X-Shared-Secret": NEW_SECRET }, ...mapping },
    ),
  );

/** A source's settings as Segment shows them. */
export const masked = (settings: object) => hide(settings, ["workspaceToken", "sharedSecret"]);

/** The copy of a source's settings. */
export const savedSettings = (settings: object = sourceOf().settings) => ({
  [`settings-before-${sourceOf().id}.json`]: masked(settings),
});

/** The copy of a mapping of Webhooks, as Segment shows it. */
export const savedMapping = (mapping: { settings: object }) => {
  const { headers = undefined, ...settings } = { headers: undefined, ...mapping.settings };
  const shown = headers ? { headers: hide(headers, Object.keys(headers)) } : {};
  const copy = { ...mapping, settings: { ...settings, ...shown } };
  return { "mapping-before-mapping1.json": copy };
};

function hide(values: object, names: string[]): object {
  const hidden = ([name, value]: [string, unknown]) =>
    [name, names.includes(name) && value ? MASK : value] as const;
  return Object.fromEntries(Object.entries(values).map(hidden));
}

// The requests that change something in a workspace that is nearly complete.
export const DEPLOY = "POST /functions/sfn_audit-events/deploy";
export const WRITE_SOURCE = "PATCH /sources/audit-events";
export const MAKE_MAPPING = "POST /destinations/webhooks1/subscriptions";
export const WRITE_MAPPING = "PATCH /destinations/webhooks1/subscriptions/mapping1";

/**
 * The requests that make a chain in an empty workspace.
 * @param atSource those that follow the one for the function's source.
 */
export const makeChain = (...atSource: Change[]): Change[] => [
  "POST /functions",
  "POST /sources",
  ...atSource,
  DEPLOY,
  "POST /sources",
  "PATCH /sources/audit-trail",
  "POST /destinations",
  WRITE_SOURCE,
  "POST /destinations/made/subscriptions",
  WRITE_SOURCE,
];
/** What Slack adds to them. */
export const MAKE_SLACK = ["POST /destinations", "POST /destinations/made/subscriptions"];

/** Tests each scenario of a table. */
export function testScenarios(table: Record<string, Scenario>): void {
  test.each(Object.entries(table))("%s", (_, scenario) => expectScenario(scenario));
}

async function expectScenario({
  workspace: before = complete(),
  fails,
  lines,
  prints = [],
  printsNot = [],
  changes = [],
  there = before,
  saves = {},
  again = [],
  ...given
}: Scenario): Promise<void> {
  const workspace = structuredClone(before);
  const outcome = await run(workspace, given);
  if (fails instanceof RegExp) expect(outcome.message).toMatch(fails);
  else expect(outcome.message).toBe(fails);
  if (lines) expect(outcome.lines.map((line) => nameSources(line, workspace))).toEqual(lines);
  for (const text of prints) {
    if (text instanceof RegExp) expect(outcome.printed).toMatch(text);
    else expect(outcome.printed).toContain(text);
  }
  for (const text of printsNot) expect(outcome.printed).not.toContain(text);
  expectChanges(outcome.changes, changes, workspace);
  expect(nameNewSecret(workspace)).toEqual(there);
  expect(parseAll(outcome.saved)).toEqual(saves);
  if (fails) return;
  const { fault: _, pasted: __, pastesEndpoint: ___, ...same } = given;
  const second = await run(workspace, same);
  expect(second.message).toBeUndefined();
  expectChanges(second.changes, again, workspace);
}

function expectChanges(
  made: { method: string; path: string; body?: unknown; status?: number }[],
  expected: Change[],
  workspace: Workspace,
): void {
  const taken = made.filter(({ status }) => status !== 429);
  const shown = taken.map(({ method, path, body }, index) => {
    const route = `${method} ${nameSources(path, workspace)}`;
    return Array.isArray(expected[index]) ? [route, body ?? null] : route;
  });
  expect(shown).toEqual(expected);
}

/** A text with the slugs of sources in place of their ids, and none of the ids that are new. */
function nameSources(text: string, { sources }: Workspace): string {
  return sources
    .reduce((named, { id, slug }) => named.replace(id, String(slug)), text)
    .replace(/made\d+/g, "made");
}

function nameNewSecret(workspace: Workspace): unknown {
  const text = JSON.stringify(workspace);
  const secrets = new Set(text.match(/\b[0-9a-f]{64}\b/g));
  secrets.delete(OLD_SECRET);
  expect(secrets.size).toBeLessThan(2);
  const [secret = NEW_SECRET] = secrets;
  return JSON.parse(text.replaceAll(secret, NEW_SECRET));
}

function parseAll(saved: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(saved).map(([file, text]) => [
      file,
      file.endsWith(".json") ? JSON.parse(text) : text,
    ]),
  );
}
