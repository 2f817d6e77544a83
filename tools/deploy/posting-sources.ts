import { asObject } from "../../src/json";
import { findFault, findSource } from "./endpoint";
import type { Source } from "./source";
import type { Workspace } from "./workspace";

/** Webhooks (Actions) in the catalog (Segment docs: Webhooks (Actions) destination). */
export const WEBHOOKS = "614a3c7d791c91c41bae7599";

/**
 * The sources whose Webhooks destinations post to the function already, classic ones among them. A new
 * secret would cut such a chain off.
 * @returns `sure`: they do. `may`: Segment does not show where they post, or the endpoint is in no
 *   known form.
 */
export async function findPostingSources(workspace: Workspace, sources: Source[]) {
  const sure: string[] = [];
  const may: string[] = [];
  const mayLead = (url: unknown) =>
    !URL.canParse(String(url)) || sources.some((one) => !findFault(String(url), one));
  for (const { id, sourceId, metadata, settings } of await workspace.readAll("/destinations")) {
    const isActions = asObject(metadata).id === WEBHOOKS;
    const path = `/destinations/${id}/subscriptions`;
    for (const one of isActions ? await workspace.readAll(path) : [{ settings }]) {
      const texts = JSON.stringify(one).split('"');
      if (texts.some((text) => findSource(sources, text))) sure.push(String(sourceId));
      else if (isActions && mayLead(asObject(one.settings).url)) may.push(String(sourceId));
    }
  }
  return { sure, may };
}
