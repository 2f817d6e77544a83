import { REGIONS, type Settings } from "../../src/settings";
import { createApiClient, type Surroundings } from "../shared/client";
import { adviseOnNetwork, type Environment, readVariable, SHARED } from "../shared/environment";
import { toSafeLine } from "../shared/safe-line";
import type { Display } from "./terminal";

/** What the command needs of the world around it. */
export type World = Omit<Surroundings, "print"> & Display;

/** The workspace of a token, as this command may read it. */
export interface Workspace {
  title: string;
  /** The function's settings. */
  settings: Pick<Settings, "workspaceSlug" | "workspaceToken" | "region">;
  /** Asks the Public API. A refusal says what Segment says, and no advice. */
  send: ReturnType<typeof createApiClient>["send"];
}

/**
 * Asks whose token it is, so that a wrong token, a wrong region or a missing network shows before
 * anything else.
 * @returns undefined without a token.
 * @throws Failure that says how to mend it, and tells no token.
 */
export async function openWorkspace(
  environment: Environment,
  world: World,
): Promise<Workspace | undefined> {
  const token = readVariable(environment, "WORKSPACE_TOKEN", SHARED.WORKSPACE_TOKEN);
  if (!token) return undefined;
  const isEu = readVariable(environment, "REGION", SHARED.REGION)?.toLowerCase() === "eu";
  const region = isEu ? "eu" : "us";
  const access = {
    ...world,
    print: world.showProgress, // The client prints that it waits.
    apiUrl: readVariable(environment, "API_URL", SHARED.API_URL) ?? REGIONS[region].api,
    token,
    networkAdvice: adviseOnNetwork(environment),
    clean: (text: string) => toSafeLine(text, [token]),
  };
  const check =
    `WORKSPACE_TOKEN is wrong, or REGION, which is ${region}: set REGION=${isEu ? "us" : "eu"}, or ` +
    "make a new token (Settings → Workspace settings → Access Management → Tokens).";
  const { slug } = await createApiClient({ ...access, check }).readWorkspace();
  const settings = { workspaceSlug: slug, workspaceToken: token, region } as const;
  const title = access.clean(`the workspace ${slug} (${region})`);
  return { title, settings, send: createApiClient({ ...access, check: "" }).send };
}
