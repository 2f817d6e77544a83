import { check, invalid, type Json, notFound, optional } from "./check";
import { type Call, type Served, showChanged, showOptional } from "./workspace";

const FIELDS = {
  code: "string",
  displayName: "string",
  resourceType: "string",
  settings: "array?",
  description: "string?",
  logoUrl: "string?",
};
const SETTING_FIELDS = {
  name: "string",
  label: "string",
  description: "string",
  type: "string",
  required: "boolean",
  sensitive: "boolean",
};
const SETTING_TYPES = ["STRING", "BOOLEAN", "ARRAY", "TEXT_MAP"];
const OPTIONAL = ["catalogId", "deployedAt", "isLatestVersion", "description", "settings"];

/** Answers a request on functions. A source function's id is `sfnc_<catalogId>`. */
export function handleFunctions(call: Call, served: Served): Json {
  const { method, id, part, query, body } = call;
  const { workspace, leeway } = served;
  const show = (item: Json) => {
    const sources = workspace.sources.filter(({ metadata }) => metadata.id === item.catalogId);
    const isLatestVersion = sources.every(({ runs }) => runs === item.code);
    return showOptional({ ...item, isLatestVersion }, OPTIONAL, leeway);
  };
  if (!id && method === "GET") {
    const type = query.get("resourceType");
    const all = workspace.functions.filter(({ resourceType }) => resourceType === type);
    // Whether the list has the code is not documented.
    return served.page(query, "functions", all, (item) => {
      const { code: _, settings: __, ...shown } = show(item);
      return shown;
    });
  }
  if (!id && method === "POST") {
    const fields = check(body, FIELDS);
    checkSettings(fields.settings);
    const catalogId = served.newId();
    const made = { id: `sfnc_${catalogId}`, catalogId, deployedAt: null, settings: [], ...fields };
    workspace.functions.push(made);
    served.noteMade(made);
    return { function: showChanged(show(made), leeway) };
  }
  if (part === "deploy" && method === "POST") return deploy(call, served);
  const existing = workspace.functions.find((one) => one.id === id);
  if (!existing || part) throw notFound();
  if (method === "GET") return { function: show(existing) };
  if (method !== "PATCH") throw notFound();
  const { resourceType: _, ...fields } = optional(FIELDS);
  const values = check(body, fields);
  checkSettings(values.settings);
  Object.assign(existing, values);
  return { function: showChanged(show(existing), leeway) };
}

/** Only `sfn_<source id>` can be deployed to (public-api-sdk-go: FunctionsAPI.md). */
function deploy({ id, body }: Call, { workspace }: Served): Json {
  if (body !== undefined) throw invalid("body", "is unknown");
  const source = workspace.sources.find((one) => `sfn_${one.id}` === id);
  const deployed = workspace.functions.find(({ catalogId }) => catalogId === source?.metadata.id);
  if (!source || !deployed) {
    throw invalid("functionId", "provide a valid Source function instance ID", 400);
  }
  source.runs = String(deployed.code);
  deployed.deployedAt = "2026-11-25T00:00:00.000Z";
  return { functionDeployment: { status: "SUCCESS" } };
}

function checkSettings(settings: unknown): void {
  if (!Array.isArray(settings)) return;
  for (const setting of settings) {
    const { type } = check(setting, SETTING_FIELDS);
    if (!SETTING_TYPES.includes(String(type))) throw invalid("settings.type", "is unknown");
  }
}
