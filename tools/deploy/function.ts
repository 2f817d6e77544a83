import { isDeepStrictEqual } from "node:util";
import { asObject, asText, type JsonObject } from "../../src/json";
import { SETTING_DEFINITIONS } from "../../src/settings";
import { fail } from "../failure";
import type { Workspace } from "./workspace";

/** What the Public API takes: definitions with their names. */
const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, rest]) => ({ name, ...rest }));

/**
 * Makes the function, or brings its code and the definitions of its settings up to date.
 * @returns its `catalogId`, which its sources have as `metadata.id`, and whether they may run
 *   other code.
 * @throws Failure when two functions have the name, or when it is not a source function.
 */
export async function ensureFunction(workspace: Workspace) {
  const { code, options } = workspace;
  const { functionName, functionId } = options;
  if (functionId) return ensureCurrent(workspace, functionId);
  const isIt = ({ displayName }: JsonObject) => displayName === functionName;
  const found = (await workspace.readAll("/functions")).filter(isIt);
  const ids = found.map(({ id }) => String(id));
  if (ids.length > 1) fail(`Several functions are named ${functionName}: ${ids}. Set FUNCTION_ID.`);
  if (ids[0]) return ensureCurrent(workspace, ids[0]);
  const body = { code, settings: SETTINGS, displayName: functionName, resourceType: "SOURCE" };
  const what = `A new source function, ${functionName}, ${toVersion(code)}`;
  const made = await workspace.create(what, "/functions", body, isIt);
  return { catalogId: toCatalogId(made), isBehind: true };
}

/** Brings a function up to date. @returns what `ensureFunction` does. */
async function ensureCurrent(workspace: Workspace, id: string) {
  const { code } = workspace;
  const existing = await workspace.read(`/functions/${id}`, "function");
  const { displayName: name = id, resourceType, code: before, settings } = existing;
  if ((resourceType ?? "SOURCE") !== "SOURCE" || typeof before !== "string") {
    const what = "is not a source function, or Segment does not show its code";
    fail(`The function ${name} (${id}) ${what}. Set FUNCTION_ID or FUNCTION_NAME to another.`);
  }
  const hasNewCode = before.trimEnd() !== code.trimEnd();
  if (hasNewCode) workspace.saveCopy(`function-before-${id}.js`, before);
  const shown = Array.isArray(settings) ? settings.map(asObject) : [];
  const others = shown.filter((one) => !SETTINGS.some((ours) => ours.name === one.name));
  const isRight = (ours: object) =>
    shown.some((one) => isDeepStrictEqual({ ...one, ...ours }, one));
  // Where Segment leaves the settings out, they go along with new code.
  const hasNewSettings = settings ? !SETTINGS.every(isRight) : hasNewCode;
  const body = {
    ...(hasNewCode && { code }),
    ...(hasNewSettings && { settings: [...SETTINGS, ...others] }),
  };
  if (settings && hasNewSettings) workspace.saveCopy(`settings-before-${id}.json`, settings);
  const versions = hasNewCode ? `, ${toVersion(before)} → ${toVersion(code)}` : "";
  await workspace.update(`The function ${name}${versions}`, `/functions/${id}`, body);
  // Segment may leave isLatestVersion out: deploy then, to be sure. No deployedAt says nothing.
  const isBehind = hasNewCode || existing.isLatestVersion !== true;
  return { catalogId: toCatalogId(existing), isBehind };
}

/** The function's id is `sfnc_<catalogId>` (segment-services-eng/source-function-template). */
function toCatalogId({ catalogId, id }: JsonObject): string {
  return asText(catalogId) ?? String(id).replace(/^sfnc_/, "");
}

function toVersion(code: string): string {
  return /^\/\/ segment-audit-function (\S+)\n/.exec(code)?.[1] ?? "unknown version";
}
