import { isDeepStrictEqual } from "node:util";
import { asObject } from "../../src/json";
import { fail } from "../shared/failure";
import { SETTING_DEFINITIONS as SETTINGS } from "./setting-definitions";
import { findWebhooks } from "./webhook";
import { type Thing, toThing, type Workspace } from "./workspace";

/** How our code begins, of whatever version. */
const FIRST_LINE = /^\/\/ segment-audit-function (\S+)\n/;
const toVersion = (code: string) => FIRST_LINE.exec(code)?.[1] ?? "code of another";

/**
 * Makes the function, or brings its code and the definitions of its settings up to date.
 * @returns the kind of its sources, and whether they may run other code.
 * @throws Failure when it is not a source function.
 */
export async function ensureFunction(workspace: Workspace) {
  const { code, options, create } = workspace;
  const id = options.functionId ?? findByName(workspace)?.id;
  if (id) return ensureCurrent(workspace, id);
  const { functionName: displayName } = options;
  const body = { code, settings: SETTINGS, displayName, resourceType: "SOURCE" };
  const line = `The function ${displayName}, version ${toVersion(code)}`;
  const { kind } = toThing(await create(line, "/functions", body, "function"));
  return { kind, isBehind: true };
}

/** The function of the name. Of several, one that is posted to, or else one that has a source. */
function findByName(workspace: Workspace): Thing | undefined {
  const { functions, sources, options, check } = workspace;
  const named = functions.filter(({ name }) => name === options.functionName);
  const toOwn = ({ kind }: Thing) => sources.filter((one) => one.kind === kind);
  const isPostedTo = (one: Thing) => findWebhooks(workspace, toOwn(one)).length > 0;
  const found = named.find(isPostedTo) ?? named.find((one) => toOwn(one)[0]) ?? named[0];
  const several = `Several functions are named ${found?.name}: ${named.map(({ id }) => id)}.`;
  if (named.length > 1) check(`${several} ${found?.id} is taken. FUNCTION_ID chooses another.`);
  return found;
}

/** Brings a function up to date. @returns what `ensureFunction` does. */
async function ensureCurrent(workspace: Workspace, id: string) {
  const { code, isPlan, client, change, check, print, save } = workspace;
  const existing = await client.read(`/functions/${id}`, "function");
  const { resourceType, code: before, settings, isLatestVersion } = existing;
  const { name, kind } = toThing(existing);
  if ((resourceType ?? "SOURCE") !== "SOURCE" || typeof before !== "string") {
    return fail(`${id} is no source function, or shows no code. Set FUNCTION_ID or FUNCTION_NAME.`);
  }
  const isOld = before.trimEnd() !== code.trimEnd();
  const mustSave = isOld && !isPlan && !FIRST_LINE.test(before);
  if (mustSave) print(`The code that was there is saved: ${save("function-before.js", before)}`);
  const isShown = Array.isArray(settings);
  if (!isShown) check(`Compare the settings of the function ${name} with docs/set-up.md, step 2.`);
  const shown = isShown ? settings.map((one) => ({ ...asObject(one) })) : SETTINGS;
  const others = shown.filter((one) => !SETTINGS.some((ours) => ours.name === one.name));
  const has = (ours: object) => shown.some((one) => isDeepStrictEqual({ ...one, ...ours }, one));
  const lacks = !SETTINGS.every(has);
  const body = { ...(isOld && { code }), ...(lacks && { settings: [...SETTINGS, ...others] }) };
  const fields = Object.keys(body).join(", ");
  const line = `~ The function ${name} (${toVersion(before)} → ${toVersion(code)}): ${fields}`;
  if (fields) await change(line, `PATCH /functions/${id}`, body);
  return { kind, isBehind: isOld || isLatestVersion !== true };
}
