import { asObject, asText, type JsonObject } from "../../src/json";
import { nameRequest, type Request } from "./answer";
import { Failure, OpenFailure } from "./failure";
import type { ApiClient } from "./public-api";

/** The workspace, as this run may read and change it. */
export interface Workspace extends Omit<ApiClient, "send"> {
  /** Whether changes are only printed. */
  readonly isPlan: boolean;
  /** How many changes were made, or planned. */
  changes(): number;
  print(line: string): void;
  /**
   * Makes a change, or prints it when this is a plan.
   * @param what changes, in words for people.
   * @returns the answer's `data`; nothing for a plan.
   */
  change(what: string, request: Request): Promise<JsonObject>;
  /**
   * Makes something new. When the answer does not have it, it is looked up, not made again.
   * @param key where the answer's `data` has it.
   * @param find looks it up.
   * @returns what was made; a placeholder for a plan.
   */
  create(
    what: string,
    request: { path: string; body: object },
    key: string,
    find: () => Promise<JsonObject | undefined>,
  ): Promise<JsonObject>;
  /** Saves a copy of what will be overwritten to a new file. */
  saveCopy(file: string, text: string): void;
}

export interface WorkspaceOptions {
  yes: boolean;
  print(line: string): void;
  wait(ms: number): Promise<void>;
  save(file: string, text: string): string;
}

/** How long something new may take to show up in its list, in ms. */
const LOOK_AFTER_MS = [1_000, 5_000, 15_000];

/** The id of what a plan would make. */
const PLANNED_ID = "planned";

/** The workspace behind a client. Without `yes`, nothing in it is changed. */
export function createWorkspace(
  { read, readAll, send }: ApiClient,
  { yes, print, wait, save }: WorkspaceOptions,
): Workspace {
  let count = 0;

  function announce(what: string, request: Request): void {
    if (count === 0 && !yes) print("The plan:");
    count += 1;
    print(`${what} (${nameRequest(request)})`);
  }

  return {
    read,
    readAll,
    print,
    isPlan: !yes,
    changes: () => count,
    async change(what, request) {
      announce(what, request);
      if (!yes) return {};
      try {
        return await send(request);
      } catch (error) {
        if (!(error instanceof OpenFailure)) throw error;
        throw new Failure(`${error.message} Run the command again: it goes on where this stopped.`);
      }
    },
    async create(what, { path, body }, key, find) {
      const request = { method: "POST", path, body };
      announce(what, request);
      if (!yes) return { ...body, id: PLANNED_ID };
      let message = `${nameRequest(request)}: the answer does not show what was made.`;
      try {
        const made = asObject((await send(request))[key]);
        if (asText(made.id)) return made;
      } catch (error) {
        if (!(error instanceof OpenFailure)) throw error;
        message = error.message;
      }
      print(`${message} Looking whether it is there.`);
      for (const ms of LOOK_AFTER_MS) {
        await wait(ms);
        const found = await find();
        if (found) return found;
      }
      throw new Failure(
        `${message} It is not there so far. Run the command again in a minute: it looks first, ` +
          "so that there will not be two.",
      );
    },
    saveCopy(file, text) {
      if (yes) print(`Saved what is there now to ${save(file, text)}`);
    },
  };
}
