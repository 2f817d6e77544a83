// Runs the command against a workspace: what it sent, printed, asked and saved.
import { deploy } from "../../tools/deploy/chain";
import * as api from "../../tools/segment/stand-in-api";
import { Failure } from "../../tools/shared/failure";
import { NEW_CODE, SLACK_URL } from "./deployed-workspace";

export const TOKEN = "sgp_acme_deploy_token";
export const WORKSPACE_TOKEN = "sgp_acme_function_token";
const TOKENS = { [TOKEN]: "change", [WORKSPACE_TOKEN]: "read" } as const;

/** What must never be printed: tokens, Slack's webhook, an endpoint's key, a header's value. */
const KEYS = ["k".repeat(20), "a2tra2tra2tr", "a-shared-secret"];
const SECRETS = [TOKEN, WORKSPACE_TOKEN, SLACK_URL, ...KEYS];

/** What a run has besides the workspace. */
export interface Around {
  words?: readonly string[];
  environment?: Record<string, string>;
  /** What a person in the terminal pastes at the nth question. By default, nobody is there. */
  paste?: ((nth: number) => string | undefined) | undefined;
  fault?: api.PublicApiServer["fault"];
  leeway?: Partial<api.Leeway>;
}

/** A stand-in, and what a client of it needs: its clock moves on when the client waits. */
export async function serve(workspace: api.Workspace, { fault, leeway }: Around = {}) {
  const server = await api.servePublicApi(workspace, TOKENS);
  if (fault) server.fault = fault;
  Object.assign(server.leeway, leeway);
  const lines: string[] = [];
  const timeoutsMs: number[] = [];
  let timeout = new AbortController();
  server.onHang = () => timeout.abort();
  const print = (line: string) => void lines.push(line);
  const wait = async (ms: number) => {
    server.clock.nowMs += ms;
  };
  const createTimeout = (ms: number) => {
    timeoutsMs.push(ms);
    timeout = new AbortController();
    return timeout.signal;
  };
  return { server, lines, timeoutsMs, surroundings: { print, wait, createTimeout } };
}

/** How a promise ended. @throws what is no Failure. */
export async function settle<Answer>(promise: Promise<Answer>) {
  try {
    return { answer: await promise, failure: "" };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { failure: error.message, error };
  }
}

/** Runs the command, with `--yes`, against the workspace. In no case does it print a secret. */
export async function run(workspace: api.Workspace, around: Around = {}) {
  const { words = ["--yes"], paste } = around;
  const { server, lines, surroundings } = await serve(workspace, around);
  const saved: string[] = [];
  let asked = 0;
  const save = (file: string, text: string) => `${file}-${saved.push(text)}`;
  const ask = async () => paste?.(asked++);
  const world = { ...surroundings, code: NEW_CODE, save, ...(paste && { ask }) };
  const environment = { TOKEN, WORKSPACE_TOKEN, API_URL: server.url, ...around.environment };
  const { failure, answer: isWhole } = await settle(deploy([...words], environment, world));
  server.close();
  for (const line of [...lines, failure]) {
    expect(line).not.toMatch(/[\p{Cc}\u200b]/u);
    for (const secret of SECRETS) expect(line).not.toContain(secret);
  }
  const changes = server.requests.filter((one) => one.method !== "GET" && one.status !== 429);
  const made = changes.filter(({ path }) => !path.endsWith("/deploy"));
  const sent = made.map(({ method, path }) => `${method} ${path}`);
  const checks = lines.filter((line) => line.startsWith("Please check"));
  const rest = lines.filter((line) => /^\d+\. /.test(line)).join("\n");
  return { lines, failure, isWhole, asked, saved, changes, made, sent, checks, rest, server };
}
