import { asObject, asText, type JsonObject } from "../../src/json";
import { Failure, OpenFailure } from "./failure";
import { type ApiClient, toKey, toName } from "./public-api";
import type { Surroundings } from "./surroundings";

/** The workspace, as this run may read and change it. */
export type Workspace = ReturnType<typeof openWorkspace>;

/** How long something new may take to show up in its list, in ms. */
const LOOK_AFTER_MS = [1_000, 5_000, 15_000];

/**
 * The workspace behind a client. Unless `yes`, changes are printed and nothing is changed.
 * @param secrets what is never printed. More are added.
 */
export function openWorkspace(
  { send, readAll }: ApiClient,
  yes: boolean,
  secrets: string[],
  { print, wait, save }: Surroundings,
) {
  let changes = 0;

  /**
   * Makes a change, or prints it when this is a plan.
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
   * Makes something new. When the answer does not have it, it is looked up, not made again.
   * @param isIt whether one of the list is what was made.
   * @returns what was made; a placeholder for a plan.
   */
  async function create(
    what: string,
    list: string,
    body: object,
    isIt: (one: JsonObject) => boolean,
  ): Promise<JsonObject> {
    const route = toName(`POST ${list}`);
    let message = `${route}: the answer does not show what was made.`;
    try {
      const { [toKey(list).slice(0, -1)]: made } = await change(what, route, body);
      if (!yes) return { ...body, id: "planned" };
      if (asText(asObject(made).id)) return asObject(made);
    } catch (error) {
      if (!(error instanceof OpenFailure)) throw error;
      message = error.message;
    }
    print(`${message} Looking whether it is there.`);
    for (const ms of LOOK_AFTER_MS) {
      await wait(ms);
      const found = (await readAll(list)).find(isIt);
      if (found) return found;
    }
    throw new Failure(
      `${message} It is not there so far. Run the command again in a minute: it looks first, ` +
        "so that there will not be two.",
    );
  }

  return {
    /** @returns the answer's `data`. */
    read: (path: string) => send(`GET ${path}`),
    readAll,
    change,
    create,
    print,
    isPlan: !yes,
    /** How many changes were made, or planned. */
    changes: () => changes,
    /** Never prints this text. @returns it. */
    hide(secret: string): string {
      secrets.push(secret);
      return secret;
    },
    /** Saves a copy of what will be overwritten. */
    saveCopy(file: string, text: string): void {
      if (yes) print(`Saved what is there now to ${save(file, text)}`);
    },
  };
}
