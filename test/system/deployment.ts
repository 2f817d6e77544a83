// A workspace, and the command run against it.
import { SETTING_DEFINITIONS } from "../../src/settings";
import { MAPPING } from "../../templates/slack";
import { deploy } from "../../tools/deploy/deploy";
import { readOptions } from "../../tools/deploy/options";
import { Failure } from "../../tools/failure";
import {
  type Leeway,
  type PublicApiServer,
  servePublicApi,
  type Workspace,
} from "../../tools/segment/public-api-server";

export const TOKEN = "sgp_acme_deploy_token";
export const WORKSPACE_TOKEN = "sgp_acme_function_token";
export const SLACK_WEBHOOK_URL = "https://hooks.slack.com/services/T0/B0/acmewebhook";
export const NEW_CODE = "// segment-audit-function 2.0.0\nasync function onRequest() {}\n";
export const OLD_CODE = "// segment-audit-function 1.0.0\nasync function onRequest() {}\n";
/** The shared secret of a workspace in which nothing is left to do. */
export const OLD_SECRET = "5".repeat(64);
/** The settings as the Public API takes them. */
export const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, rest]) => ({
  name,
  ...rest,
}));

const CATALOG_ID = "acmeCatalog00000000001";
const SOURCE_ID = "acmeSource000000000001";

/** The endpoint of a source, in the form of public examples. */
export const endpointOf = (sourceId: string) => {
  const credentials = Buffer.from(`${sourceId}::${"k".repeat(32)}`).toString("base64");
  return `https://fn.segmentapis.com/?b=${encodeURIComponent(credentials)}`;
};

export const empty = (): Workspace => ({ functions: [], sources: [], destinations: [] });

export const functionOf = (over: object = {}) => ({
  id: `sfnc_${CATALOG_ID}`,
  catalogId: CATALOG_ID,
  displayName: "Audit events",
  resourceType: "SOURCE",
  code: NEW_CODE,
  settings: structuredClone(SETTINGS),
  deployedAt: "2026-11-25T00:00:00.000Z",
  ...over,
});
export const sourceOf = (over: object = {}) => ({
  id: SOURCE_ID,
  slug: "audit-events",
  name: "Audit events",
  enabled: true,
  metadata: { id: CATALOG_ID },
  settings: {
    workspaceSlug: "acme",
    workspaceToken: WORKSPACE_TOKEN,
    region: "us",
    blockedEvents: ["Permission Check"],
    sharedSecret: OLD_SECRET,
  },
  runs: NEW_CODE,
  ...over,
});
export const httpSourceOf = (over: object = {}) => ({
  ...sourceOf({ id: "acmeSource000000000002", slug: "audit-trail", name: "Audit trail" }),
  metadata: { id: "iUM16Md8P2" },
  settings: {},
  ...over,
});
export const webhookMappingOf = (over: object = {}, settings: object = {}) => ({
  id: "mapping1",
  name: "Audit events to the function",
  actionId: "nFPnRozhz1mh4Gbx4MLvT5",
  trigger: 'type = "track" and event = "Audit"',
  enabled: true,
  settings: {
    url: endpointOf(SOURCE_ID),
    method: "POST",
    data: { "@path": "$." },
    headers: { "X-Shared-Secret": OLD_SECRET },
    enable_batching: false,
    ...settings,
  },
  ...over,
});
export const slackMappingOf = (over: object = {}) => ({
  id: "mapping2",
  ...MAPPING,
  settings: { ...MAPPING.settings, url: SLACK_WEBHOOK_URL, channel: "#audit" },
  ...over,
});
export const webhooksOf = (...subscriptions: { id: string }[]) => ({
  id: "webhooks1",
  sourceId: "acmeSource000000000002",
  name: "Webhooks",
  enabled: true,
  metadata: { id: "614a3c7d791c91c41bae7599" },
  settings: {},
  subscriptions,
});
export const slackOf = (...subscriptions: { id: string }[]) => ({
  id: "slack1",
  sourceId: SOURCE_ID,
  name: "Slack",
  enabled: true,
  metadata: { id: "5f7dd8e302173ff732db5cc4" },
  settings: {},
  subscriptions,
});
export const classicOf = (templates: unknown[], over: object = {}) => ({
  id: "classic1",
  sourceId: SOURCE_ID,
  name: "Alerts",
  enabled: true,
  metadata: { id: "56748689e954a874ca44ccfb" },
  settings: { templates, channels: ["#audit"] },
  subscriptions: [],
  ...over,
});

