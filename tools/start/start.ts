import nodeFetch from "node-fetch";
import { adviseOnNetwork, type Environment } from "../environment";
import type { Surroundings } from "../public-api";
import { findUser, SETTINGS } from "../segment/audit-events";
import { createPublicApi } from "../segment/public-api";
import { createRuntime } from "../segment/runtime";
import { readSamples } from "./read-file";
import { createSamples } from "./samples";
import { createDisplay } from "./show";
import { refuseTooLarge } from "./size";
import { checkSlug, createClient, findFirstUser, readWorkspace } from "./workspace";

/**
 * Replays the file that the words name, or else samples, through dist/handler.js, and prints what
 * comes of each request.
 * @throws Failure when the words, the environment, the file or the Public API do not allow it.
 */
export async function start(
  words: string[],
  environment: Environment,
  surroundings: Surroundings,
): Promise<void> {
  const { print } = surroundings;
  const workspace = readWorkspace(environment);
  const given = words.length ? readSamples(words) : undefined;
  const networkAdvice = adviseOnNetwork(environment);
  const client = workspace && createClient(workspace, { ...surroundings, networkAdvice });
  const about = client
    ? await checkSlug(client, workspace.workspaceSlug)
    : given
      ? "Emails are made up. Set WORKSPACE_SLUG and WORKSPACE_TOKEN to ask the Public API " +
        "(and REGION=eu for a workspace in the EU)."
      : "Emails come from a small built-in directory.";
  const samples = given ?? createSamples(client && (await findFirstUser(client)));

  const find = given ? (id: string) => ({ id, email: `${id}@acme.test` }) : findUser;
  const normally = createRuntime({ fetch: workspace ? nodeFetch : createPublicApi(find) });
  const duringOutage = createRuntime({ fetch: () => Promise.reject(new Error("down")) });
  const display = createDisplay(print);

  print(`${about}\n`);
  for (const sample of samples) {
    const { call } = sample.apiIsDown ? duringOutage : normally;
    const settings = { ...(workspace ?? SETTINGS), ...sample.settings };
    display.show(
      sample,
      refuseTooLarge(sample.body, sample.text) ?? (await call(sample.body, settings)),
    );
  }
  display.showRest();
}
