import nodeFetch from "node-fetch";
import { asObject, asText, type JsonObject } from "../../src/json";
import { toOneLine } from "../../src/plain-text";
import { Failure } from "../deploy/failure";
import type { User } from "../segment/public-api";

/** The workspace to ask, and the token to ask with. */
export interface Workspace {
  slug: string;
  token: string;
  region: "us" | "eu";
}

const HOSTS = { us: "api.segmentapis.com", eu: "eu1.api.segmentapis.com" };

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
  const read = (name: string) => environment[name]?.trim() || undefined;
  const slug = read("WORKSPACE_SLUG");
  const token = read("WORKSPACE_TOKEN");
  const region = (read("REGION") ?? "us").toLowerCase();
  if (region !== "us" && region !== "eu") throw new Failure("REGION is wrong. It takes us or eu.");
  if (!slug && !token) return undefined;
  if (!slug || !token)
    throw new Failure("Set both WORKSPACE_SLUG and WORKSPACE_TOKEN, or neither.");
  if (!/^[!-~]+$/.test(token)) {
    throw new Failure("WORKSPACE_TOKEN has a space or another odd character.");
  }
  return { slug, token, region };
}

/**
 * Asks the Public API whose token it is: so a wrong token, a wrong region and a missing network
 * show before any event is replayed.
 * @returns what to say about it, a line each.
 * @throws Failure that says how to mend it.
 */
export async function checkWorkspace(workspace: Workspace): Promise<string[]> {
  const { status, data } = await request(workspace, "/");
  if (status === 401 || status === 403) {
    const mend =
      workspace.region === "us"
        ? "If the workspace is in the EU, set REGION=eu."
        : "If the workspace is not in the EU, leave REGION out.";
    throw new Failure(
      `The Public API rejected WORKSPACE_TOKEN (${status}). ${mend} Otherwise make a new token ` +
        "(Settings → Workspace settings → Access Management → Tokens).",
    );
  }
  if (status !== 200) {
    throw new Failure(`The Public API answered with an error (${status}). Run it again later.`);
  }
  const slug = toOneLine(asObject(data.workspace).slug);
  if (!slug) {
    throw new Failure(
      `${HOSTS[workspace.region]} does not answer as the Public API does. Is a proxy in between?`,
    );
  }
  const given = toOneLine(workspace.slug);
  return [
    `Emails come from the Public API, for the workspace ${slug}.`,
    ...(slug === given ? [] : [`WORKSPACE_SLUG is ${given}, but the token is for ${slug}.`]),
  ];
}

/**
 * The first of the users whom the token can see.
 * @throws Failure that asks for a file instead, when the token can see none.
 */
export async function findFirstUser(workspace: Workspace): Promise<User> {
  const query = new URLSearchParams({ "pagination[count]": "1" });
  const { status, data } = await request(workspace, `/users?${query}`);
  const [first] = Array.isArray(data.users) ? data.users.map(asObject) : [];
  const id = asText(first?.id);
  const email = asText(first?.email);
  if (status === 200 && id && email) return { id, email };
  throw new Failure(
    `The token cannot list the workspace's users (${status}), so there is nobody to show samples ` +
      "about. Give a file with events of yours: npm start -- events.json",
  );
}

/** @returns the answer's status and its `data`, empty when it has none. */
async function request({ token, region }: Workspace, path: string) {
  const host = HOSTS[region];
  try {
    const response = await nodeFetch(`https://${host}${path}`, {
      headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
      redirect: "error", // The token goes nowhere else.
      timeout: TIMEOUT_MS,
    });
    return { status: response.status, data: toData(await response.text()) };
  } catch (error) {
    const { code, type } = Object(error);
    throw new Failure(
      `No network: ${host} cannot be reached (${code ?? type}). Check the connection, or leave ` +
        "WORKSPACE_SLUG and WORKSPACE_TOKEN out: then no network is needed.",
    );
  }
}

function toData(text: string): JsonObject {
  try {
    return asObject(asObject(JSON.parse(text)).data);
  } catch {
    return {}; // A gateway's page, for example.
  }
}
