import { Failure } from "../failure";
import { toSafeLine } from "../safe-line";
import { ensureDeployed } from "./deployed";
import { ensureFunction } from "./function";
import { createFunctionSource } from "./function-source";
import type { Options } from "./options";
import { listRest } from "./rest";
import { ensureSlack } from "./slack";
import type { Thing } from "./snapshot";
import { ensureWebhook } from "./webhook";
import { createWorkspace, openWorkspace, type Surroundings, type Workspace } from "./workspace";

/**
 * Makes what is missing of the chain. First as a plan, which changes nothing: what would stop the run
 * stops it there. Without `yes`, that is all.
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
  const sources: [Thing, ...Thing[]] = [first, ...more];
  if (isBehind || !existing[0]) await ensureDeployed(workspace, sources);
  const chain = await ensureWebhook(workspace, sources);
  await ensureSlack(workspace, chain.source);
  for (const { name } of [...sources, chain.httpSource].filter(({ isOn }) => !isOn)) {
    workspace.check(`The source ${name} is off. Switch it on in its Settings.`);
  }
  return listRest(workspace, chain);
}

/** Ends a plan, or a run. @param rest what is left. */
function sayEnd({ isPlan, changes, checks, print }: Workspace, rest: string[]): void {
  const notes = checks.size > 0 ? ["Please check:", ...[...checks].map((line) => `- ${line}`)] : [];
  const plan = changes[0] ? "Nothing was changed. To do all this: npm run deploy -- --yes" : "";
  const left = rest.map((line, index) => `${index + 1}. ${line}`);
  const end = isPlan ? [plan || "Nothing is missing."] : ["What is left:", ...left];
  for (const line of [...(isPlan ? changes : []), ...notes, ...end]) print(line);
}
