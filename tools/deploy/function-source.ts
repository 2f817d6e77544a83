import { randomBytes } from "node:crypto";
import { asObject, asText, type JsonObject } from "../../src/json";
import { Failure, InputFailure } from "./failure";
import type { OurFunction } from "./function";
import type { Options } from "./options";
import { createSource, ensureName, readSources } from "./source";
import type { Workspace } from "./workspace";

/** A source of the function. */
export interface FunctionSource {
  id: string;
  name: string;
  settings: JsonObject;
  /** Known only when it was made up in this run: the API masks it. */
  sharedSecret?: string;
}

const SLUG = "audit-events";
const NAME = "Audit events";

/** Makes a source of the function unless it has one. @returns all that it has. */
export async function ensureFunctionSources(
  workspace: Workspace,
  { catalogId }: OurFunction,
  options: Options,
): Promise<[FunctionSource, ...FunctionSource[]]> {
  const all = await readSources(workspace);
  const [first, ...more] = all.filter(({ metadata }) => asObject(metadata).id === catalogId);
  if (first) {
    if (first.slug === SLUG) await ensureName(workspace, first, NAME);
    return [parseSource(first), ...more.map(parseSource)];
  }
  const isTaken = (slug: string) => all.some((one) => one.slug === slug);
  const slug = [SLUG, `${SLUG}-function`].find((one) => !isTaken(one)) ?? `${SLUG}-${catalogId}`;
  const sharedSecret = randomBytes(32).toString("hex");
  const settings = await makeSettings(workspace, options, {}, sharedSecret);
  const source = { slug, name: NAME, metadataId: catalogId };
  let made: JsonObject;
  try {
    made = await createSource(workspace, source, settings);
  } catch (error) {
    if (!(error instanceof InputFailure)) throw error;
    workspace.print(error.message);
    made = await createSource(workspace, source); // That settings are taken is not documented.
  }
  sayMissing(workspace, settings, made);
  return [{ ...parseSource({ ...made, name: NAME }), sharedSecret }];
}

/**
 * Gives the source a new shared secret. All settings go along, since it is not documented whether
 * the others stay.
 */
export async function renewSharedSecret(
  workspace: Workspace,
  { id, name, settings: existing }: FunctionSource,
  options: Options,
): Promise<string> {
  const sharedSecret = randomBytes(32).toString("hex");
  const settings = await makeSettings(workspace, options, existing, sharedSecret);
  const request = { method: "PATCH", path: `/sources/${id}`, body: { settings } };
  try {
    const data = await workspace.change(`A new shared secret for the source ${name}`, request);
    sayMissing(workspace, settings, asObject(data.source));
  } catch (error) {
    if (!(error instanceof InputFailure)) throw error;
    workspace.print(error.message);
    sayMissing(workspace, settings, {});
  }
  return sharedSecret;
}

async function makeSettings(
  workspace: Workspace,
  { workspaceToken, region }: Options,
  existing: JsonObject,
  sharedSecret: string,
): Promise<JsonObject> {
  if (!workspaceToken) {
    throw new Failure(
      "WORKSPACE_TOKEN is missing. Set it to a Public API token for the function itself, other " +
        "than TOKEN.",
    );
  }
  const { slug } = asObject((await workspace.read("/")).workspace);
  const workspaceSlug = asText(slug);
  if (!workspaceSlug) throw new Failure("GET /: the answer does not show the workspace's slug.");
  const { blockedEvents = ["Permission Check"] } = existing;
  return { ...existing, workspaceSlug, workspaceToken, region, blockedEvents, sharedSecret };
}

/** Says which settings Segment does not show to have taken. */
function sayMissing(workspace: Workspace, sent: JsonObject, source: JsonObject): void {
  if (workspace.isPlan) return;
  const names = Object.keys(sent).filter((name) => !asObject(source.settings)[name]);
  if (names.length === 0) return;
  workspace.print(
    `Segment does not show that it took these settings: ${names.join(", ")}. Open the source → ` +
      "Settings, and fill in those that are empty. sharedSecret is only a check: it may stay empty.",
  );
}

function parseSource({ id, name, slug, settings }: JsonObject): FunctionSource {
  return {
    id: asText(id) ?? "",
    name: asText(name) ?? asText(slug) ?? "?",
    settings: asObject(settings),
  };
}
