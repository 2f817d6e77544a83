// npm start, run in this process.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ADA, GRACE } from "../../tools/segment/samples";
import type { Fault, PublicApiServer, Workspace } from "../../tools/segment/stand-in-api";
import { clock } from "../../tools/shared/clock";
import { start } from "../../tools/start/command";
import { empty } from "./deployed-workspace";
import { serve, settle, WORKSPACE_TOKEN } from "./deployment";

/** A new file with this content: a text, bytes, or a value as JSON. */
export function write(content: unknown): string {
  const name = path.join(mkdtempSync(path.join(tmpdir(), "start-")), "events.json");
  const isFinal = typeof content === "string" || Buffer.isBuffer(content);
  writeFileSync(name, isFinal ? content : JSON.stringify(content));
  return name;
}

/** What it prints, warns of and shows on the way, and how it fails. Nothing in it acts in a terminal. */
export async function run(words: string[], environment: Record<string, string> = {}) {
  const lines: string[] = [];
  const warnings: string[] = [];
  const progress: string[] = [];
  const print = (text: string) => lines.push(...text.split("\n"));
  const warn = (text: string) => warnings.push(text);
  const showProgress = (text: string) => progress.push(text);
  const world = { ...clock, wait: async () => {}, print, warn, showProgress };
  const { failure } = await settle(start(words, environment, world));
  const all = [...lines, ...warnings, ...progress, failure];
  for (const line of all) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]|sgp_/u);
  return { lines, printed: lines.join("\n"), warnings: warnings.join("\n"), progress, failure };
}

/** What goes wrong with the requests for a path: with so many of them. */
export function at(route: string, fault: Fault, times = Infinity): PublicApiServer["fault"] {
  let left = times;
  return (_, __, path) => (path === route && left-- > 0 ? fault : undefined);
}

/** What the stand-in for the Public API has, and how it fails. */
interface Api extends Pick<Workspace, "events" | "users"> {
  fault?: PublicApiServer["fault"];
}

/** Runs it beside a stand-in for the Public API. `asked` are the paths that were asked for. */
export async function runBeside(api: Api, words: string[] = [], environment = {}) {
  const { fault, ...lists } = { users: [ADA, GRACE], ...api };
  const { server } = await serve({ ...empty(), ...lists }, fault && { fault });
  const access = { WORKSPACE_TOKEN, API_URL: server.url };
  const outcome = await run(words, { ...access, ...environment }).finally(server.close);
  return { ...outcome, asked: server.requests.map((request) => request.path) };
}
