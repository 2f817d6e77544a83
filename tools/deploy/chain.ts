import { asObject, asText } from "../../src/json";
import { REGIONS, type Region } from "../../src/settings";
import { createApiClient, type Surroundings } from "../shared/client";
import { adviseOnNetwork, type Environment, readVariable } from "../shared/environment";
import { Failure, fail } from "../shared/failure";
import { toSafeLine } from "../shared/safe-line";
import { ensureFunction } from "./function";
import { deployTo, ensureFunctionSource } from "./function-source";
import { type Options, VARIABLES } from "./options";
import { ensureSlack } from "./slack-mapping";
import { ensureWebhook } from "./webhook";
import { type Run, readLists } from "./workspace";

/** What the command reads from the world around it, and does to it. */
export type World = Surroundings & Pick<Run, "code" | "save" | "ask">;

const CHECK = "Check TOKEN (it needs Workspace Owner access), and REGION.";

/**
 * Makes what is missing of the chain. First as a plan, which changes nothing: what would stop the
 * run stops it there. Without `--yes`, that is all.
 * @returns false when a run ends while the webhook is missing.
 * @throws Failure, one readable line. A further run goes on where this one stopped.
 */
export async function deploy(words: string[], environment: Environment, world: World) {
  // Any other word may be a token: it is not printed.
  if (words.some((word) => word !== "--yes")) fail("See --help. A token goes into TOKEN.");
  const options: Options = (name) => readVariable(environment, name, VARIABLES[name]);
  const token = options("TOKEN") ?? fail("TOKEN is missing. See npm run deploy -- --help");
  const ownToken = options("WORKSPACE_TOKEN");
  if (ownToken === token) fail("WORKSPACE_TOKEN is that of TOKEN. Make a second one.");
  const region: Region = options("REGION")?.toLowerCase() === "eu" ? "eu" : "us";
  const apiUrl = options("API_URL") ?? REGIONS[region].api;
  const secrets = [token, ownToken, options("SLACK_WEBHOOK_URL"), options("ENDPOINT")];
  const clean = (text: string) => toSafeLine(text, secrets);
  const print = (line: string) => world.print(clean(line));
  const access = { ...world, apiUrl, token, clean, print, check: CHECK };
  const client = createApiClient({ ...access, networkAdvice: adviseOnNetwork(environment) });
  try {
    const { slug } = await client.readWorkspace();
    print(`Workspace ${slug} (${region})`);
    const lists = await readLists(client);
    for (const { settings } of lists.mappings) {
      secrets.push(...[settings.url, ...Object.values(asObject(settings.headers))].map(asText));
    }
    const found = { ...world, ...lists, options, client, slug, secrets };
    const ensure = (isPlan: boolean, say: Run["print"]) =>
      ensureChain({ ...found, isPlan, print: say, rest: [] });
    // In PowerShell on Windows, npm takes `-- --yes` for its own, and sets this.
    const isPlan = !words[0] && environment.npm_config_yes !== "true";
    const planned = await ensure(true, isPlan ? print : () => {});
    return isPlan ? planned : await ensure(false, print);
  } catch (error) {
    throw error instanceof Failure ? new Failure(clean(error.message)) : error;
  }
}

/** Ensures each link, in order, and prints what a person has to do. @returns what `deploy` does. */
async function ensureChain(run: Run): Promise<boolean> {
  const { isPlan, print, rest } = run;
  const { kind } = await ensureFunction(run);
  const sources = await ensureFunctionSource(run, kind);
  await deployTo(run, sources);
  const { source, isThere } = await ensureWebhook(run, sources);
  await ensureSlack(run, source);
  rest.push("Delete the token of TOKEN at the end. Set a shared secret: docs/set-up.md, step 8.");
  print("What is left:");
  for (const [index, line] of rest.entries()) print(`${index + 1}. ${line}`);
  if (isPlan) print("Nothing was changed. To do all this: npm run deploy -- --yes");
  return isPlan || isThere;
}
