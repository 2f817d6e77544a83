import { toPlainText } from "../../src/plain-text";
import { Failure, OpenFailure } from "./failure";
import { planFunction } from "./function";
import type { Options } from "./options";
import type { Plan, Planning, Step } from "./plan";
import { createPublicApi } from "./public-api";
import { planSlack, suggestSlack } from "./slack";

/** What the command does to the world around it. */
export interface Surroundings {
  /** The text of dist/handler.js. */
  code: string;
  print(line: string): void;
  wait(ms: number): Promise<void>;
  /** Ends a request that takes too long. */
  createTimeout(): AbortSignal;
  save: Planning["save"];
}

/** The same, with the Public API, and with secrets kept out of what is printed. */
type Context = Surroundings & Planning;

/** How long a new thing may take to show up in its list, in ms. */
const LOOK_AFTER_MS = [1_000, 5_000];

const NEXT_STEPS = `
What is left to do by hand, where it is not done yet. The README has it step by step:
  1. Connect a source to the function: Connections → Catalog → Functions → the function →
     Connect Source. Fill in workspaceSlug and workspaceToken, and copy the source's endpoint.
  2. Send the audit trail there: an HTTP API source, with a Webhooks (Actions) destination that
     posts to the endpoint, batching off.
  3. Settings → Workspace Settings → Audit Forwarding: choose the HTTP API source.`;

/**
 * Plans what has to change in the workspace, prints it, and with `yes` carries it out.
 * @throws Failure, one readable line. Then a second run finishes the work.
 */
export async function deploy(options: Options, surroundings: Surroundings): Promise<void> {
  const { token, webhookUrl } = options;
  const hide = (text: string) => hideSecrets(text, [token, ...(webhookUrl ? [webhookUrl] : [])]);
  const print = (line: string) => surroundings.print(hide(line));
  const api = createPublicApi({ ...surroundings, print, hide, url: options.apiUrl, token });
  try {
    const context = { ...surroundings, print, api };
    await carryOutPlans(await makePlans(options, context), options, context);
  } catch (error) {
    throw error instanceof Failure ? new Failure(hide(error.message)) : error;
  }
}

async function makePlans(options: Options, context: Context): Promise<Plan[]> {
  const { destinationId, webhookUrl } = options;
  return [
    await planFunction(context, options, context.code),
    destinationId
      ? await planSlack(context, destinationId, webhookUrl)
      : await suggestSlack(context),
  ];
}

async function carryOutPlans(plans: Plan[], { yes }: Options, context: Context): Promise<void> {
  const { print } = context;
  for (const note of plans.flatMap(({ notes }) => notes)) print(note);
  const steps = plans.flatMap((plan) => plan.steps);
  if (steps.length === 0) return print("Nothing to change.");
  if (!yes) {
    print("The plan:");
    for (const step of steps) print(describe(step));
    return print("Nothing was changed. To carry this out: npm run deploy -- --yes");
  }
  for (const [index, step] of steps.entries()) {
    if (step.prepare) print(step.prepare());
    print(`${index + 1}/${steps.length} ${describe(step)}`);
    await carryOut(step, context);
  }
  print(`Done.\n${NEXT_STEPS}`);
}

function describe({ method, path, changes }: Step): string {
  return [`${method} ${path}`, ...changes.map((change) => `    ${change}`)].join("\n");
}

/** Makes the change. What would come to be twice is looked up rather than made again. */
async function carryOut(step: Step, { api, print, wait }: Context): Promise<void> {
  try {
    await api.change(step.method, step.path, step.body);
  } catch (error) {
    if (!(error instanceof OpenFailure)) throw error;
    if (!step.isThere) {
      throw new Failure(`${error.message} Run the command again: it goes on where this stopped.`);
    }
    print(`${error.message} Looking whether it is there.`);
    for (const ms of LOOK_AFTER_MS) {
      await wait(ms);
      if (await step.isThere()) return print("It is there.");
    }
    throw new Failure(
      `${error.message} It is not there so far. Run the command again in a minute: it looks first, ` +
        "so that there will not be two.",
    );
  }
}

/**
 * The text without secrets, as they are and as `toPlainText` shows them. Slack's webhooks are
 * secrets too, whichever Segment's answers quote.
 */
function hideSecrets(text: string, secrets: string[]): string {
  return secrets
    .flatMap((secret) => [secret, toPlainText(secret)])
    .reduce((rest, secret) => rest.replaceAll(secret, "[hidden]"), text)
    .replace(/https(\[:\]|:)\/\/hooks\.slack\.com\S*/g, "[hidden]");
}
