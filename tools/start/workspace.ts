import nodeFetch, { Response } from "node-fetch";
import { asRegion, REGIONS } from "../../src/region";
import { adviseOnNetwork, type Environment, readVariable, SHARED } from "../environment";
import { createApiClient, type Surroundings } from "../public-api";
import { toSafeLine } from "../safe-line";

/** The workspace of a token, as this command may read it. */
export type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

/** How long a request may take here, in ms: somebody waits for it. */
const TIMEOUT_MS = 10_000;

/**
 * Asks whose token it is, so that a wrong token, a wrong region or a missing network shows before
 * anything else.
 * @throws Failure that says how to mend it, and tells no token.
 */
export async function openWorkspace(
  token: string,
  environment: Environment,
  surroundings: Surroundings,
) {
  const region = asRegion(readVariable(environment, "REGION", SHARED.REGION)) ?? "us";
  const apiUrl = readVariable(environment, "API_URL", SHARED.API_URL) ?? REGIONS[region].api;
  const clean = (text: string) => toSafeLine(text, [token]);
  const client = createApiClient({
    ...surroundings,
    apiUrl,
    token,
    clean,
    check:
      `WORKSPACE_TOKEN is wrong, or REGION, which is ${region}. If the workspace is elsewhere, set ` +
      `REGION=${region === "us" ? "eu" : "us"}. Otherwise make a new token (Settings → Workspace ` +
      "settings → Access Management → Tokens).",
    networkAdvice: adviseOnNetwork(environment),
    createTimeout: () => surroundings.createTimeout(TIMEOUT_MS),
  });
  const { id, slug } = await client.readWorkspace();
  const { readPages } = client;
  return {
    id,
    title: clean(`Workspace ${slug} (${region})`),
    /** The function's settings. */
    settings: { workspaceSlug: slug, workspaceToken: token, region },
    /** The function's look-ups, each made once, also one that fails. */
    fetch: fetchOnce(REGIONS[region].api, apiUrl),
    readPages,
  };
}

/** The runtime's `fetch`, which asks for each address once, and asks `apiUrl` in place of `api`. */
function fetchOnce(api: string, apiUrl: string) {
  const answers = new Map<string, Promise<{ status: number; text: string }>>();

  async function ask(url: string, options: object) {
    const response = await nodeFetch(url.replace(api, apiUrl), options);
    return { status: response.status, text: await response.text() };
  }

  return async (url: string, options: object) => {
    const answer = answers.get(url) ?? ask(url, options);
    answers.set(url, answer);
    const { status, text } = await answer;
    return new Response(text, { status });
  };
}
