import type { User } from "../answers";
import { invalid, type Json } from "./check";

type Item = Json & { id: string };

/** What is in a workspace. Requests change it. */
export interface Workspace {
  functions: Item[];
  sources: Source[];
  destinations: (Item & { subscriptions: Item[] })[];
  users?: User[];
  /** The audit trail, as the Public API shows it (SDK: auditEventV1.ts). */
  events?: (Item & { timestamp: string })[];
}

export interface Source extends Item {
  metadata: { id: string };
  /** The values as they are. Answers leave them out, or have those that are sensitive masked. */
  settings: Json;
  /** The code that this source of a function runs. The Public API does not show it. */
  runs?: string;
}

/** What the documents leave open, and what a workspace may therefore do. */
export interface Leeway {
  /** Whether answers have the fields that are optional. */
  optionalFields: "given" | "absent" | "null";
  /** What becomes of the `settings` of a function's source. */
  sourceSettings: "taken" | "refused";
  /** Whether answers have them. */
  shownSettings: "masked" | "none";
  /** Under which name the answer has a mapping: the reference's or the SDK's. */
  subscriptionKey: "subscription" | "destinationSubscription";
  /** How long lists do not have what was just made, in ms. */
  lagMs: number;
  /** Whether audit events are in this order, and whether `startTime` and `endTime` are heeded. */
  newestFirst: boolean;
  heedsTimes: boolean;
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

/** The characters of ids, and their lengths, as public exports of workspaces have them. */
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const ID_LENGTHS = [22, 10, 21, 20];

/** What every kind of request works on. */
export class Served {
  clock = { nowMs: 0 };
  leeway: Leeway = {
    optionalFields: "given",
    sourceSettings: "refused",
    shownSettings: "none",
    subscriptionKey: "subscription",
    lagMs: 0,
    newestFirst: true,
    heedsTimes: false,
  };
  private readonly madeAtMs = new Map<unknown, number>();

  constructor(readonly workspace: Workspace) {}

  /** Gives something new an id. Lists that lag behind do not have it at first. */
  make<Fields extends object>(fields: Fields): Fields & { id: string } {
    const { functions, sources, destinations } = this.workspace;
    const mappings = destinations.flatMap(({ subscriptions }) => subscriptions);
    const count = [functions, sources, destinations, mappings].flat().length;
    const length = ID_LENGTHS[count % ID_LENGTHS.length] ?? 0;
    const made = { id: "made".padEnd(length, BASE58[count % BASE58.length]), ...fields };
    this.madeAtMs.set(made, this.clock.nowMs);
    return made;
  }

  /** The item as answers show it, as far as its optional fields go. */
  show(item: Json, optional: string[]): Json {
    const { optionalFields } = this.leeway;
    const nothing = optionalFields === "null" ? null : undefined; // JSON leaves undefined out.
    const hidden = optionalFields === "given" ? [] : optional.map((name) => [name, nothing]);
    return { ...item, ...Object.fromEntries(hidden) };
  }

  /** What a list that may lag behind has. */
  list<Item>(all: Item[]): Item[] {
    const lateMs = this.clock.nowMs - this.leeway.lagMs;
    return all.filter((item) => (this.madeAtMs.get(item) ?? lateMs) <= lateMs);
  }

  /**
   * A page of a list.
   * @param most how many items a client may ask for, and how many it gets at most: two, by
   *   default, so that there are several pages.
   */
  page(query: URLSearchParams, key: string, all: object[], most = { asked: 200, given: 2 }): Json {
    const count = Number(query.get("pagination[count]"));
    const isRight = count >= 1 && count <= most.asked;
    if (!isRight) throw invalid("pagination.count", "is out of range");
    const toCursor = (at: number) => Buffer.from(String(at)).toString("base64");
    const cursor = query.get("pagination[cursor]") ?? toCursor(0);
    const start = Number(Buffer.from(cursor, "base64").toString());
    const end = start + Math.min(count, most.given);
    const next = end < all.length ? toCursor(end) : undefined;
    return { [key]: all.slice(start, end), pagination: { current: cursor, next } };
  }
}

/** The values with those under these names masked, as a destination's are. */
export function mask(values: unknown, names: string[]): Json {
  const entries = Object.entries(Object(values)).map(([name, value]) => {
    const text = typeof value === "string" && names.includes(name) ? value : undefined;
    return [name, text ? `••••••••••${text.length > 10 ? text.slice(-4) : ""}` : value];
  });
  return Object.fromEntries(entries);
}
