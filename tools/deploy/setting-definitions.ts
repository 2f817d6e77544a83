import { SETTING_DESCRIPTIONS, type Settings } from "../../src/settings";

/**
 * The settings that the function editor asks for, as the Public API takes them. Step 2 of the
 * guide lists them, too. `sensitive` is "Encrypted" in the editor.
 */
export const SETTING_DEFINITIONS = [
  define("workspaceSlug", "Workspace slug", { required: true }),
  define("workspaceToken", "Workspace token", { required: true, sensitive: true }),
  define("region", "Region"),
  define("blockedEvents", "Blocked events", { type: "ARRAY" }),
  define("sharedSecret", "Shared secret", { sensitive: true }),
];

function define(name: keyof Settings, label: string, more: object = {}) {
  const usual = { type: "STRING", required: false, sensitive: false };
  return { name, label, description: SETTING_DESCRIPTIONS[name], ...usual, ...more };
}
