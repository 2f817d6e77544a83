import { asObject, asText, type JsonObject } from "../../src/json";
import { fail } from "../failure";
import {
  createApiClient,
  type Item,
  type Surroundings as Network,
  OpenFailure,
} from "../public-api";
import { toSafeLine } from "../safe-line";
import type { Options } from "./options";
import { readSnapshot } from "./snapshot";

/** What the command reads from the world around it, and does to it. */
export interface Surroundings extends Network {
  /** The text of dist/handler.js. */
  code: string;
  /** Saves a text to a new file. @returns the file's name. */
  save(file: string, text: string): string;
  /** Asks a person for a line, undefined when there is none. Left out where nobody can be asked. */
  ask?(question: string): Promise<string | undefined>;
}

const CHECK =
  "Check REGION, the ids in the environment, and TOKEN: it needs Workspace Owner access.";
const CHECK_OTHER = "Check WORKSPACE_TOKEN, which has to read users: Workspace Owner access does.";

/**
 * Looks at the workspace of TOKEN, and tries WORKSPACE_TOKEN. Changes nothing.
 * @param secrets what is never printed. It may grow.
 * @throws Failure when a token or the region is wrong.
 */
export async function openWorkspace(options: Options, around: Surroundings, secrets: string[]) {
  const clean = (text: string) => toSafeLine(text, secrets);
  const print = (line: string) => around.print(clean(line));
  const access = { ...around, ...options, clean, print };
  const client = createApiClient({ ...access, check: CHECK });
  const { id, slug } = await client.readWorkspace();
  print(`Workspace ${slug} (${options.region})`);
  const { workspaceToken: token } = options;
  if (token) {
    const other = createApiClient({ ...access, token, check: CHECK_OTHER });
    const its = await other.readWorkspace();
    if (its.id !== id) fail(`WORKSPACE_TOKEN is of the workspace ${its.slug}, TOKEN of ${slug}.`);
    await other.send("GET /users?pagination[count]=1");
  }
  const snapshot = await readSnapshot(client);
  return { ...around, ...snapshot, options, client, slug, clean, print, secrets };
}

/** The workspace, as all links of the chain are given it. */
export type Workspace = ReturnType<typeof createWorkspace>;

type Opened = Awaited<ReturnType<typeof openWorkspace>>;

/** @param isPlan whether changes are noted only. */
export function createWorkspace(opened: Opened, isPlan: boolean) {
  const changes: string[] = [];
  const checks = new Set<string>();

  /**
   * Changes something, unless this is a plan.
   * @param line `+` or `~` and what it is, in words for people.
   * @returns the answer's `data`; nothing for a plan.
   */
  async function change(line: string, route: string, body?: object): Promise<JsonObject> {
    changes.push(line);
    if (isPlan) return {};
    opened.print(line);
    return opened.client.send(route, body);
  }

  /**
   * Makes something new.
   * @param key under which the answer has it.
   * @returns it, with an empty id in a plan.
   * @throws OpenFailure when the answer does not have it.
   */
  async function create(line: string, path: string, body: object, key: string): Promise<Item> {
    const made = asObject((await change(`+ ${line}`, `POST ${path}`, body))[key]);
    const id = isPlan ? "" : asText(made.id);
    if (id === undefined) throw new OpenFailure(`POST ${path}: the answer is not as documented`);
    return { ...made, id };
  }

  /** Notes what a person has to check. */
  const check = (line: string) => checks.add(line);
  return { ...opened, isPlan, changes, checks, change, create, check };
}
