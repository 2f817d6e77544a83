import { asObject, asText } from "../../src/json";
import { SETTINGS } from "../segment/audit-events";
import { createPublicApi } from "../segment/public-api";
import { createRuntime } from "../segment/runtime";
import { readRequests } from "./read-file";
import { toFaultLines, toLine, toSlackLines } from "./show";
import type { Workspace } from "./workspace";

/** So many events are shown. */
const MAX_SHOWN = 20;

/**
 * Shows what Slack shows for each event of a file.
 * @param workspace where emails come from. By default they are made up.
 * @throws Failure that says what is wrong with the file.
 */
export async function replayFile(
  words: string[],
  workspace: Workspace | undefined,
  print: (line: string) => void,
): Promise<void> {
  const requests = readRequests(words);
  const madeUp = createPublicApi((id) => ({ id, email: `${id}@acme.test` }));
  const { call } = createRuntime({ fetch: workspace?.fetch ?? madeUp });
  print(
    workspace
      ? `${workspace.title}: emails come from the Public API.`
      : "Emails are made up. Set WORKSPACE_TOKEN to ask the Public API (and REGION=eu in the EU).",
  );
  let seen = 0;
  for (const body of requests) {
    const outcome = await call(body, workspace?.settings ?? SETTINGS);
    const shown = outcome.messages.map(toSlackLines);
    const faults = toFaultLines(outcome);
    if (faults.length) shown.push(faults.map((line) => `${nameEvent(body)}: ${line}`));
    for (const lines of shown.slice(0, Math.max(MAX_SHOWN - seen, 0))) {
      print("");
      for (const line of lines) print(line);
    }
    seen += shown.length;
  }
  if (seen > MAX_SHOWN) print(`\nAnd ${seen - MAX_SHOWN} more.`);
}

function nameEvent(body: unknown): string {
  if (Array.isArray(body)) return `A batch of ${body.length}`;
  const { event, type, properties } = asObject(body);
  return toLine(asText(asObject(properties).type) ?? event ?? type) || "?";
}
