import { asObject, asText, type JsonObject } from "../../src/json";
import { toPlainText } from "../../src/plain-text";
import { SETTING_DEFINITIONS } from "../../src/settings";
import { Failure } from "./failure";
import type { Options } from "./options";
import type { Plan, Planning, Step } from "./plan";
import type { PublicApi } from "./public-api";

/** What the Public API takes: definitions with their names. */
const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, rest]) => ({ name, ...rest }));

const DESCRIPTION = "Names each event of the audit trail and its actor's email.";

/** A function in the workspace, as far as it matters here (SDK: FunctionV1). */
interface ExistingFunction {
  id: string;
  name: string;
  isSource: boolean;
  code: string;
  settings: JsonObject[];
  /** Whether the connected sources, if there are any, run other code than this. */
  isBehind: boolean;
  hasSources: boolean;
}

function parseFunction(raw: unknown): ExistingFunction {
  const { id, displayName, resourceType, code, settings, deployedAt, isLatestVersion } =
    asObject(raw);
  return {
    id: asText(id) ?? "",
    name: asText(displayName) ?? "",
    isSource: resourceType === "SOURCE",
    code: asText(code) ?? "",
    settings: Array.isArray(settings) ? settings.map(asObject) : [],
    isBehind: isLatestVersion === false,
    hasSources: deployedAt !== null, // It is null as long as the function was not deployed.
  };
}

/**
 * What has to change so that the workspace has the function with this code and its settings.
 * @throws Failure when two functions have the name, or when the id is of another kind of function.
 */
export async function planFunction(
  { api }: Planning,
  { functionName, functionId }: Options,
  code: string,
): Promise<Plan> {
  const id = functionId ?? (await findId(api, functionName));
  if (!id) return { steps: [createStep(api, functionName, code)], notes: [] };

  const path = `/functions/${encodeURIComponent(id)}`;
  const existing = parseFunction((await api.read(path)).function);
  const name = toPlainText(existing.name);
  if (!existing.isSource) {
    throw new Failure(`The function ${name} (${toPlainText(id)}) is no source function.`);
  }

  const steps: Step[] = [];
  const codeChanges =
    existing.code.trimEnd() === code.trimEnd()
      ? []
      : [`code: ${describe(existing.code)} → ${describe(code)}`];
  const settingChanges = compareSettings(existing.settings);
  const changes = [...codeChanges, ...settingChanges];
  if (changes.length > 0) {
    const body = {
      ...(codeChanges.length > 0 && { code }),
      ...(settingChanges.length > 0 && { settings: mergeSettings(existing.settings) }),
    };
    steps.push({ method: "PATCH", path, body, changes });
  }
  // The last run of this command may have stopped before it deployed.
  if (existing.hasSources && (codeChanges.length > 0 || existing.isBehind)) {
    const changes = ["the connected sources get the new code"];
    steps.push({ method: "POST", path: `${path}/deploy`, changes });
  }
  return {
    steps,
    notes: steps.length > 0 ? [] : [`The function ${name} is up to date: ${describe(code)}.`],
  };
}

async function findId(api: PublicApi, name: string): Promise<string | undefined> {
  const functions = await api.readAll("/functions?resourceType=SOURCE", "functions");
  const found = functions.map(parseFunction).filter((one) => one.name === name);
  const ids = found.map(({ id }) => id);
  if (ids.length > 1) {
    throw new Failure(
      `${ids.length} functions are named ${toPlainText(name)}: ${ids.join(", ")}. ` +
        "Set FUNCTION_ID to the one that is meant.",
    );
  }
  return ids[0];
}

function createStep(api: PublicApi, displayName: string, code: string): Step {
  return {
    method: "POST",
    path: "/functions",
    body: {
      code,
      settings: SETTINGS,
      displayName,
      resourceType: "SOURCE",
      description: DESCRIPTION,
    },
    changes: [
      `a new source function, ${toPlainText(displayName)}`,
      `code: ${describe(code)}`,
      `settings: ${SETTINGS.map(({ name }) => name).join(", ")}`,
    ],
    isThere: async () => (await findId(api, displayName)) !== undefined,
  };
}

/** What of our settings differs, a line each. */
function compareSettings(existing: JsonObject[]): string[] {
  return SETTINGS.flatMap((setting) => {
    const before = existing.find(({ name }) => name === setting.name);
    if (!before) return [`setting ${setting.name}: new`];
    const fields = Object.entries(setting).filter(([field, value]) => before[field] !== value);
    const names = fields.map(([field]) => field).join(", ");
    return names ? [`setting ${setting.name}: other ${names}`] : [];
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
  return `${version ? `version ${toPlainText(version)}` : "something else"} (${bytes} bytes)`;
}
