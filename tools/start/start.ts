import nodeFetch from "node-fetch";
import { findUser, SETTINGS } from "../segment/audit-events";
import { createPublicApi, type User } from "../segment/public-api";
import { createRuntime } from "../segment/runtime";
import { type GivenFile, readGivenFile } from "./read-file";
import { createSamples, type Sample } from "./samples";
import { createDisplay, type Terminal } from "./show";
import { describeTooLarge, refuseTooLarge } from "./size";
import { checkWorkspace, findFirstUser, readWorkspace } from "./workspace";

/** What to replay, and where the emails come from. */
interface Replay {
  /** What to say first, a line each. */
  about: string[];
  samples: Sample[];
  fetch: unknown;
  settings: object;
}

/**
 * Replays the file that the words name, or else the samples, through dist/handler.js, and prints
 * what comes of each request.
 * @throws Failure when the words, the file, the environment or the Public API do not allow it.
 */
export async function start(
  words: string[],
  environment: Record<string, string | undefined>,
  terminal: Terminal,
): Promise<void> {
  const { about, samples, fetch, settings } = await prepare(readGivenFile(words), environment);
  const normally = createRuntime({ fetch });
  const duringOutage = createRuntime({ fetch: () => Promise.reject(new Error("down")) });
  const display = createDisplay(terminal);

  for (const line of [...about, ""]) terminal.print(line);
  for (const sample of samples) {
    const { call } = sample.apiIsDown ? duringOutage : normally;
    const { body } = sample;
    const outcome = refuseTooLarge(body) ?? (await call(body, { ...settings, ...sample.settings }));
    display.show(sample, outcome);
  }
  display.showRest();
}

async function prepare(
  file: GivenFile | undefined,
  environment: Record<string, string | undefined>,
): Promise<Replay> {
  const workspace = readWorkspace(environment);
  if (workspace) {
    const about = await checkWorkspace(workspace);
    return {
      ...(file ? useFile(file, about) : useSamples(about, await findFirstUser(workspace))),
      fetch: nodeFetch,
      settings: {
        workspaceSlug: workspace.slug,
        workspaceToken: workspace.token,
        region: workspace.region,
      },
    };
  }
  if (file) {
    const about =
      "Emails are made up. Set WORKSPACE_SLUG and WORKSPACE_TOKEN to ask the Public API " +
      "(and REGION=eu for a workspace in the EU).";
    const fetch = createPublicApi((id) => ({ id, email: `${id}@acme.test` }));
    return { ...useFile(file, [about]), fetch, settings: SETTINGS };
  }
  return {
    ...useSamples(["Emails come from a small built-in directory."]),
    fetch: createPublicApi(findUser),
    settings: SETTINGS,
  };
}

function useSamples(about: string[], user?: User) {
  return { about, samples: createSamples(user) };
}

function useFile({ name, bodies, isArray }: GivenFile, about: string[]) {
  const samples = bodies.map((body, index): Sample => ({ body, ...(!index && { title: name }) }));
  const tooLarge = isArray && describeTooLarge(bodies);
  return {
    about: tooLarge ? [...about, `Replayed one by one. As one request: ${tooLarge}`] : about,
    samples,
  };
}
