import { isDeepStrictEqual } from "node:util";
import { type JsonObject, toObject, toText } from "../../src/json";
import { toPlainText } from "../../src/plain-text";
import { SETTING_DEFINITIONS } from "../../src/settings";
import { Failure } from "./failure";
import type { Options } from "./options";
import type { Plan, Planning, Step } from "./plan";
import type { PublicApi } from "./public-api";

/** What the Public API takes: definitions with their names. */
const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, rest]) => ({ name, ...rest }));

const DESCRIPTION = "Names each event of the audit trail and its actor's email.";

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
  const existing = toObject((await api.read(path)).function);
  const name = toPlainText(existing.displayName);
  if (existing.resourceType !== "SOURCE") {
    throw new Failure(`The function ${name} (${toPlainText(id)}) is no source function.`);
  }

  const steps: Step[] = [];
  const isNewCode = toText(existing.code)?.trimEnd() !== code.trimEnd();
  const { settings, changes } = compareSettings(existing.settings);
  if (isNewCode) changes.unshift(`code: ${describe(existing.code)} → ${describe(code)}`);
  if (changes.length > 0) {
    const body = {
      ...(isNewCode && { code }),
      ...(changes.length > Number(isNewCode) && { settings }),
    };
    steps.push({ method: "PATCH", path, body, changes });
  }
  // `deployedAt` is null as long as no source runs the function (SDK: FunctionV1). The last run of
  // this command may have stopped before it deployed.
  if (existing.deployedAt !== null && (isNewCode || existing.isLatestVersion === false)) {
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
  const ids = functions
    .filter(({ displayName }) => displayName === name)
    .map(({ id }) => toText(id));
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

/** Ours as they have to be, and whatever else is there as it is. */
function compareSettings(existing: unknown): { settings: object[]; changes: string[] } {
  const list: JsonObject[] = Array.isArray(existing) ? existing.map(toObject) : [];
  const others = list.filter(({ name }) => !SETTINGS.some((setting) => setting.name === name));
  const changes = SETTINGS.flatMap((setting) => {
    const before = list.find(({ name }) => name === setting.name);
    if (!before) return [`setting ${setting.name}: new`];
    const fields = Object.entries(setting).filter(
      ([field, value]) => !isDeepStrictEqual(before[field], value),
    );
    const names = fields.map(([field]) => field).join(", ");
    return names ? [`setting ${setting.name}: other ${names}`] : [];
  });
  return { settings: [...SETTINGS, ...others], changes };
}

/** The code by its banner and size. */
function describe(code: unknown): string {
  const text = toText(code) ?? "";
  const version = /^\/\/ segment-audit-function (\S+)\n/.exec(text)?.[1];
  const bytes = Buffer.byteLength(text).toLocaleString("en");
  return `${version ? `version ${toPlainText(version)}` : "something else"} (${bytes} bytes)`;
}
