import { SETTING_DESCRIPTIONS, type Settings } from "../../src/settings";

/** A setting of the function, as the Public API takes it. `sensitive` is "Encrypted" in the editor. */
export interface SettingDefinition {
  name: string;
  label: string;
  description: string;
  type: "STRING" | "ARRAY";
  required: boolean;
  sensitive: boolean;
}

/** The settings that the function editor asks for. The guide has the same table. */
export const SETTING_DEFINITIONS: SettingDefinition[] = [
  define("workspaceSlug", "Workspace slug", { required: true }),
  define("workspaceToken", "Workspace token", { required: true, sensitive: true }),
  define("region", "Region"),
  define("blockedEvents", "Blocked events", { type: "ARRAY" }),
  define("sharedSecret", "Shared secret", { sensitive: true }),
];

function define(
  name: keyof Settings,
  label: string,
  kind: Partial<SettingDefinition> = {},
): SettingDefinition {
  const description = SETTING_DESCRIPTIONS[name];
  return { name, label, description, type: "STRING", required: false, sensitive: false, ...kind };
}
