import { randomBytes } from "node:crypto";
import { asObject, type JsonObject } from "../../src/json";
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
const AGAIN = "Then run the command again.";

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

/**
 * Gives the source a new shared secret. All settings go along: Segment may drop those left out.
 * @throws Failure when the old secret stays: the function would refuse every event.
 */
export async function renewSharedSecret(
  workspace: Workspace,
  { id, name, settings: existing }: FunctionSource,
  options: Options,
): Promise<string> {
  const settings = await makeSettings(workspace, options, existing);
  const what = `A new shared secret for the source ${name}`;
  const change = workspace.change(what, `PATCH /sources/${id}`, { settings });
  const data = await change.catch((error): JsonObject => {
    sayRefused(workspace, error);
    if (!existing.sharedSecret) return {};
    throw new Failure(
      `It may keep the old one. Clear sharedSecret in the settings of the source ${name}. ${AGAIN}`,
    );
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
    const what = "Make a second Public API token, for the function, and set it";
    throw new Failure(`WORKSPACE_TOKEN is missing. ${what}.`);
  }
  const { slug: workspaceSlug = "" } = asObject((await workspace.read("/")).workspace);
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
    `Segment does not show that it took ${names.join(", ")}. Open the source → Settings, and fill ` +
      "in what is empty. Clear sharedSecret there: without it, no event is refused.",
  );
}
