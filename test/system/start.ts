// npm start, run in this process.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ADA, GRACE } from "../../tools/segment/samples";
import { type Fault, type PublicApiServer, servePublicApi } from "../../tools/segment/stand-in-api";
import { clock } from "../../tools/shared/clock";
import { Failure } from "../../tools/shared/failure";
import { start } from "../../tools/start/command";

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
  let failure = "";
  try {
    const print = (text: string) => lines.push(...text.split("\n"));
    const warn = (text: string) => warnings.push(text);
    const showProgress = (text: string) => progress.push(text);
    await start(words, environment, { ...clock, wait: async () => {}, print, warn, showProgress });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error.message;
  }
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
interface Api {
  events?: { id: string; timestamp: string }[];
  users?: { id: string; email: string }[];
  newestFirst?: boolean;
  fault?: PublicApiServer["fault"];
}

/** Runs it beside a stand-in for the Public API. `asked` are the paths that were asked for. */
export async function runBeside(api: Api, words: string[] = [], environment = {}) {
  const { events = [], users = [ADA, GRACE], newestFirst = true, fault = () => undefined } = api;
  const workspace = { functions: [], sources: [], destinations: [], users, events };
  const server = await servePublicApi(workspace, { sgp_acme_1: "read" });
  server.fault = fault;
  server.leeway.newestFirst = newestFirst;
  const access = { WORKSPACE_TOKEN: "sgp_acme_1", API_URL: server.url };
  const outcome = await run(words, { ...access, ...environment }).finally(() => server.close());
  return { ...outcome, asked: server.requests.map((request) => request.path) };
}
