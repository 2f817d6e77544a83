import { InputFailure } from "../shared/client";
import { toFreeSlug, toThing, type Workspace } from "./workspace";

/** What a new source drops: it only says that somebody looked at something. */
const BLOCKED = ["Permission Check"];

/**
 * Makes a source of the function. Whether Segment takes the settings' values is not documented:
 * where it refuses them, the source is made without.
 * @param metadataId the function's `catalogId`.
 */
export async function createFunctionSource(workspace: Workspace, metadataId: string) {
  const { sources, slug: workspaceSlug, options, create } = workspace;
  const { workspaceToken, region } = options;
  const settings = { workspaceSlug, workspaceToken, region, blockedEvents: BLOCKED };
  const body = { slug: toFreeSlug(sources, "audit-events"), enabled: true, metadataId };
  const what = `The source ${body.slug} of the function`;
  const line = `${what}. ${describeSettings(workspace)}`;
  const made = await create(line, "/sources", { ...body, settings }, "source").catch((error) => {
    if (!(error instanceof InputFailure)) throw error;
    return create("The same without settings, which Segment refused", "/sources", body, "source");
  });
  return toThing({ ...made, slug: body.slug });
}

/** The values of the settings, in words for people. */
export function describeSettings({ slug, options }: Workspace): string {
  const { workspaceToken, region } = options;
  const token = workspaceToken ? "the one of WORKSPACE_TOKEN" : "a new one, which you make";
  const more = region === "us" ? "" : `Region: ${region}; `;
  return `Workspace slug: ${slug}; Workspace token: ${token}; ${more}Blocked events: ${BLOCKED}`;
}
