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
    const what = `A new source function, ${functionName}: ${describe(code)}`;
    const made = await workspace.create(what, LIST, body, isIt);
    return { catalogId: toCatalogId(made), isBehind: true };
  }

  const path = `/functions/${id}`;
  const existing = asObject((await workspace.read(path)).function);
  const { displayName: name = id, resourceType, code: before, settings } = existing;
  if (resourceType && resourceType !== "SOURCE") {
    throw new Failure(`The function ${name} (${id}) is not a source function.`);
  }
  if (typeof before !== "string") {
    throw new Failure(`Segment does not show the code of ${name}. Set FUNCTION_NAME.`);
  }
  const hasNewCode = before.trimEnd() !== code.trimEnd();
  // Where Segment leaves the settings out, they go along with new code.
  const shown = Array.isArray(settings) ? settings.map(asObject) : undefined;
  const stale = shown ? findStale(shown) : hasNewCode ? SETTINGS : [];
  if (hasNewCode || stale.length > 0) {
    const others = shown?.filter((one) => !SETTINGS.some((ours) => ours.name === one.name)) ?? [];
    const body = {
      ...(hasNewCode && { code }),
      ...(stale.length > 0 && { settings: [...SETTINGS, ...others] }),
    };
    const parts = [
      ...(hasNewCode ? [`${describe(before)} → ${describe(code)}`] : []),
      ...(stale.length > 0 ? [`settings ${stale.map((one) => one.name).join(", ")}`] : []),
    ];
    if (hasNewCode) workspace.saveCopy(`function-before-${id}.js`, before);
    const what = `The function ${name}: ${parts.join("; ")}`;
    await workspace.change(what, { method: "PATCH", path, body });
  }
  // That it is not said to be the latest says nothing.
  const isBehind = hasNewCode || existing.isLatestVersion !== true;
  return { catalogId: toCatalogId({ ...existing, id }), isBehind };
}

/** The function's id is `sfnc_<catalogId>` (segment-services-eng/source-function-template). */
function toCatalogId({ catalogId, id }: JsonObject): string {
  return asText(catalogId) ?? String(id).replace(/^sfnc_/, "");
}

/** Those of our settings that are missing, or differ. */
function findStale(existing: JsonObject[]) {
  return SETTINGS.filter((setting) => {
    const before = existing.find(({ name }) => name === setting.name);
    return !before || Object.entries(setting).some(([field, value]) => before[field] !== value);
  });
}

/** The code by its banner and size. */
function describe(code: string): string {
  const version = /^\/\/ segment-audit-function (\S+)\n/.exec(code)?.[1];
  const bytes = Buffer.byteLength(code).toLocaleString("en");
  return `${version ? `version ${version}` : "other code"} (${bytes} bytes)`;
}
