import { isDeepStrictEqual } from "node:util";
import { asObject } from "../../src/json";
import { fail } from "../shared/failure";
import { SETTING_DEFINITIONS as DEFINITIONS } from "./setting-definitions";
import { change, create, type Run, type Thing } from "./workspace";

/** The fields of a setting's definition that the API takes. It may show more. */
const FIELDS = ["name", "label", "description", "type", "required", "sensitive"];

/**
 * Makes the function, or brings its code and the definitions of our settings up to date.
 * @throws Failure where FUNCTION_ID is of none, or the code that was there cannot be saved.
 */
export async function ensureFunction(run: Run): Promise<Thing> {
  const { options, code, print, isPlan } = run;
  const chosenId = options("FUNCTION_ID");
  const displayName = options("FUNCTION_NAME") ?? "Audit events";
  const isOurs = ({ id, name }: Thing) => (chosenId ? id === chosenId : name === displayName);
  const [existing, ...more] = run.functions.filter(isOurs);
  if (chosenId && !existing) fail(`FUNCTION_ID is wrong. No source function has it: ${chosenId}.`);
  const body = { code, displayName, resourceType: "SOURCE", settings: DEFINITIONS };
  if (!existing) return create(run, `The function ${displayName}`, "/functions", body);
  const { id, name } = existing;
  const several = `Please check: of the functions ${name}, ${id} is taken`;
  if (more[0]) print(`${several}, not ${more.map((one) => one.id)}. FUNCTION_ID chooses another.`);
  const { code: before, settings } = await run.client.read(`/functions/${id}`, "function");
  if (typeof before !== "string") return fail(`The function ${name} (${id}) shows no code.`);
  const isOld = before.trimEnd() !== code.trimEnd();
  // It may have changes of somebody's own, whatever version it says.
  if (isOld && !isPlan) print(`The code before: ${run.save("function-before.js", before)}`);
  const patch = { ...(isOld && { code }), ...addDefinitions(settings) };
  const line = `~ Of the function ${name}: ${Object.keys(patch).join(" and definitions of ")}`;
  if (isOld || patch.settings) await change(run, line, `PATCH /functions/${id}`, patch);
  return existing;
}

/** Our definitions, and those that somebody added. Nothing where ours are there, or none shown. */
function addDefinitions(shown: unknown): { settings?: object[] } {
  if (!Array.isArray(shown)) return {};
  const toDefinition = (one: unknown) => FIELDS.map((field) => [field, asObject(one)[field]]);
  const existing = shown.map((one) => Object.fromEntries(toDefinition(one)));
  const isListed = (own: object) => existing.some((one) => isDeepStrictEqual(one, own));
  const added = existing.filter(({ name }) => DEFINITIONS.every((own) => own.name !== name));
  return DEFINITIONS.every(isListed) ? {} : { settings: [...DEFINITIONS, ...added] };
}