/** A workspace in which nothing is left to do. */
export const complete = (over: object = {}) => ({
  functions: [functionOf()],
  sources: [sourceOf(), httpSourceOf()],
  destinations: [webhooksOf(webhookMappingOf()), slackOf(slackMappingOf())],
  ...over,
});

/** The same, but for the function's source, and the mappings of Webhooks. Nothing is set up in Slack. */
export const having = (source: object, ...mappings: { id: string }[]) =>
  complete({
    sources: [sourceOf(source), httpSourceOf()],
    destinations: [webhooksOf(...mappings)],
  });

/** What a run is given besides the workspace. */
export interface Given {
  words?: string[];
  environment?: Record<string, string>;
  fault?: PublicApiServer["fault"];
  leeway?: Partial<Leeway>;
  /** What a person in the terminal pastes, one after the other. By default, nobody is there. */
  pasted?: string[];
  /** The person pastes the right endpoint. */
  pastesEndpoint?: boolean;
}

/** Runs the command against the workspace. In no case does it print a secret. */
export async function run(workspace: Workspace, given: Given = {}) {
  const server = await servePublicApi(workspace, TOKEN);
  if (given.fault) server.fault = given.fault;
  Object.assign(server.leeway, given.leeway);
  const { url, clock, requests } = server;
  const lines: string[] = [];
  const saved: Record<string, string> = {};
  const timeoutsMs: number[] = [];
  let timeout = new AbortController();
  server.onHang = () => timeout.abort();
  const pasted = [...(given.pasted ?? [])];
  const endpoint = () =>
    endpointOf(workspace.sources.find(({ metadata }) => metadata.id !== "iUM16Md8P2")?.id ?? "");
  let asked = 0;
  let message: string | undefined;
  try {
    const options = readOptions(given.words ?? ["--yes"], {
      TOKEN,
      WORKSPACE_TOKEN,
      API_URL: url,
      ...given.environment,
    });
    await deploy(options, {
      code: NEW_CODE,
      print: (line) => lines.push(line),
      wait: async (ms) => {
        clock.nowMs += ms;
      },
      createTimeout: (ms) => {
        timeoutsMs.push(ms);
        timeout = new AbortController();
        return timeout.signal;
      },
      save: (file, text) => {
        expect(typeof text).toBe("string");
        expect(Object.keys(saved)).not.toContain(file);
        saved[file] = text;
        return file;
      },
      ...((given.pasted || given.pastesEndpoint) && {
        ask: async (question: string) => {
          asked += 1;
          expect(question).toBe("Paste the endpoint (https://fn.segmentapis.com/?b=…): ");
          return given.pastesEndpoint ? endpoint() : pasted.shift();
        },
      }),
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    message = error.message;
  } finally {
    server.close();
  }
  const printed = [...lines, message ?? []].flat().join("\n");
  const said = [...lines, message ?? ""];
  for (const secret of secretsOf(workspace)) expect(printed).not.toContain(secret);
  for (const line of said) expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u200b]/u);
  const changes = requests.filter(({ method }) => method !== "GET");
  const waitedMs = clock.nowMs;
  return { printed, lines, message, saved, changes, requests, timeoutsMs, waitedMs, asked };
}

/** The run succeeds, and changes nothing. */
export async function expectLeftAlone(workspace: Workspace, given: Given = {}): Promise<void> {
  const { message, changes } = await run(workspace, given);
  expect({ message, changes }).toEqual({ message: undefined, changes: [] });
}

/** All that must never be printed. */
function secretsOf({ sources, destinations }: Workspace): string[] {
  const mappings = destinations.flatMap(({ subscriptions }) => subscriptions);
  const values = [...sources, ...mappings].flatMap(({ settings }) => {
    const { sharedSecret, headers, url } = Object(settings);
    return [sharedSecret, Object(headers)["X-Shared-Secret"], url];
  });
  const texts = values.filter((one) => typeof one === "string" && one.length > 20);
  return [TOKEN, WORKSPACE_TOKEN, SLACK_WEBHOOK_URL, "k".repeat(32), "?b=YWN", ...texts];
}

/** The workspace without what differs from run to run. */
export const comparable = (workspace: Workspace): unknown =>
  JSON.parse(
    JSON.stringify(workspace, (key, value) =>
      ["id", "sourceId", "catalogId", "sharedSecret", "url", "headers"].includes(key)
        ? undefined
        : value,
    ),
  );
