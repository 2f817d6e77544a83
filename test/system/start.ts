// npm start, run in this process.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { clock } from "../../tools/clock";
import { Failure } from "../../tools/failure";
import { start } from "../../tools/start/start";

/** A new file with this content: a text, bytes, or a value as JSON. */
export function write(content: unknown): string {
  const name = path.join(mkdtempSync(path.join(tmpdir(), "start-")), "events.json");
  const isFinal = typeof content === "string" || Buffer.isBuffer(content);
  writeFileSync(name, isFinal ? content : JSON.stringify(content));
  return name;
}

/** What it prints, how it fails, and what it shows on the way. No control character is in any of it. */
export async function run(words: string[], environment: Record<string, string> = {}) {
  const lines: string[] = [];
  const progress: string[] = [];
  let failure = "";
  try {
    await start(words, environment, {
      ...clock,
      wait: async () => {},
      print: (line) => lines.push(...line.split("\n")),
      showProgress: (text) => progress.push(text),
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error.message;
  }
  const printed = lines.join("\n");
  for (const line of [...lines, failure, ...progress]) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const token = environment.WORKSPACE_TOKEN;
  if (token) expect(printed + failure + progress).not.toContain(token);
  return { lines, printed, failure, progress };
}
