// Given a workspace, the command is run against it: what it sent, and what it printed.
import { deploy } from "../../tools/deploy/deploy";
import { readOptions } from "../../tools/deploy/options";
import { Failure } from "../../tools/failure";
import * as api from "../../tools/segment/public-api-server";
import { endpointOf, NEW_CODE, SLACK_URL } from "./deployed-workspace";

export const TOKEN = "sgp_acme_deploy_token";
export const WORKSPACE_TOKEN = "sgp_acme_function_token";
export const TOKENS = { [TOKEN]: "change", [WORKSPACE_TOKEN]: "read" } as const;

/** What a run has besides the workspace. */
export interface Around {
  words?: string[];
  environment?: Record<string, string>;
  /** What a person in the terminal pastes, one after the other. By default, nobody is there. */
  pasted?: string[];
  /** The person pastes the endpoint of the function's source. */
  pastesEndpoint?: boolean;
  fault?: api.PublicApiServer["fault"];
  leeway?: Partial<api.Leeway>;
  code?: string;
}

/** Runs the command, with `--yes`, against the workspace. In no case does it print a secret. */
export async function run(workspace: api.Workspace, around: Around = {}) {
  const server = await api.servePublicApi(workspace, TOKENS);
  if (around.fault) server.fault = around.fault;
  Object.assign(server.leeway, around.leeway);
  const { url, clock, requests, catchUp } = server;
  const lines: string[] = [];
  const asked: string[] = [];
  const saved: Record<string, string> = {};
  let timeout = new AbortController();
  server.onHang = () => timeout.abort();
  const pasted = [...(around.pasted ?? [])];
  /** The endpoint of the source of a function that is asked for. */
  function copyEndpoint(question: string): string {
    const kinds = workspace.functions.map(({ catalogId }) => catalogId);
    const own = workspace.sources.filter(({ metadata }) => kinds.includes(metadata?.id));
    const source = own.find(({ name }) => question.includes(`source ${name} (`)) ?? own[0];
    return endpointOf(source?.id ?? "");
  }
  let failure: string | undefined;
  try {
    const environment = { TOKEN, WORKSPACE_TOKEN, API_URL: url, ...around.environment };
    await deploy(readOptions(around.words ?? ["--yes"], environment), {
      code: around.code ?? NEW_CODE,
      print: (line) => lines.push(line),
      wait: async (ms) => {
        clock.nowMs += ms;
      },
      createTimeout() {
        timeout = new AbortController();
        return timeout.signal;
      },
      save(file, text) {
        saved[file] = text;
        return file;
      },
      ...((around.pasted || around.pastesEndpoint) && {
        ask: async (question) => {
          asked.push(question);
          if (!around.pastesEndpoint) return pasted.shift();
          return asked.length > 1 ? undefined : copyEndpoint(question);
        },
      }),
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error.message;
  } finally {
    server.close();
  }
  for (const line of [...lines, ...asked, failure ?? ""]) {
    expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u200b]/u);
    for (const secret of SECRETS) expect(line).not.toContain(secret);
  }
  const changes = requests.filter(({ method }) => method !== "GET");
  const taken = changes.filter(({ status }) => status !== 429);
  // Without ids that are new.
  const sent = taken.map(({ method, path }) => `${method} ${path.replace(/made\w+/, "new")}`);
  return { lines, failure, asked, saved, sent, changes, catchUp };
}

/** What must never be printed: tokens, Slack's webhook, and the credentials of an endpoint. */
const SECRETS = [TOKEN, WORKSPACE_TOKEN, SLACK_URL, "k".repeat(32), "YWNtZV", "bWFkZ"];

/** What a run prints under "Please check:", and under "What is left:", without their numbers. */
export const checksOf = (lines: string[]) => tailsOf(lines, /^- /);
export const restOf = (lines: string[]) => tailsOf(lines, /^\d+\. /);

function tailsOf(lines: string[], start: RegExp): string[] {
  return lines.filter((line) => start.test(line)).map((line) => line.replace(start, ""));
}

/** Runs the command against a workspace in which nothing is missing. @returns what to check. */
export async function check(workspace: api.Workspace, around: Around = {}): Promise<string[]> {
  const before = structuredClone(workspace);
  const { failure, sent, lines } = await run(workspace, around);
  expect({ failure, sent, workspace }).toEqual({ failure: undefined, sent: [], workspace: before });
  const plan = await run(workspace, { ...around, words: [] });
  expect(plan.lines.at(-1)).toBe("Nothing to make.");
  expect(checksOf(plan.lines)).toEqual(checksOf(lines));
  return checksOf(lines);
}
