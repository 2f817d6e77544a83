// Given a workspace, the command is run against it: what it sent, and what it printed.
import { SETTING_DEFINITIONS } from "../../src/settings";
import { MAPPING } from "../../templates/slack";
import { deploy } from "../../tools/deploy/deploy";
import { readOptions } from "../../tools/deploy/options";
import { Failure } from "../../tools/failure";
import { ADA } from "../../tools/segment/audit-events";
import {
  type Leeway,
  type PublicApiServer,
  servePublicApi,
  type Workspace,
} from "../../tools/segment/public-api-server";

export const TOKEN = "sgp_acme_deploy_token";
export const WORKSPACE_TOKEN = "sgp_acme_function_token";
export const TOKENS = { [TOKEN]: "change", [WORKSPACE_TOKEN]: "read" } as const;
export const SLACK_WEBHOOK_URL = "https://hooks.slack.com/services/T0/B0/acmewebhook";
export const NEW_CODE = "// segment-audit-function 2.0.0\nasync function onRequest() {}\n";
export const OLD_CODE = "// segment-audit-function 1.0.0\nasync function onRequest() {}\n";
/** The definitions of the function's settings, as the Public API takes them. */
export const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, definition]) => {
  return { name, ...definition };
});

/** Kinds, by their ids in the catalog. */
export const HTTP_API = "iUM16Md8P2";
export const WEBHOOKS = "614a3c7d791c91c41bae7599";
export const WEBHOOKS_CLASSIC = "54521fdc25e721e32a72ef04";
export const SLACK = "5f7dd8e302173ff732db5cc4";

const CATALOG_ID = "acmeCatak9gJ2fYq7LmXwz";
export const FUNCTION_ID = `sfnc_${CATALOG_ID}`;
export const SOURCE_ID = "acmeSrcA1b2C3d4E5f6G7h";
export const HTTP_SOURCE_ID = "acmeHttp12";

/** The endpoint of a source, in the form of public examples. */
export const endpointOf = (sourceId: string, host = "fn.segmentapis.com") => {
  const credentials = Buffer.from(`${sourceId}::${"k".repeat(32)}`).toString("base64");
  return `https://${host}/?b=${encodeURIComponent(credentials)}`;
};
export const ENDPOINT = endpointOf(SOURCE_ID);

export const functionOf = (over: object = {}) => ({
  id: FUNCTION_ID,
  catalogId: CATALOG_ID,
  displayName: "Audit events",
  resourceType: "SOURCE",
  code: NEW_CODE,
  settings: structuredClone(SETTINGS),
  ...over,
});
/** A source of the function. */
export const sourceOf = (over: object = {}) => ({
  id: SOURCE_ID,
  slug: "audit-events",
  name: "Audit events",
  enabled: true,
  metadata: { id: CATALOG_ID },
  settings: {},
  runs: NEW_CODE,
  ...over,
});
export const httpSourceOf = (over: object = {}) => ({
  id: HTTP_SOURCE_ID,
  slug: "audit-trail",
  name: "Audit trail",
  enabled: true,
  metadata: { id: HTTP_API },
  settings: {},
  ...over,
});
/** The mapping of Webhooks (Actions). */
export const webhookOf = (over: object = {}, settings: object = {}) => ({
  id: "mapping1",
  name: "Audit events to the function",
  actionId: "nFPnRozhz1mh4Gbx4MLvT5",
  trigger: 'type = "track" and event = "Audit"',
  enabled: true,
  ...over,
  settings: {
    url: ENDPOINT,
    method: "POST",
    data: { "@path": "$." },
    enable_batching: false,
    ...settings,
  },
});
/** The mapping of Slack (Actions). */
export const slackMappingOf = (over: object = {}, settings: object = {}) => ({
  id: "mapping2",
  ...MAPPING,
  ...over,
  settings: { ...MAPPING.settings, url: SLACK_WEBHOOK_URL, ...settings },
});
export const webhooksOf = (subscriptions: { id: string }[], over: object = {}) => ({
  id: "webhooks1",
  sourceId: HTTP_SOURCE_ID,
  name: "Audit events to function",
  enabled: true,
  metadata: { id: WEBHOOKS },
  settings: {},
  subscriptions,
  ...over,
});
export const slackOf = (subscriptions: { id: string }[], over: object = {}) => {
  const name = "Audit events in Slack";
  const place = { id: "slack1", sourceId: SOURCE_ID, name, metadata: { id: SLACK } };
  return webhooksOf(subscriptions, { ...place, ...over });
};

