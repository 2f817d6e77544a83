// npm start: replays audit events through dist/handler.js and shows what goes out.
import { readFileSync } from "node:fs";
import nodeFetch from "node-fetch";
import type { Message } from "../src/message";
import { SETTINGS, USERS } from "./fixtures/audit-events";
import { SAMPLES, type Sample } from "./fixtures/samples";
import { createPublicApi } from "./segment/public-api";
import { createRuntime } from "./segment/runtime";

const { WORKSPACE_SLUG, WORKSPACE_TOKEN, REGION } = process.env;

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const [file] = process.argv.slice(2);
  if (!WORKSPACE_SLUG !== !WORKSPACE_TOKEN) {
    throw new Error("Set both WORKSPACE_SLUG and WORKSPACE_TOKEN, or neither.");
  }
  const asksSegment = Boolean(WORKSPACE_TOKEN);
  const fetch = asksSegment ? nodeFetch : createPublicApi(USERS);
  const settings = asksSegment
    ? { workspaceSlug: WORKSPACE_SLUG, workspaceToken: WORKSPACE_TOKEN, region: REGION }
    : SETTINGS;
  console.log(
    asksSegment
      ? `Asking the Public API about users of ${WORKSPACE_SLUG}.\n`
      : `With a built-in directory of users: ${USERS.map(({ email }) => email).join(", ")}.\n`,
  );

  const { call } = createRuntime({ fetch });
  const offline = createRuntime({ fetch: () => Promise.reject(new Error("The API is down.")) });
  for (const sample of file ? [readSample(file)] : SAMPLES) {
    const run = sample.apiIsDown ? offline.call : call;
    const { messages, error, logs } = await run(sample.body, { ...settings, ...sample.settings });
    console.log(bold(sample.title));
    for (const event of [sample.body].flat()) console.log(`  in   ${describeEvent(event)}`);
    for (const message of messages) console.log(describeMessage(message));
    if (messages.length === 0) console.log(`  out  nothing${error ? "" : ": blocked"}`);
    if (error) console.log(`  ${error.name}: ${error.message}`);
    for (const line of logs) console.log(`  log  ${line}`);
    console.log();
  }
}

/** The request in the user's file: a body, or a captured request with the body in `payload`. */
function readSample(file: string): Sample {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON: ${Object(error).message}`);
  }
  return { title: file, body: Object(Object(json).payload).body ?? json };
}

function describeEvent(event: unknown): string {
  const { event: name, type, userId } = Object(event);
  return `${name ?? type ?? "?"} by ${userId ?? "?"}`;
}

function describeMessage({ event, userId, anonymousId, properties }: Message): string {
  const { email, email_missing, workspace_slug } = properties;
  const added = Object.entries({ email, email_missing, workspace_slug });
  return [
    `  out  ${bold(event)} by ${userId ?? anonymousId}`,
    ...added.flatMap(([name, value]) => (value === undefined ? [] : `       + ${name}: ${value}`)),
  ].join("\n");
}

function bold(text: string): string {
  const styled = process.stdout.isTTY && process.stdout.hasColors();
  return styled ? `\x1b[1m${text}\x1b[22m` : text;
}
