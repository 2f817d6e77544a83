import { asObject, asText, type JsonObject } from "../../src/json";
import { toOneLine } from "../../src/normal-form";
import { asRegion, REGIONS, type Region } from "../../src/region";
import { type Environment, readVariable, SHARED } from "../environment";
import { fail } from "../failure";
import { createApiClient, Refusal, type Surroundings } from "../public-api";
import { toSafeLine } from "../safe-line";
import type { User } from "../segment/public-api";

/** The workspace to ask about, as the function's settings name it. */
interface Workspace {
  workspaceSlug: string;
  workspaceToken: string;
  region: Region;
}

const NEEDS_FILE =
  "The samples need a user. Give a file with events of yours instead: npm start -- events.json";

/** How long a request may take here, in ms: somebody waits for the samples. */
const TIMEOUT_MS = 10_000;

type Client = ReturnType<typeof createClient>;

/**
 * Reads WORKSPACE_SLUG, WORKSPACE_TOKEN and REGION.
 * @returns undefined when neither slug nor token is set.
 * @throws Failure that names what is missing or wrong, and tells no value.
 */
export function readWorkspace(environment: Environment): Workspace | undefined {
  const region = asRegion(readVariable(environment, "REGION", SHARED.REGION)) ?? "us";
  const workspaceSlug = environment.WORKSPACE_SLUG?.trim();
  const workspaceToken = readVariable(environment, "WORKSPACE_TOKEN", SHARED.WORKSPACE_TOKEN);
  if (!workspaceSlug && !workspaceToken) return undefined;
  if (!workspaceSlug || !workspaceToken) {
    fail("Set both WORKSPACE_SLUG and WORKSPACE_TOKEN, or neither.");
  }
  return { workspaceSlug, workspaceToken, region };
}

/** A client that asks about the workspace. */
export function createClient(
  { workspaceToken, region }: Workspace,
  surroundings: Surroundings & { networkAdvice: string },
) {
  const other = region === "us" ? "eu" : "us";
  const check =
    `WORKSPACE_TOKEN is wrong, or REGION, which is ${region}. If the workspace is elsewhere, set ` +
    `REGION=${other}. Otherwise make a new token (Settings → Workspace settings → Access ` +
    "Management → Tokens).";
  const clean = (text: string) => toSafeLine(text, [workspaceToken]);
  const access = { apiUrl: REGIONS[region].api, token: workspaceToken, check, clean };
  const createTimeout = () => surroundings.createTimeout(TIMEOUT_MS);
  return createApiClient({ ...surroundings, ...access, createTimeout });
}

/**
 * Asks whose token it is, so that a wrong token, a wrong region or a missing network shows before
 * any event is replayed.
 * @returns what to say about it.
 * @throws Failure that says how to mend it.
 */
export async function checkSlug({ readWorkspace }: Client, workspaceSlug: string): Promise<string> {
  const slug = toOneLine((await readWorkspace()).slug);
  const given = toOneLine(workspaceSlug);
  const differs = `\nWORKSPACE_SLUG is ${given}, but the token is for ${slug}.`;
  return `Emails come from the Public API, for ${slug}.${slug === given ? "" : differs}`;
}

/**
 * The first of the users whom the token can see.
 * @throws Failure that asks for a file instead, when the token can see none.
 */
export async function findFirstUser({ send }: Client): Promise<User> {
  const query = new URLSearchParams({ "pagination[count]": "1" });
  const { users } = await send(`GET /users?${query}`).catch((error): JsonObject => {
    if (error instanceof Refusal) return {};
    throw error;
  });
  const first = asObject(Object(users)[0]);
  const id = asText(first.id);
  const email = asText(first.email);
  return id && email ? { id, email } : fail(`No user can be read with this token. ${NEEDS_FILE}`);
}
