/** Whether an entry of the setting is the name, or ends in `*` and begins like it. */
export function isBlocked(name: string, blockedEvents: string[]): boolean {
  return blockedEvents.some((entry) =>
    entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : name === entry,
  );
}
