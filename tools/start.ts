// npm start: replays audit events through dist/handler.js and shows what comes of them.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import nodeFetch from "node-fetch";
import type { Message } from "../src/message";
import type { Template } from "../templates/slack";
import { findUser, SETTINGS } from "./segment/audit-events";
import { createPublicApi } from "./segment/public-api";
import { createRuntime } from "./segment/runtime";
import { postClassic } from "./segment/slack";
import { SAMPLES, type Sample } from "./start/samples";

const slack: { templates: Template[] } = JSON.parse(
  readFileSync(path.join(__dirname, "../templates/slack.json"), "utf8"),
);

const hasColors = process.stdout.isTTY && process.stdout.hasColors();

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const [file] = process.argv.slice(2);
  const samples = file === undefined ? SAMPLES : [readSample(file)];
  const { fetch, settings, about } = findDirectory(file !== undefined);
  const normally = createRuntime({ fetch });
  const duringOutage = createRuntime({ fetch: () => Promise.reject(new Error("down")) });

  console.log(`${about}\n`);
  for (const [index, { title, body, settings: more, apiIsDown }] of samples.entries()) {
    const runtime = apiIsDown ? duringOutage : normally;
    const { messages, error, logs } = await runtime.call(body, { ...settings, ...more });
    console.log(bold(title));
    console.log(`  in   ${[body].flat().map(describeEvent).join(", ")}`);
    if (index === 0) for (const message of messages) console.log(`${describeMessage(message)}\n`);
    else for (const { properties } of messages) console.log(`  out  ${properties.summary}`);
    if (error) console.log(`  out  nothing. ${error.name}: ${error.message}`);
    else if (messages.length === 0) console.log("  out  nothing: blocked");
    for (const line of logs) console.log(`  log  ${line}`);
  }
}

/** Where the emails come from: the Public API when there is a token, else a stand-in. */
function findDirectory(isUsersFile: boolean) {
  const { WORKSPACE_SLUG, WORKSPACE_TOKEN, REGION } = process.env;
  if (!WORKSPACE_SLUG !== !WORKSPACE_TOKEN) {
    throw new Error("Set both WORKSPACE_SLUG and WORKSPACE_TOKEN, or neither.");
  }
  if (WORKSPACE_SLUG) {
    return {
      fetch: nodeFetch,
      settings: {
        workspaceSlug: WORKSPACE_SLUG,
        workspaceToken: WORKSPACE_TOKEN,
        region: REGION,
      },
      about: `Emails come from the Public API, for the workspace ${WORKSPACE_SLUG}.`,
    };
  }
  return isUsersFile
    ? {
        fetch: createPublicApi((id) => ({ id, email: `${id}@acme.test` })),
        settings: SETTINGS,
        about:
          "Emails are made up. Set WORKSPACE_SLUG and WORKSPACE_TOKEN to ask the Public API " +
          "(and REGION=eu for a workspace in the EU).",
      }
    : {
        fetch: createPublicApi(findUser),
        settings: SETTINGS,
        about: "Emails come from a small built-in directory.",
      };
}

/** The request in the user's file: a body, or a captured request with the body in `payload`. */
function readSample(file: string): Sample {
  try {
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    return { title: file, body: Object(Object(json).payload).body ?? json };
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON: ${Object(error).message}`);
  }
}

function describeEvent(event: unknown): string {
  const { event: name, type, userId } = Object(event);
  return `${name ?? type ?? "?"} by ${userId ?? "?"}`;
}

/** All that the function adds, and the text as it is in Slack. */
function describeMessage(message: Message): string {
  const { event, userId, anonymousId, properties } = message;
  const added = Object.entries(properties).filter(([name]) =>
    ["email", "email_missing", "workspace_slug", "summary"].includes(name),
  );
  const [inSlack = ""] = postClassic(slack, { type: "track", ...message });
  return [
    `  out  ${bold(event)} by ${userId ?? anonymousId}`,
    ...added.map(([name, value]) => `       + ${name}: ${value}`),
    "       + slack_text:",
    ...inSlack.split("\n").map((line) => `       ${cyan("│")} ${showMarkup(line)}`),
  ].join("\n");
}

/** Slack's bold as the terminal's, where it has one. */
function showMarkup(line: string): string {
  return hasColors ? line.replace(/\*(.+?)\*/g, (_, text) => bold(text)) : line;
}

function bold(text: string): string {
  return hasColors ? `\x1b[1m${text}\x1b[22m` : text;
}

function cyan(text: string): string {
  return hasColors ? `\x1b[36m${text}\x1b[39m` : text;
}
