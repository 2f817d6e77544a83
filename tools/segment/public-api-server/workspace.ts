import type { Json } from "./check";

/** What is in a workspace. Requests change it. */
export interface Workspace {
  functions: (Json & { id: string })[];
  sources: Source[];
  destinations: (Json & { id: string; subscriptions: (Json & { id: string })[] })[];
}

export interface Source extends Json {
  id: string;
  metadata: { id: string };
  /** The values as they are. Answers have those of sensitive settings masked. */
  settings: Json;
  /** The code that this source of a function runs. The Public API does not show it. */
  runs?: string;
}

/** What the documents leave open, and what a workspace may therefore do. */
export interface Leeway {
  /** Whether the token may change something. */
  mayChange: boolean;
  /** Whether answers have the fields that are optional. */
  optionalFields: "given" | "absent" | "null";
  /** Whether an answer to a change has what was changed, or null. */
  changedThings: "given" | "null";
  /**
   * What becomes of the `settings` of a function's source. Kept: they cannot be changed later. Partly:
   * lists are not taken. Never emptied: a secret stays when it is empty.
   */
  sourceSettings: "taken" | "kept" | "ignored" | "refused" | "partly" | "never emptied";
  /** What answers have of a source's settings: those that are not secret, or an empty object. */
  shownSettings: "all" | "not secret" | "none";
  /** How long lists do not have what was just made, in ms. */
  lagMs: number;
  /** Whether answers have a mapping's address, or a mask. */
  mappingUrls: "given" | "masked";
  /** Under which name the answer has a changed mapping. */
  subscriptionKey: "subscription" | "destinationSubscription";
}

/** One request. */
export interface Call {
  method: string;
  /** The path's parts: `/destinations/1/subscriptions/2` has the id 1 and the partId 2. */
  id: string | undefined;
  part: string | undefined;
  partId: string | undefined;
  query: URLSearchParams;
  body: unknown;
}

/** What every kind of request works on. */
export interface Served {
  workspace: Workspace;
  leeway: Leeway;
  /** An id that is new, of 22 characters. */
  newId(): string;
  /** Notes that this was made just now, for the lists that lag behind. */
  noteMade(made: object): void;
  /** A page of a list. */
  page(query: URLSearchParams, key: string, all: Json[], show: (item: Json) => Json): Json;
}

/** What stands in an answer for a secret. */
const MASK = "••••••••";

/** The values with those under these names masked. */
export function mask(values: unknown, names: string[]): Json {
  return Object.fromEntries(
    Object.entries(Object(values)).map(([name, value]) => [
      name,
      names.includes(name) && value ? MASK : value,
    ]),
  );
}

/** The item as answers show it, as far as its optional fields go. */
export function showOptional(item: Json, names: string[], { optionalFields }: Leeway): Json {
  if (optionalFields === "given") return item;
  const nothing = optionalFields === "null" ? null : undefined; // JSON leaves undefined out.
  return { ...item, ...Object.fromEntries(names.map((name) => [name, nothing])) };
}

/** What the answer to a change shows. */
export function showChanged(item: Json, { changedThings }: Leeway): Json | null {
  return changedThings === "null" ? null : item;
}
