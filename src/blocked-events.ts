/**
 * Whether the setting `blockedEvents` drops events of this name. An entry that ends in `*` drops
 * every name that starts as the entry does; any other entry drops the name that it is.
 */
export function isBlocked(name: string, blockedEvents: string[]): boolean {
  return blockedEvents.some((entry) =>
    entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : name === entry,
  );
}
