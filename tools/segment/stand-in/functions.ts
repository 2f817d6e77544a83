import { check, invalid, type Json, refuseUnknown } from "./check";
import type { Call, Served } from "./served";

const FIELDS = {
  code: "string",
  displayName: "string",
  resourceType: "string",
  settings: "array?",
};
const CHANGED_FIELDS = { code: "string?", displayName: "string?", settings: "array?" };
const SETTING_TEXTS = { name: "string", label: "string", description: "string", type: "string" };
const SETTING_FIELDS = { ...SETTING_TEXTS, required: "boolean", sensitive: "boolean" };
const SETTING_TYPES = ["STRING", "BOOLEAN", "ARRAY", "TEXT_MAP"];

/** Answers a request on functions. A source function's id is `sfnc_<catalogId>`. */
export function handleFunctions(call: Call, served: Served): Json {
  const { method, id, part, query, body } = call;
  const { functions, sources } = served.workspace;
  const show = (item: Json) => {
    const own = sources.filter(({ metadata }) => metadata?.id === item.catalogId);
    const isLatestVersion = own.every(({ runs }) => runs === item.code);
    const optional = ["catalogId", "deployedAt", "isLatestVersion", "settings"];
    return served.show({ ...item, isLatestVersion }, optional);
  };
  if (!id && method === "GET") {
    const type = query.get("resourceType");
    const all = served.list(functions).filter(({ resourceType }) => resourceType === type);
    // Whether the list has the code is not documented.
    const shown = all.map((item) => ({ ...show(item), code: undefined, settings: undefined }));
    return served.page(query, "functions", shown);
  }
  if (!id && method === "POST") {
    const fields = check(body, FIELDS);
    checkSettings(fields.settings);
    const made = served.make({ deployedAt: null, settings: [], ...fields });
    Object.assign(made, { catalogId: made.id, id: `sfnc_${made.id}` });
    functions.push(made);
    return { function: show(made) };
  }
  if (part === "deploy" && method === "POST") return deploy(call, served);
  const existing = functions.find((one) => one.id === id) ?? refuseUnknown();
  if (method === "PATCH" && !part) {
    const fields = check(body, CHANGED_FIELDS);
    checkSettings(fields.settings);
    Object.assign(existing, fields);
  } else if (method !== "GET" || part) refuseUnknown();
  return { function: show(existing) };
}

/** Only `sfn_<source id>` can be deployed to (public-api-sdk-go: FunctionsAPI.md). */
function deploy({ id, body }: Call, { workspace: { functions, sources } }: Served): Json {
  if (body !== undefined) throw invalid("body", "is unknown");
  const source = sources.find((one) => `sfn_${one.id}` === id);
  const deployed = functions.find(({ catalogId }) => catalogId === source?.metadata?.id);
  if (!source || !deployed) {
    throw invalid("functionId", "provide a valid Source function instance ID", 400);
  }
  source.runs = String(deployed.code);
  deployed.deployedAt = "2026-11-25T00:00:00.000Z";
  return { functionDeployment: { status: "SUCCESS" } };
}

function checkSettings(settings: unknown): void {
  for (const setting of Array.isArray(settings) ? settings : []) {
    const { type } = check(setting, SETTING_FIELDS);
    if (!SETTING_TYPES.includes(String(type))) throw invalid("settings.type", "is unknown");
  }
}
