import { randomBytes } from "node:crypto";
import { asObject, asText, type JsonObject } from "../../src/json";
import { Failure, InputFailure } from "./failure";
import type { Options } from "./options";
import { createSource, ensureName, readSources, type Source } from "./source";
import type { Workspace } from "./workspace";

/** A source of the function. */
export interface FunctionSource extends Source {
  /** Known only when it was made up in this run: the API masks it. */
  sharedSecret?: string;
}

const SLUG = "audit-events";
const NAME = "Audit events";

/** Makes a source of the function unless it has one. @returns all that it has. */
export async function ensureFunctionSources(
  workspace: Workspace,
  catalogId: string,
  options: Options,
): Promise<[FunctionSource, ...FunctionSource[]]> {
  const all = await readSources(workspace);
  const [first, ...more] = all.filter(({ kind }) => kind === catalogId);
  if (first?.slug === SLUG) return [await ensureName(workspace, first, NAME), ...more];
  if (first) return [first, ...more];
  const isFree = (slug: string) => !all.some((one) => one.slug === slug);
  const slug = [SLUG, `${SLUG}-function`].find(isFree) ?? `${SLUG}-${catalogId}`;
  const body = { slug, metadataId: catalogId };
  const settings = await makeSettings(workspace, options, {});
  const made = await createSource(workspace, { ...body, settings }).catch((error) => {
    sayRefused(workspace, error);
    return createSource(workspace, body);
  });
  sayMissing(workspace, settings, made.settings);
  const source = await ensureName(workspace, made, NAME);
  return [{ ...source, sharedSecret: settings.sharedSecret }];
}

/** Gives the source a new shared secret. All settings go along: others may not stay otherwise. */
export async function renewSharedSecret(
  workspace: Workspace,
  { id, name, settings: existing }: FunctionSource,
  options: Options,
): Promise<string> {
  const settings = await makeSettings(workspace, options, existing);
  const request = { method: "PATCH", path: `/sources/${id}`, body: { settings } } as const;
  const what = `A new shared secret for the source ${name}`;
  const data = await workspace.change(what, request).catch((error): JsonObject => {
    sayRefused(workspace, error);
    return {};
  });
  sayMissing(workspace, settings, asObject(data.source).settings);
  return settings.sharedSecret;
}

async function makeSettings(
  workspace: Workspace,
  { workspaceToken, region }: Options,
  { blockedEvents = ["Permission Check"] }: JsonObject,
) {
  if (!workspaceToken) {
    const what = "a token of the Public API for the function itself, other than TOKEN";
    throw new Failure(`WORKSPACE_TOKEN is missing. Set it to ${what}.`);
  }
  const workspaceSlug = asText(asObject((await workspace.read("/")).workspace).slug);
  if (!workspaceSlug) throw new Failure("GET /: the answer does not show the workspace's slug.");
  const sharedSecret = randomBytes(32).toString("hex");
  return { workspaceSlug, workspaceToken, region, blockedEvents, sharedSecret };
}

/** That a source takes the function's settings is not documented: the run goes on without. */
function sayRefused(workspace: Workspace, error: unknown): void {
  if (!(error instanceof InputFailure)) throw error;
  workspace.print(error.message);
}

function sayMissing(workspace: Workspace, sent: object, shown: unknown): void {
  const names = Object.keys(sent).filter((name) => !asObject(shown)[name]);
  if (workspace.isPlan || names.length === 0) return;
  workspace.print(
    `Segment does not show that it took these settings: ${names.join(", ")}. Open the source → ` +
      "Settings, and fill in those that are empty. sharedSecret is only a check: it may stay empty.",
  );
}
