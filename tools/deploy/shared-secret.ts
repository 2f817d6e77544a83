import { randomBytes } from "node:crypto";
import { isObject, type JsonObject } from "../../src/json";
import type { ensureDestination } from "./destination";
import { hasOurSlug } from "./function-source";
import type { Source } from "./source";
import { type Secret, sayWrong, toSecret, writeSettings } from "./source-settings";
import type { Workspace } from "./workspace";

/** The header in which the function expects the setting `sharedSecret`. */
const HEADER = "X-Shared-Secret";

/** The shared secret that a mapping with these headers sends. */
export function toSentSecret(headers: unknown): Secret {
  if (!isObject(headers)) return "not shown";
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  return names.includes(HEADER.toLowerCase()) ? "set" : "none";
}

/** The mapping that sends the secret, and what brings it up to date. */
interface Mapping extends Awaited<ReturnType<typeof ensureDestination>> {
  /** All that it has to have, but for the new secret. */
  settings: JsonObject;
  /** Whether it has them already: it is only written if its secret changes. */
  isRight: boolean;
}

/**
 * Writes the settings of the source, and the mapping, with a new secret on both sides if the source
 * takes one. The source is without one until the mapping sends it, so that a run that stops between
 * loses no event. Where Segment shows both sides, the next run sees that it is missing. Says which
 * settings a person has to check.
 */
export async function writeBothSides(
  workspace: Workspace,
  source: Source,
  { existing, ensureMapping, settings, isRight }: Mapping,
): Promise<void> {
  const { name, isNew } = source;
  const before = isNew ? "none" : toSecret(source);
  // What a person set stays where Segment does not show it.
  const canWrite = before !== "not shown" || (!existing && hasOurSlug(source));
  const cleared = (canWrite && !isNew && (await writeSettings(workspace, source, ""))) || source;
  const shown = toSecret(cleared);
  const now = shown === "not shown" ? before : shown;
  const sent = existing ? toSentSecret(settings.headers) : "none";
  const isFixed = now === "set" || (now === "not shown" && sent !== "none");
  // Where neither side has a secret, that stays.
  if ((isRight && before !== "set") || (existing && isFixed)) {
    const what = `Segment keeps the shared secret of the source ${name}, or does not show it`;
    const how = "So the mapping stays as it is. Mend it by hand: docs/set-up.md, steps 5 and 8.";
    if (!isRight) workspace.print(`${what}. ${how}`);
    await ensureMapping();
    return sayWrong(workspace, cleared, sent);
  }
  const secret = canWrite && !isFixed ? randomBytes(32).toString("hex") : undefined;
  await ensureMapping({ ...settings, headers: secret ? { [HEADER]: secret } : {} });
  const after = (secret && (await writeSettings(workspace, source, secret))) || cleared;
  // The source did not take it. With none on either side, the next run finds nothing to mend.
  if (toSecret(after) === "none") await ensureMapping({ ...settings, headers: {} });
  sayWrong(workspace, after, secret ? "set" : "none");
}
