import nodeFetch from "node-fetch";
import { asObject, asText } from "../../src/json";
import { toOneLine } from "../../src/plain-text";
import { asRegion, REGIONS, type Region } from "../../src/region";
import { Failure } from "../deploy/failure";
import type { User } from "../segment/public-api";

/** The workspace to ask about, as the function's settings name it. */
interface Workspace {
  workspaceSlug: string;
  workspaceToken: string;
  region: Region;
}

/** How long one request may take, in ms. */
const TIMEOUT_MS = 10_000;

/**
 * Reads WORKSPACE_SLUG, WORKSPACE_TOKEN and REGION.
 * @returns undefined when neither slug nor token is set.
 * @throws Failure that names what is missing or wrong, and tells no value.
 */
export function readWorkspace(
  environment: Record<string, string | undefined>,
): Workspace | undefined {
  const read = (name: string) => environment[name]?.trim();
  const workspaceSlug = read("WORKSPACE_SLUG");
  const workspaceToken = read("WORKSPACE_TOKEN");
  const region = asRegion(read("REGION") || undefined);
  if (!region) throw new Failure("REGION is wrong. It takes us or eu.");
  if (!workspaceSlug && !workspaceToken) return undefined;
  if (!workspaceSlug || !workspaceToken) {
    throw new Failure("Set both WORKSPACE_SLUG and WORKSPACE_TOKEN, or neither.");
  }
  if (!/^[!-~]+$/.test(workspaceToken)) {
    throw new Failure("WORKSPACE_TOKEN has a space or another odd character.");
  }
  return { workspaceSlug, workspaceToken, region };
}

/**
 * Asks the Public API whose token it is, so that a wrong token, a wrong region or a missing network
 * shows before any event is replayed.
 * @returns what to say about it.
 * @throws Failure that says how to mend it.
 */
export async function checkWorkspace(workspace: Workspace): Promise<string> {
  const { status, data } = await request(workspace, "/");
  const slug = toOneLine(asObject(data.workspace).slug);
  if (status === 401 || status === 403) {
    throw new Failure(
      `The Public API rejected WORKSPACE_TOKEN (${status}). REGION is ${workspace.region}: if the ` +
        `workspace is elsewhere, set REGION=${workspace.region === "us" ? "eu" : "us"}. Otherwise ` +
        "make a new token (Settings → Workspace settings → Access Management → Tokens).",
    );
  }
  if (status !== 200 || !slug) {
    const what = status === 200 ? "in a way that is not documented" : `with an error (${status})`;
    throw new Failure(`${nameHost(workspace.region)} answered ${what}. Try again later.`);
  }
  const given = toOneLine(workspace.workspaceSlug);
  const differs = `\nWORKSPACE_SLUG is ${given}, but the token is for ${slug}.`;
  return `Emails come from the Public API, for ${slug}.${slug === given ? "" : differs}`;
}

/**
 * The first of the users whom the token can see.
 * @throws Failure that asks for a file instead, when the token can see none.
 */
export async function findFirstUser(workspace: Workspace): Promise<User> {
  const query = new URLSearchParams({ "pagination[count]": "1" });
  const { status, data } = await request(workspace, `/users?${query}`);
  const first = asObject(Object(data.users)[0]);
  const id = asText(first.id);
  const email = asText(first.email);
  if (status === 200 && id && email) return { id, email };
  throw new Failure(
    `This token can see no user (status ${status}), and the samples need one. ` +
      "Give a file with events of yours: npm start -- events.json",
  );
}

/** @returns the answer's status and its `data`, empty when it has none. */
async function request({ workspaceToken, region }: Workspace, path: string) {
  const response = await nodeFetch(REGIONS[region].api + path, {
    headers: { Authorization: `Bearer ${workspaceToken}`, Accept: "application/json" },
    redirect: "error", // The token goes nowhere else.
    timeout: TIMEOUT_MS,
  }).catch(({ code, type }) => {
    throw new Failure(
      `${nameHost(region)} cannot be reached (${code ?? type}). Check the connection, or ` +
        "leave out WORKSPACE_SLUG and WORKSPACE_TOKEN: then no network is needed.",
    );
  });
  const body: unknown = await response.json().catch(() => ({})); // A gateway's page, for example.
  return { status: response.status, data: asObject(asObject(body).data) };
}

function nameHost(region: Region): string {
  return new URL(REGIONS[region].api).host;
}
