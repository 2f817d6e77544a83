// A workspace, and the command run against it.
import { SETTING_DEFINITIONS } from "../../src/settings";
import { MAPPING } from "../../templates/slack";
import { deploy } from "../../tools/deploy/deploy";
import { Failure } from "../../tools/deploy/failure";
import { readOptions } from "../../tools/deploy/options";
import {
  type PublicApiServer,
  servePublicApi,
  type Workspace,
} from "../../tools/segment/public-api-server";

export const TOKEN = "sgp_acme_deploy_token";
export const WEBHOOK_URL = "https://hooks.slack.com/services/T0/B0/acme-webhook";
export const NEW_CODE = "// segment-audit-function 1.1.0\nasync function onRequest() {}\n";
export const OLD_CODE = "// segment-audit-function 1.0.0\nasync function onRequest() {}\n";
/** The settings as the Public API takes them. */
export const SETTINGS = Object.entries(SETTING_DEFINITIONS).map(([name, rest]) => ({
  name,
  ...rest,
}));

export const functionOf = (over: object = {}) => ({
  id: "sfnd_acme",
  displayName: "Audit events",
  resourceType: "SOURCE",
  code: NEW_CODE,
  settings: structuredClone(SETTINGS),
  deployedAt: "2026-11-01T00:00:00.000Z",
  isLatestVersion: true,
  ...over,
});
export const otherFunction = (index: number) =>
  functionOf({ id: `sfnd_${index}x`, displayName: "Other" });

export const classic = (templates: unknown[], over: object = {}) => ({
  id: "dest_classic",
  name: "Alerts",
  enabled: true,
  metadata: { id: "56748689e954a874ca44ccfb", name: "Slack" },
  settings: { templates, channels: ["#audit"], webhookUrl: WEBHOOK_URL },
  subscriptions: [],
  ...over,
});
export const actions = (mappings: object[]) => ({
  id: "dest_actions",
  name: "Security",
  enabled: true,
  metadata: { id: "5f7dd8e302173ff732db5cc4", name: "Slack (Actions)" },
  settings: {},
  subscriptions: mappings.map((mapping, index) => ({ id: `sub_${index}x`, ...mapping })),
});
export const mappingOf = (over: object = {}) => ({
  ...MAPPING,
  settings: { ...MAPPING.settings, url: WEBHOOK_URL, channel: "#audit" },
  ...over,
});

/** Runs the command against the workspace. In no case does it print a secret. */
export async function run(
  workspace: Workspace,
  words: string[] = ["--yes"],
  environment: Record<string, string> = {},
  fault: PublicApiServer["fault"] = () => undefined,
) {
  const server = await servePublicApi(workspace, TOKEN);
  server.fault = fault;
  const { url, clock, requests } = server;
  const lines: string[] = [];
  const saved: Record<string, unknown> = {};
  const timeouts: AbortController[] = [];
  server.onHang = () => timeouts.at(-1)?.abort();
  let message: string | undefined;
  try {
    const options = readOptions(words, { TOKEN, API_URL: url, ...environment });
    if (options === "help") throw new Error("not asked for");
    await deploy(options, {
      code: NEW_CODE,
      print: (line) => lines.push(line),
      wait: async (ms) => {
        clock.nowMs += ms;
      },
      createTimeout: () => {
        timeouts.push(new AbortController());
        return timeouts.at(-1)?.signal ?? AbortSignal.abort();
      },
      save: (name, text) => {
        saved[`${name}.json`] = JSON.parse(text);
        return `${name}.json`;
      },
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    message = error.message;
  } finally {
    server.close();
  }
  const printed = [...lines, message ?? []].flat().join("\n");
  expect(printed).not.toContain(TOKEN);
  expect(printed).not.toMatch(/hooks\.slack\.com\/services/);
  expect(message ?? "").not.toContain("\n");
  const changes = requests.filter(({ method }) => method !== "GET");
  return { printed, message, saved, changes, requests, waitedMs: clock.nowMs };
}

export const withoutId = (mapping: object) =>
  Object.fromEntries(Object.entries(mapping).filter(([field]) => field !== "id"));

export const empty = (): Workspace => ({ functions: [], destinations: [] });
export const routes = (changes: { method: string; path: string }[]) =>
  changes.map(({ method, path }) => `${method} ${path}`);
