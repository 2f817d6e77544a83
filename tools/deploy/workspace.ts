import { isObject, type JsonObject } from "../../src/json";
import { fail } from "../failure";
import { createApiClient, type Surroundings as Network, OpenFailure } from "../public-api";
import { toSafeLine } from "../safe-line";
import type { Options } from "./options";

/** What the command reads from the world around it, and does to it. */
export interface Surroundings extends Network {
  /** The text of dist/handler.js. */
  code: string;
  /** Saves a text to a new file. @returns the file's name. */
  save(file: string, text: string): string;
  /** Asks a person for a line, undefined when there is none. Left out where nobody can be asked. */
  ask?(question: string): Promise<string | undefined>;
}

/** The workspace, as this run may read and change it. All links of the chain are given it. */
export type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

const AGAIN_SOON = "Run the command again in a minute: it looks first.";

/** How long to wait before each look for something new in its list, in ms. */
const LOOK_AFTER_MS = [0, 1_000, 5_000, 15_000];

const CHECK =
  "Check REGION, the ids in the environment, and TOKEN: it needs Workspace Owner access.";

/**
 * The workspace of a token. Without `yes`, changes are printed and nothing is changed.
 * @throws Failure when the token or the region is wrong.
 */
export async function openWorkspace(options: Options, surroundings: Surroundings) {
  const { yes, token, workspaceToken, slackUrl, endpoint } = options;
  const secrets = [token, workspaceToken, slackUrl, endpoint];
  const clean = (text: string) => toSafeLine(text, secrets);
  const print = (line: string) => surroundings.print(clean(line));
  const access = { ...surroundings, ...options, check: CHECK, clean, print };
  const { send, read, readAll, readSlug } = createApiClient(access);
  let changes = 0;

  /**
   * Prints a change, and makes it unless this is a plan.
   * @param what changes, in words for people.
   * @returns the answer's `data`; nothing for a plan.
   */
  async function change(what: string, route: string, body?: object): Promise<JsonObject> {
    if (changes === 0 && !yes) print("The plan:");
    changes += 1;
    print(`${what} (${route})`);
    return yes ? send(route, body) : {};
  }

  /**
   * Brings something up to date, unless it is.
   * @param what it is, in words for people.
   * @param differing its fields that differ, as they have to be.
   */
  async function update(what: string, path: string, differing: object, body = differing) {
    const fields = Object.keys(differing).join(", ");
    if (fields) await change(`${what}: ${fields}`, `PATCH ${path}`, body);
  }

  /**
   * Makes something new, and waits until its list has it. It is not made again when there is no
   * clear answer.
   * @param isIt whether one of the list is what was made.
   * @returns what was made; a placeholder for a plan.
   */
  async function create(
    what: string,
    list: string,
    body: object,
    isIt: (one: JsonObject) => boolean,
  ): Promise<JsonObject> {
    const route = `POST ${list}`;
    const data = await change(what, route, body).catch((error) => {
      if (!(error instanceof OpenFailure)) throw error;
      print(`${error.message} Looking whether it is there.`);
      return {};
    });
    if (!yes) return { ...body, id: "planned" };
    // Lists lag behind. The next run has to find it, or it would make another.
    for (const ms of LOOK_AFTER_MS) {
      await surroundings.wait(ms);
      const found = (await readAll(list)).find(isIt);
      if (found) return found;
    }
    // The answer may have it, under a name that depends on the list.
    const made = Object.values(data).find(isObject);
    return made ?? fail(`${route}: nothing new is there so far. ${AGAIN_SOON}`);
  }

  /** Saves a copy of what will be overwritten: a text, or a value as JSON. */
  function saveCopy(file: string, copy: unknown): void {
    const text = typeof copy === "string" ? copy : JSON.stringify(copy, null, 2);
    if (yes) print(`Saved what is there now to ${surroundings.save(file, text)}`);
  }

  return {
    ...surroundings,
    options,
    slug: await readSlug(),
    print,
    read,
    readAll,
    change,
    update,
    create,
    saveCopy,
    /** How many changes were made, or planned. */
    countChanges: () => changes,
    /** The text in one line, without secrets. */
    clean,
    /** Never prints this text from now on. */
    hide: (secret: string) => secrets.push(secret),
  };
}
