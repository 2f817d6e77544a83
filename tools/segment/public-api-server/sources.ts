import { check, invalid, type Json, notFound } from "./check";
import { type Call, mask, type Served, type Source, showChanged, showOptional } from "./workspace";

/** The catalog's id of the HTTP API source. */
const HTTP_API = "iUM16Md8P2";

const NEW_FIELDS = {
  slug: "string",
  enabled: "boolean",
  metadataId: "string",
  settings: "object?",
};
const FIELDS = { name: "string?", enabled: "boolean?", slug: "string?", settings: "object?" };

/** Answers a request on sources. */
export function handleSources({ method, id, part, query, body }: Call, served: Served): Json {
  const { workspace, leeway } = served;
  const show = (item: Json) => {
    const { runs: _, ...shown } = item;
    const secret = settingsOf(item, served).filter(({ sensitive }) => sensitive);
    const names = secret.map(({ name }) => String(name));
    const all = Object.entries(mask(item.settings, names));
    const open = all.filter(([name]) => !names.includes(name));
    const entries = { all, "not secret": open, none: [] }[leeway.shownSettings];
    const settings = Object.fromEntries(entries);
    return showOptional({ ...shown, settings }, ["name", "settings"], leeway);
  };
  // An answer may have more than it is about.
  const answer = (changed: Json) => ({
    trackingPlanId: null,
    source: showChanged(show(changed), leeway),
  });
  if (!id && method === "GET") return served.page(query, "sources", workspace.sources, show);
  if (!id && method === "POST") {
    const { metadataId, settings, ...fields } = check(body, NEW_FIELDS);
    const made: Source = {
      id: served.newId(),
      name: fields.slug,
      writeKeys: ["a write key that nobody may see"],
      ...fields,
      metadata: { id: String(metadataId) },
      settings: {},
    };
    if (metadataId !== HTTP_API && !functionOf(made, served)) throw notFound();
    if (workspace.sources.some(({ slug }) => slug === fields.slug)) {
      throw invalid("slug", "is taken");
    }
    if (settings !== undefined) takeSettings(made, Object(settings), served);
    workspace.sources.push(made);
    served.noteMade(made);
    return answer(made);
  }
  const existing = workspace.sources.find((one) => one.id === id);
  if (!existing || part || method !== "PATCH") throw notFound();
  const { settings, ...fields } = check(body, FIELDS);
  if (settings !== undefined) {
    if (leeway.sourceSettings === "kept") throw invalid("settings", "cannot be changed");
    takeSettings(existing, Object(settings), served);
  }
  Object.assign(existing, fields);
  return answer(existing);
}

function functionOf({ metadata }: Json, { workspace }: Served): Json | undefined {
  return workspace.functions.find(({ catalogId }) => catalogId === Object(metadata).id);
}

/** The definitions of the function's settings; none for a source of another kind. */
function settingsOf(source: Json, served: Served): Json[] {
  const settings = functionOf(source, served)?.settings;
  return Array.isArray(settings) ? settings : [];
}

/** Whether new values replace all others is not documented, so they do. */
function takeSettings(source: Source, values: Json, served: Served): void {
  const { sourceSettings } = served.leeway;
  if (sourceSettings === "refused") throw invalid("settings", "is unknown");
  if (sourceSettings === "ignored") return;
  const definitions = settingsOf(source, served);
  for (const [name, value] of Object.entries(values)) {
    const type = definitions.find((one) => one.name === name)?.type;
    const isRight = type === "ARRAY" ? Array.isArray(value) : typeof value === "string";
    if (!type || !isRight) throw invalid(`settings.${name}`, "is unknown or of another type");
  }
  const { sharedSecret } = source.settings;
  source.settings = values;
  if (sourceSettings === "partly") source.settings = { ...values, blockedEvents: undefined };
  if (sourceSettings === "never emptied" && !values.sharedSecret) {
    source.settings = { ...values, sharedSecret };
  }
}
