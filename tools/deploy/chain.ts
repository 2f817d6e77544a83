import { REGIONS } from "../../src/settings";
import { Failure } from "../shared/failure";
import { toSafeLine } from "../shared/safe-line";
import { ensureDeployed } from "./deployed";
import { ensureFunction } from "./function";
import { createFunctionSource, describeSettings } from "./function-source";
import type { Options } from "./options";
import { ensureSlack } from "./slack";
import { ensureWebhook } from "./webhook";
import { createWorkspace, openWorkspace, type Surroundings, type Workspace } from "./workspace";

/**
 * Makes what is missing of the chain. First as a plan, which changes nothing: what would stop the
 * run stops it there. Without `yes`, that is all.
 * @throws Failure, one readable line. A second run goes on where this one stopped.
 */
export async function deploy(options: Options, surroundings: Surroundings): Promise<void> {
  const { yes, token, workspaceToken, slackUrl, endpoint } = options;
  const secrets = [token, workspaceToken, slackUrl, endpoint].filter((one) => one !== undefined);
  try {
    const opened = await openWorkspace(options, surroundings, secrets);
    const plan = createWorkspace(opened, true);
    await ensureChain(plan);
    if (!yes) return sayEnd(plan, []);
    const run = createWorkspace(opened, false);
    sayEnd(run, await ensureChain(run));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(toSafeLine(error.message, secrets));
  }
}

/** Ensures each link, in order. @returns what is left to do by hand. */
async function ensureChain(workspace: Workspace): Promise<string[]> {
  const { kind, isBehind } = await ensureFunction(workspace);
  const existing = workspace.sources.filter((one) => one.kind === kind);
  const [first = await createFunctionSource(workspace, kind), ...more] = existing;
  if (isBehind || !existing[0]) await ensureDeployed(workspace, [first, ...more]);
  const chain = await ensureWebhook(workspace, [first, ...more]);
  await ensureSlack(workspace, chain.source);
  const off = [first, ...more, chain.httpSource].filter(({ isOn }) => !isOn);
  for (const { name } of off) workspace.check(`The source ${name} is off: switch it on.`);
  return listRest(workspace, chain);
}

type Chain = Awaited<ReturnType<typeof ensureWebhook>>;

/** What is left to do by hand, in the order in which it has to be done. */
function listRest(workspace: Workspace, { source, httpSource, endpoint }: Chain): string[] {
  const { name, settings } = source;
  const { app } = REGIONS[workspace.options.region];
  const access = `${app}/goto-my-workspace/settings/access-management`;
  const at = `Connections → Sources → ${name}`;
  const fill = `${at} → Settings, if they are empty: ${describeSettings(workspace)}`;
  const copy = `The endpoint is missing. Copy it: ${at} → Overview, or Settings → Endpoint.`;
  const paste = "Set ENDPOINT to it, or use a terminal, which asks. Run the command again.";
  const open = `If it is off, at ${access}: Settings → Workspace Settings → Audit Forwarding,`;
  const on = `select the source ${httpSource.name}, switch it On, Save Changes.`;
  return [
    ...(settings.workspaceToken ? [] : [fill]),
    ...(endpoint ? [] : [`${copy} ${paste}`]),
    `${open} ${on}`,
    `Delete the token of TOKEN: ${access}/tokens`,
    "A shared secret can be added: docs/set-up.md, step 8.",
  ];
}

/** Ends a plan, or a run. @param rest what is left. */
function sayEnd({ isPlan, changes, checks, print }: Workspace, rest: string[]): void {
  const notes = checks.size > 0 ? ["Please check:", ...[...checks].map((line) => `- ${line}`)] : [];
  const planned = "Nothing was changed. To do all this: npm run deploy -- --yes";
  const plan = [...changes, ...notes, changes[0] ? planned : "Nothing to make."];
  const left = rest.map((line, index) => `${index + 1}. ${line}`);
  for (const line of isPlan ? plan : [...notes, "What is left:", ...left]) print(line);
}
