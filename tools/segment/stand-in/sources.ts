import { check, invalid, type Json, refuseUnknown } from "./check";
import { type Call, mask, type Served } from "./served";

const FIELDS = { slug: "string", enabled: "boolean", metadataId: "string", settings: "object?" };

/** Answers a request on sources. */
export function handleSources({ method, id, query, body }: Call, served: Served): Json {
  const { workspace, leeway } = served;
  const show = ({ runs: _, ...item }: (typeof workspace.sources)[0]) => {
    const masked = mask(item.settings, ["workspaceToken", "sharedSecret"]);
    const settings = leeway.shownSettings === "masked" ? masked : {};
    return served.show({ ...item, settings }, ["name", "settings"]);
  };
  if (id) refuseUnknown();
  if (method === "GET")
    return served.page(query, "sources", served.list(workspace.sources).map(show));
  if (method !== "POST") refuseUnknown();
  const { metadataId, settings, ...fields } = check(body, FIELDS);
  const owner = workspace.functions.find(({ catalogId }) => catalogId === metadataId);
  // The other kind is the HTTP API source, by its id in the catalog.
  if (!owner && metadataId !== "iUM16Md8P2") refuseUnknown();
  const definitions: Json[] = Object(owner?.settings ?? []);
  if (workspace.sources.some(({ slug }) => slug === fields.slug)) throw invalid("slug", "is taken");
  if (settings && leeway.sourceSettings === "refused") throw invalid("settings", "is unknown");
  for (const [name, value] of Object.entries(Object(settings))) {
    const type = definitions.find((one) => one.name === name)?.type;
    const isRight = type === "ARRAY" ? Array.isArray(value) : typeof value === "string";
    if (!type || !isRight) throw invalid(`settings.${name}`, "is unknown or of another type");
  }
  const made = served.make({
    name: fields.slug,
    writeKeys: ["a write key that nobody may see"],
    ...fields,
    metadata: { id: String(metadataId) },
    settings: Object(settings),
  });
  workspace.sources.push(made);
  // An answer may have more than it is about.
  return { trackingPlanId: null, source: show(made) };
}
