import { asObject, asText, type JsonObject } from "../../src/json";
import { SETTING_DEFINITIONS } from "../../src/settings";
import { Failure } from "./failure";
import type { Options } from "./options";
import type { Workspace } from "./workspace";

/** What the Public API takes: definitions with their names. */
const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, rest]) => ({ name, ...rest }));

/** The function, as it is after this link. */
export interface OurFunction {
  name: string;
  /** What its sources have as `metadata.id`. */
  catalogId: string;
  /** Whether its sources may run other code. */
  isBehind: boolean;
}

/**
 * Makes the function, or brings its code and the definitions of its settings up to date.
 * @throws Failure when two functions have the name, or when it is not a source function.
 */
export async function ensureFunction(
  workspace: Workspace,
  { functionName, functionId }: Options,
  code: string,
): Promise<OurFunction> {
  const find = async () => {
    const all = await workspace.readAll("/functions?resourceType=SOURCE", "functions");
    const [found, ...more] = all.filter(({ displayName }) => displayName === functionName);
    if (found && more.length > 0) {
      const ids = [found, ...more].map(({ id }) => id).join(", ");
      throw new Failure(`Several functions are named ${functionName}: ${ids}. Set FUNCTION_ID.`);
    }
    return found;
  };
  const id = functionId ?? asText((await find())?.id);
  if (!id) {
    const body = { code, settings: SETTINGS, displayName: functionName, resourceType: "SOURCE" };
    const what = `A new source function, ${functionName}: ${describe(code)}`;
    const made = await workspace.create(what, { path: "/functions", body }, "function", find);
    return { name: functionName, catalogId: toCatalogId(made), isBehind: true };
  }

  const path = `/functions/${encodeURIComponent(id)}`;
  const existing = asObject((await workspace.read(path)).function);
  const name = asText(existing.displayName) ?? id;
  const before = asText(existing.code);
  if ((existing.resourceType ?? "SOURCE") !== "SOURCE") {
    throw new Failure(`The function ${name} (${id}) is not a source function.`);
  }
  if (!before) throw new Failure(`Segment does not show the code of ${name}. Set FUNCTION_NAME.`);
  const hasNewCode = before.trimEnd() !== code.trimEnd();
  // Where Segment leaves the settings out, they go along with new code.
  const settings = Array.isArray(existing.settings) ? existing.settings.map(asObject) : undefined;
  const changed = settings ? compareSettings(settings) : hasNewCode ? SETTINGS : [];
  if (hasNewCode || changed.length > 0) {
    const parts = [
      ...(hasNewCode ? [`${describe(before)} → ${describe(code)}`] : []),
      ...(changed.length > 0 ? [`settings ${changed.map((one) => one.name).join(", ")}`] : []),
    ];
    const body = {
      ...(hasNewCode && { code }),
      ...(changed.length > 0 && { settings: mergeSettings(settings ?? []) }),
    };
    if (hasNewCode) workspace.saveCopy(`function-before-${id}.js`, before);
    const what = `The function ${name}: ${parts.join("; ")}`;
    await workspace.change(what, { method: "PATCH", path, body });
  }
  const isBehind = hasNewCode || existing.isLatestVersion !== true; // Absent says nothing.
  return { name, catalogId: toCatalogId({ ...existing, id }), isBehind };
}

/** The function's id is `sfnc_<catalogId>` (segment-services-eng/source-function-template). */
function toCatalogId({ catalogId, id }: JsonObject): string {
  return asText(catalogId) ?? String(id).replace(/^sfnc_/, "");
}

/** Those of our settings that differ. */
function compareSettings(existing: JsonObject[]) {
  return SETTINGS.filter((setting) => {
    const before = existing.find(({ name }) => name === setting.name);
    return !before || Object.entries(setting).some(([field, value]) => before[field] !== value);
  });
}

/** Ours as they have to be, and whatever else is there as it is. */
function mergeSettings(existing: JsonObject[]): object[] {
  const others = existing.filter(({ name }) => !SETTINGS.some((ours) => ours.name === name));
  return [...SETTINGS, ...others];
}

/** The code by its banner and size. */
function describe(code: string): string {
  const version = /^\/\/ segment-audit-function (\S+)\n/.exec(code)?.[1];
  const bytes = Buffer.byteLength(code).toLocaleString("en");
  return `${version ? `version ${version}` : "other code"} (${bytes} bytes)`;
}
