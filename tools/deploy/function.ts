import { isDeepStrictEqual } from "node:util";
import { asObject, asText, type JsonObject } from "../../src/json";
import { SETTING_DEFINITIONS } from "../../src/settings";
import { Failure } from "./failure";
import type { Options } from "./options";
import type { Workspace } from "./workspace";

const LIST = "/functions?resourceType=SOURCE";

/** What the Public API takes: definitions with their names. */
const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, rest]) => ({ name, ...rest }));

/**
 * Makes the function, or brings its code and the definitions of its settings up to date.
 * @returns its `catalogId`, which its sources have as `metadata.id`, and whether they may run
 *   other code.
 * @throws Failure when two functions have the name, or when it is not a source function.
 */
export async function ensureFunction(
  workspace: Workspace,
  { functionName, functionId }: Options,
  code: string,
): Promise<{ catalogId: string; isBehind: boolean }> {
  const isIt = ({ displayName }: JsonObject) => displayName === functionName;
  const ids = functionId
    ? [functionId]
    : (await workspace.readAll(LIST)).filter(isIt).map(({ id }) => String(id));
  if (ids.length > 1) {
    const what = `Several functions are named ${functionName}: ${ids.join(", ")}`;
    throw new Failure(`${what}. Set FUNCTION_ID.`);
  }
  const [id] = ids;
  if (!id) {
    const body = { code, settings: SETTINGS, displayName: functionName, resourceType: "SOURCE" };
    const what = `A new source function, ${functionName}, ${toVersion(code)}`;
    const made = await workspace.create(what, LIST, body, isIt);
    return { catalogId: toCatalogId(made), isBehind: true };
  }

  const path = `/functions/${id}`;
  const existing = asObject((await workspace.read(path)).function);
  const { displayName: name = id, resourceType, code: before, settings } = existing;
  if ((resourceType && resourceType !== "SOURCE") || typeof before !== "string") {
    const what = "is not a source function, or Segment does not show its code";
    throw new Failure(
      `The function ${name} (${id}) ${what}. Set FUNCTION_ID or FUNCTION_NAME to another.`,
    );
  }
  const hasNewCode = before.trimEnd() !== code.trimEnd();
  const shown = Array.isArray(settings) ? settings.map(asObject) : [];
  // Where Segment leaves the settings out, they go along with new code.
  const hasNewSettings = settings ? SETTINGS.some((one) => !isAmong(shown, one)) : hasNewCode;
  const others = shown.filter((one) => !SETTINGS.some((ours) => ours.name === one.name));
  if (hasNewCode) workspace.saveCopy(`function-before-${id}.js`, before);
  if (hasNewCode || hasNewSettings) {
    const newCode = hasNewCode && `code ${toVersion(before)} → ${toVersion(code)}`;
    const changed = [newCode, hasNewSettings && "settings"].filter(Boolean).join(", ");
    await workspace.change(`The function ${name}: ${changed}`, `PATCH ${path}`, {
      ...(hasNewCode && { code }),
      ...(hasNewSettings && { settings: [...SETTINGS, ...others] }),
    });
  }
  // Segment may leave isLatestVersion out: deploy then, to be sure.
  const isBehind = hasNewCode || existing.isLatestVersion !== true;
  return { catalogId: toCatalogId({ ...existing, id }), isBehind };
}

/** The function's id is `sfnc_<catalogId>` (segment-services-eng/source-function-template). */
function toCatalogId({ catalogId, id }: JsonObject): string {
  return asText(catalogId) ?? String(id).replace(/^sfnc_/, "");
}

/** Whether the settings of a function have one of ours as it has to be. */
function isAmong(settings: JsonObject[], ours: object): boolean {
  return settings.some((one) => isDeepStrictEqual({ ...one, ...ours }, one));
}

function toVersion(code: string): string {
  return /^\/\/ segment-audit-function (\S+)\n/.exec(code)?.[1] ?? "(another)";
}