export const empty = (): Workspace => given({ functions: [], sources: [], destinations: [] });

/** A workspace in which nothing is missing, but for what is given. */
export const given = (over: Partial<Workspace> = {}): Workspace => ({
  functions: [functionOf()],
  sources: [sourceOf(), httpSourceOf()],
  destinations: [webhooksOf([webhookOf()]), slackOf([slackMappingOf()])],
  users: [ADA],
  ...over,
});

/** What a run has besides the workspace. */
export interface Around {
  words?: string[];
  environment?: Record<string, string>;
  /** What a person in the terminal pastes, one after the other. By default, nobody is there. */
  pasted?: string[];
  /** The person pastes the endpoint of the function's source. */
  pastesEndpoint?: boolean;
  fault?: PublicApiServer["fault"];
  leeway?: Partial<Leeway>;
  code?: string;
}

/** Runs the command, with `--yes`, against the workspace. In no case does it print a secret. */
export async function run(workspace: Workspace, around: Around = {}) {
  const server = await servePublicApi(workspace, TOKENS);
  if (around.fault) server.fault = around.fault;
  Object.assign(server.leeway, around.leeway);
  const { url, clock, requests, catchUp } = server;
  const lines: string[] = [];
  const asked: string[] = [];
  const saved: Record<string, string> = {};
  const timeoutsMs: number[] = [];
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
      createTimeout(ms) {
        timeoutsMs.push(ms);
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
  const said = [...lines, ...asked, failure ?? ""];
  for (const line of said) {
    expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u200b]/u);
    for (const secret of SECRETS) expect(line).not.toContain(secret);
  }
  const changes = requests.filter(({ method }) => method !== "GET");
  const sent = changes.filter(({ status }) => status !== 429).map(toRoute);
  const waitedMs = clock.nowMs;
  const printed = lines.join("\n");
  return {
    printed,
    lines,
    failure,
    asked,
    saved,
    sent,
    changes,
    requests,
    timeoutsMs,
    waitedMs,
    catchUp,
  };
}

/** What must never be printed: tokens, Slack's webhook, and the credentials of an endpoint. */
const SECRETS = [TOKEN, WORKSPACE_TOKEN, SLACK_WEBHOOK_URL, "k".repeat(32), "?b=YWNt", "?b=bWFk"];

/** A request, without ids that are new. */
function toRoute({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replace(/made\w+/, "new")}`;
}

/** What a run prints under "Please check:", and under "What is left:", without their numbers. */
export const checksOf = (lines: string[]) => tailsOf(lines, /^- /);
export const restOf = (lines: string[]) => tailsOf(lines, /^\d+\. /);

function tailsOf(lines: string[], start: RegExp): string[] {
  return lines.filter((line) => start.test(line)).map((line) => line.replace(start, ""));
}

/** Runs the command against a workspace in which nothing is missing. @returns what to check. */
export async function check(workspace: Workspace, around: Around = {}): Promise<string[]> {
  const before = structuredClone(workspace);
  const { failure, sent, lines } = await run(workspace, around);
  expect({ failure, sent, workspace }).toEqual({ failure: undefined, sent: [], workspace: before });
  const plan = await run(workspace, { ...around, words: [] });
  expect(plan.lines.at(-1)).toBe("Nothing is missing.");
  expect(checksOf(plan.lines)).toEqual(checksOf(lines));
  return checksOf(lines);
}
