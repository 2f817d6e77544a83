// segment-audit-function 3.0.0
//
// Gives each event of Segment's audit trail its name and its actor's email, and writes the message
// that people read. The last function, onRequest, is the way of an event from start to end.
//
// Add these settings in the editor. Their labels are in SETTING_DEFINITIONS.
//   workspaceSlug   String, required
//   workspaceToken  String, required, encrypted
//   region          String
//   blockedEvents   Array
//   sharedSecret    String, encrypted

// src/json.ts
/** Whether the value is a JSON object: no array, no null. */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value if it is a JSON object, else an empty one. */
function asObject(value) {
  return isObject(value) ? value : {};
}

/** The value if it is a string and not an empty one, else undefined. */
function asText(value) {
  return typeof value === "string" && value ? value : undefined;
}

/** An id as text: a string that is not blank, or a safe integer. Else undefined. */
function toId(value) {
  const id = Number.isSafeInteger(value) ? String(value) : value;
  return typeof id === "string" ? id.trim() || undefined : undefined;
}

/** The value as JSON; undefined when it is nested too deeply. */
function toJson(value, replace) {
  try {
    return JSON.stringify(value, replace);
  } catch {
    return undefined;
  }
}

// src/region.ts
/** Where the Public API answers (Segment docs), and the app is (action-destinations). */
const REGIONS = {
  us: { api: "https://api.segmentapis.com", app: "https://app.segment.com" },
  eu: { api: "https://eu1.api.segmentapis.com", app: "https://eu1.app.segment.com" },
};

/** The region that a text names, in any case; `us` by default. */
function asRegion(text = "us") {
  const region = text.toLowerCase();
  return region === "us" || region === "eu" ? region : undefined;
}

// src/settings.ts
const TEXT = { type: "STRING", required: false, sensitive: false };

function define(label, description, kind = {}) {
  return { label, description, ...TEXT, ...kind };
}

/** What the function editor asks for. */
const SETTING_DEFINITIONS = {
  workspaceSlug: define(
    "Workspace slug",
    "The slug in app.segment.com/<slug>. It is sent on as workspace_slug.",
    { required: true },
  ),
  workspaceToken: define(
    "Workspace token",
    "A Public API token for this function alone, to look up emails.",
    { required: true, sensitive: true },
  ),
  region: define("Region", "Where the workspace is: us (the default) or eu."),
  blockedEvents: define(
    "Blocked events",
    "Names of events to drop. Schema* drops all that start with Schema; * alone is refused.",
    { type: "ARRAY" },
  ),
  sharedSecret: define("Shared secret", "Requests must have it in the header X-Shared-Secret.", {
    sensitive: true,
  }),
};

/**
 * Checks the settings as the runtime passes them. Unset, null and blank mean the same.
 * @throws ValidationError that names the setting that is missing or wrong, and what it takes.
 */
function parseSettings(raw) {
  const values = asObject(raw);
  const read = (name) => trim(name, values[name]);
  const workspaceSlug = read("workspaceSlug") ?? fail("workspaceSlug");
  const workspaceToken = read("workspaceToken") ?? fail("workspaceToken");
  // What a header cannot carry.
  if (!/^[!-~]+$/.test(workspaceToken)) fail("workspaceToken");
  const region = asRegion(read("region")) ?? fail("region");
  const blockedEvents = readList("blockedEvents", values.blockedEvents);
  // It would drop everything.
  if (blockedEvents.includes("*")) fail("blockedEvents");
  const sharedSecret = read("sharedSecret");
  return { workspaceSlug, workspaceToken, region, blockedEvents, sharedSecret };
}

/** The text without white space around it, or undefined when that leaves nothing. */
function trim(name, value) {
  const text = value ?? "";
  return typeof text === "string" ? text.trim() || undefined : fail(name);
}

function readList(name, value) {
  if (Array.isArray(value)) return value.flatMap((item) => trim(name, item) ?? []);
  return trim(name, value) ? fail(name) : [];
}

function fail(name) {
  const { description } = SETTING_DEFINITIONS[name];
  throw new ValidationError(`Setting ${name} is missing or wrong. ${description}`);
}

// src/request.ts
/**
 * The request's body, parsed from JSON.
 * @throws InvalidEventPayload when it is not JSON.
 */
async function readBody(request) {
  try {
    return await request.json();
  } catch {
    throw new InvalidEventPayload("The body is not JSON: expected an audit event, or an array.");
  }
}

// src/shared-secret.ts
/** @throws ValidationError for a request without the shared secret in its header. */
function verifySender({ headers }, sharedSecret) {
  const digest = (text) => crypto.createHash("sha256").update(text).digest();
  const given = digest(headers.get("X-Shared-Secret") ?? "");
  // In a time that tells nothing of where the texts differ.
  if (crypto.timingSafeEqual(given, digest(sharedSecret))) return;
  throw new ValidationError(
    "The shared secret is missing or wrong. Send X-Shared-Secret: X-Signature no longer counts.",
  );
}

// src/category.ts
/** The first match counts. A name that is new gets a category, too. */
const PATTERNS = [
  ["failure", /\b(failed|partial(ly)?|skipped|violations detected|new forbidden)\b/],
  ["failure", /\bnew\b.*\b(blocked|omitted)\b/],
  ["noise", /\b(completed?|inferred|new event allowed|permission check|preview)\b/],
  ["noise", /\b(retrieved|validation)\b/],
  ["security", /\b(access|credentials?|downloaded|functions?|invite[ds]?|log ?in)\b/],
  ["security", /\b(memberships?|passwords?|permissions?|polic(y|ies)|roles?|sso|subjects?)\b/],
  ["security", /\b(support|tokens?|users?|viewed)\b/],
  ["breaking", /\b(archived|block(ed)?|breaking|deleted|disabled|disconnected)\b/],
  ["breaking", /\b(forbidden|omit|removed)\b/],
];

/** How much of a name counts, in characters. Published ones have up to 59. */
const MAX_LENGTH = 200;

/** The category of an audit event, by its name. */
function categorize(name) {
  const words = name.slice(0, MAX_LENGTH).toLowerCase();
  return PATTERNS.find(([, pattern]) => pattern.test(words))?.[0] ?? "change";
}

// src/email.ts
/** Most look-ups in one call: a batch, or a stranger, must not spend the whole rate limit. */
const MAX_LOOK_UPS = 100;

/** Why there is no email. Only after "unavailable" can a retry help. */
const REASONS = {
  other: "not a user",
  segment: "triggered by Segment itself",
  nobody: "nobody named",
  "too many people": `over ${MAX_LOOK_UPS} people in one request`,
  "malformed id": "malformed user id",
  "not found": "user not found",
  "no email": "user has no email",
  "token rejected": "workspaceToken rejected",
  "request refused": "request refused",
  unavailable: "Public API unavailable",
};

/** Why there is no email, in the words of `email_missing`. */
function explainMissing(missing) {
  const reason = REASONS[missing.kind];
  return "status" in missing ? `${reason} (${missing.status})` : reason;
}

/** The longest email, in characters (RFC 5321). */
const MAX_ADDRESS_LENGTH = 320;

/** A line, with something before the last `@`, and no white space behind it. */
const ADDRESS = /^[^\p{Cc}\u2028\u2029]+@[^\s\p{Cc}@]+$/u;

/** The value without white space around it, if that is an email. */
function toEmail(value) {
  const address = typeof value === "string" ? value.trim() : "";
  return address.length <= MAX_ADDRESS_LENGTH && ADDRESS.test(address) ? address : undefined;
}

// src/message-id.ts
/** The longest `messageId` that Segment takes, in characters (Segment docs: Common fields). */
const MAX_MESSAGE_ID_LENGTH = 100;

/**
 * The `messageId` of a message: the same for the same event, so that a retry makes no duplicate.
 * Never the event's own: Segment drops an id that it saw in the last 24 hours, in any source
 * (Segment docs: Handling duplicate data). No readable id equals a hashed one.
 * @param original the event's own id, if it has one.
 * @param json the whole event.
 */
function deriveMessageId(original, json) {
  const readable = `audit:${original}`;
  if (original && readable.length <= MAX_MESSAGE_ID_LENGTH) return readable;
  const hashed = original ?? json;
  return `audit-sha256:${crypto.createHash("sha256").update(hashed).digest("hex")}`;
}

// src/time.ts
/** The rest of an ISO 8601 time, behind its date. The zone is `Z`, `+02`, `+0200` or `+02:00`. */
const CLOCK =
  /^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)$/i;

/** The value if it is a time on a date that exists, from the year 2000 on. */
function asTime(value) {
  const text = asText(value) ?? "";
  const date = text.slice(0, 10);
  // A 30th of February becomes a day in March.
  const exists = date >= "2000" && new Date(date).toJSON()?.startsWith(date);
  return exists && CLOCK.test(text.slice(10)) ? text : undefined;
}

// src/audit-event.ts
/** The most events in a batch of Webhooks (Actions) (Segment docs). */
const MAX_EVENTS = 4_000;

/** Why a request, or an element of it, is refused. */
const FAULTS = {
  "no event": "The batch is empty: expected audit events.",
  "too many": `Too many events in one request: expected ${MAX_EVENTS} at most.`,
  "no object": "Not an event: expected a JSON object.",
  "another event": "Not an audit event: expected a track call named Audit.",
  "no name": "The audit event has no name: expected it in properties.type.",
  "too deep": "The audit event is nested too deeply to be sent on: expected fewer levels.",
};

/**
 * The audit events in a body: one, or a JSON array of them. Anything else is logged and skipped.
 * @throws EventNotSupported or InvalidEventPayload, the first one, when there is no audit event.
 */
function parseAuditEvents(body) {
  const all = Array.isArray(body) ? body : [body];
  if (all.filter(isObject).length > MAX_EVENTS) throw toError("too many");
  const parsed = all.map(parseAuditEvent);
  const events = parsed.flatMap((one) => ("event" in one ? one.event : []));
  const faults = parsed.flatMap((one) => ("error" in one ? one.error : []));
  if (events.length === 0) throw toError(faults[0] ?? "no event");
  if (faults.length > 0) {
    const reasons = [...new Set(faults)].map((fault) => FAULTS[fault]);
    console.warn(`Skipped ${faults.length} of ${parsed.length} events. ${reasons.join(" ")}`);
  }
  return events;
}

function toError(fault) {
  const FaultError = fault === "another event" ? EventNotSupported : InvalidEventPayload;
  return new FaultError(FAULTS[fault]);
}

/** Reads an audit event, which needs a name. What else is odd is left out. */
function parseAuditEvent(raw) {
  const refuse = (error) => ({ error });
  if (!isObject(raw)) return refuse("no object");
  const isTrack = !raw.type || raw.type === "track";
  const isAudit = !raw.event || asText(raw.event)?.toLowerCase() === "audit";
  if (!isTrack || !isAudit) return refuse("another event");
  const properties = asObject(raw.properties);
  const name = asText(properties.type);
  if (!name) return refuse("no name");
  const json = toJson(raw);
  if (!json) return refuse("too deep");
  const event = {
    name,
    category: categorize(name),
    details: asObject(properties.details),
    properties,
    // The actor's, if it is there.
    email: toEmail(properties.email),
    workspaceId: toId(properties.workspace_id),
    // Unread: what cannot be read may be somebody.
    userId: raw.userId,
    anonymousId: toId(raw.anonymousId),
    messageId: deriveMessageId(asText(raw.messageId), json),
    timestamp: asTime(raw.timestamp),
    context: isObject(raw.context) ? raw.context : undefined,
    receivedAt: asTime(raw.receivedAt),
  };
  return { event };
}

// src/blocked-events.ts
/** Whether an entry of the setting is the name, or ends in `*` and begins like it. */
function isBlocked(name, blockedEvents) {
  return blockedEvents.some((entry) =>
    entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : name === entry,
  );
}

// src/normal-form.ts
/** How much of a text is read, in characters. */
const MAX_READ_LENGTH = 240;

/** Sorting marks takes the square of their number: so they are sorted in pieces. */
const PIECES = /.{1,32}/gsu;

/** What reorders or hides text, what Unicode ignores by default (DI), halves of characters. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{DI}]/gu;

/** White space, other characters that show as nothing, and control characters. */
const BREAKS = /[\s\u2800\u{13441}\u{13442}\u{16fe4}\u{1d159}\p{Cc}]+/gu;

/**
 * The start of a text in Unicode's form NFKC, without what is invisible: full-width brackets become
 * what they stand for. What is cut ends in `…`.
 */
function toNormalForm(text) {
  if (/^[ -~]{0,240}$/.test(text)) return text;
  const start = text.slice(0, MAX_READ_LENGTH);
  const form = start.replace(PIECES, (piece) => piece.normalize("NFKC"));
  const shown = form.slice(0, MAX_READ_LENGTH).replace(INVISIBLE, "");
  return Math.max(text.length, form.length) > MAX_READ_LENGTH ? `${shown}…` : shown;
}

/** A text as one line, without control characters and what is invisible. */
function toOneLine(text) {
  return text.replace(INVISIBLE, "").replace(BREAKS, " ").trim();
}

// src/secrets.ts
const HIDDEN = "[hidden]";

/** Words in a secret's key, however written: `writeKey`, `api_key`. */
const SECRET = [
  "(?:write|api|access|auth|private|signing|encryption)[^a-z]{0,3}key",
  "token|secret|credential|authorization|bearer|cookie|jwt",
  "pwd|pass[^a-z]{0,3}(?:word|wd|phrase|code)",
].join("|");

/** How a harmless key with such a word ends: `token_id`, but not `token_valid`. */
const HARMLESS_END = "(?:name|type|scope|count|(?:[^a-z]|token|secret|key|word)(?:uu|gu)?id)s?";
const SECRET_KEY = new RegExp(`(?:${SECRET})[^]*(?<!${HARMLESS_END})$`, "i");

/** The rest of such a key in a text: of a word, of more words in quotes, or in brackets. */
const REST = `(?:[\\w.%[\\]-]*|[^"\\n]{0,30}(?=\\\\*"))(?<!${HARMLESS_END})(?:\\\\*["'])?\\]?`;
const BLANKS = "[^\\S\\n]*";
const IN_QUERY = "(?<=[?&#][\\w.%[\\]-]*=)";

/** What may stand in place of a secret: nothing, true and the like, or 0. */
const NO_SECRET = [
  `(\\\\*["'])(?:true|false)?\\2`,
  `(?:true|false|null|0)${BLANKS}[,;&}\\]]`,
  `(?:true|false|null|0)?${BLANKS}(?:\\n|$)`,
  `${IN_QUERY}&`,
].join("|");

/** A text in quotes, an object and all behind it, a part of a query, or the rest of the line. */
const SECRET_VALUE = [
  `(\\\\*["'])[^]+?(?:(?<!\\\\)\\3|$)`,
  "[{[][^]*",
  `${IN_QUERY}[^\\s&#"]+`,
  ".+",
].join("|");

/** A key, `=` or `:`, and its value. */
const SECRET_IN_TEXT = new RegExp(
  `((?:${SECRET})${REST}\\s*[=:]{1,2}>?${BLANKS})(?!${BLANKS}(?:${NO_SECRET}))(?:${SECRET_VALUE})`,
  "gi",
);

/** The colon before a password: not a scheme's, nor one before a port and a path. */
const BEFORE_PASSWORD = /(?<=[^:/@']|:\/\/)(?<!mailto):(?!\/\/|\d{1,5}\/|$)/i;

/** The value, or `[hidden]` where its key, as it is shown, is a secret's. */
function hideSecret(key, value) {
  const isHarmless = !value || value === true || value === "true" || value === "false";
  // Most places in a list are so short.
  if (isHarmless || key.length < 3) return value;
  const words = toOneLine(toNormalForm(key)).replace(/[a-z](?=[A-Z])/g, "$&_");
  return SECRET_KEY.test(words) ? HIDDEN : value;
}

/** A text with the secrets in it hidden, and the passwords of `user:password@`. */
function hideSecretsIn(text) {
  if (!/[=:]/.test(text)) return text;
  return text
    .replace(SECRET_IN_TEXT, (_, start, __, quote = "") => start + quote + HIDDEN + quote)
    .replace(/[^\s"]+/g, (word) => {
      // The `@` may be behind a cut.
      const end = word.endsWith("…") ? word.length - 1 : word.lastIndexOf("@");
      const start = word.slice(0, Math.max(end, 0)).search(BEFORE_PASSWORD) + 1;
      return start ? word.slice(0, start) + HIDDEN + word.slice(end) : word;
    });
}

// src/plain-text.ts
/** How long a value in a text may be, in characters. */
const MAX_VALUE_LENGTH = 200;

/** Words, times, nothing: most values need no work. */
const PLAIN_WORDS = /^(?:\w+(?:(?:[ /-]|(?<=\d)\.(?=\d)|(?<=[T:]\d\d):(?=\d\d))\w+)*)?$/;
const WORD = "[\\p{L}\\p{M}\\p{N}]+";

/** An email, in any script, that does nothing in Slack. */
const HARMLESS = `(?!.*www\\.)${WORD}([._%+'-]+${WORD})*@(?=.*\\.)${WORD}((\\.|-+)${WORD})*`;
const HARMLESS_ADDRESS = new RegExp(`^${HARMLESS}$`, "iu");

/**
 * A value from outside as a text that does nothing in Slack: a line of at most 200 characters, with
 * secrets hidden; empty for what is absent or blank. An email alone stays as it is.
 */
function toPlainText(value) {
  const text = toText(value).trim();
  if (text.length <= MAX_VALUE_LENGTH) {
    if (PLAIN_WORDS.test(text)) return text;
    if (HARMLESS_ADDRESS.test(text) && toOneLine(text) === text) return text;
  }
  const shown = hideSecretsIn(toNormalForm(text));
  return cut(disarm(toOneLine(shown)), MAX_VALUE_LENGTH);
}

/** A text as it is; anything else as compact JSON. */
function toText(value) {
  if (typeof value === "string") return value;
  // A value and its comma have two characters: the rest is not shown.
  let left = 0.6 * MAX_VALUE_LENGTH;
  const replace = (key, one) =>
    left-- > 0 ? hideSecret(key, Array.isArray(one) ? one.slice(0, left) : one) : undefined;
  return toJson(value ?? undefined, replace) ?? "";
}

/**
 * What acts becomes a look-alike (Slack docs: Formatting text): bold, pings, links, bare domains,
 * code blocks, and entities, which are decoded on the way, `&amp;lt;` in two steps.
 */
function disarm(text) {
  if (!/[*~<>`&:.\u3002]/.test(text)) return text;
  return text
    .replaceAll("*", "∗")
    .replaceAll("~", "∼")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll("`", "'")
    .replace(/&(?=#|\w+;|[lg]t|amp)/gi, "＆")
    .replaceAll("://", "[:]//")
    .replace(/(www)[.\u3002]/gi, "$1[.]")
    .replace(/(\S)[.\u3002](?=\p{L})/gu, "$1․");
}

/** The text, or its start and `…`, with `maxLength` characters at most. */
function cut(text, maxLength) {
  if (text.length <= maxLength) return text;
  // Half an emoji goes too.
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

// src/actor.ts
/** The user id of Segment itself, also behind `users/` and the like. */
const SEGMENT_ID = "__system__";
const SEGMENT = { kind: "segment", id: SEGMENT_ID };

/** Its email, in commit messages of Git Sync. */
const SEGMENT_EMAIL = "internal-service@segment.com";

/**
 * Finds who did it. A user in `subject` comes first: an event that `__system__` sent can name one
 * there. `userId` did it, where `subject_id` may be whom it was done to. It was Segment only where
 * nothing could mean somebody else.
 */
function findActor({ details, properties, userId }) {
  const { subject, subject_id, subject_type } = details;
  const email = toEmail(details.subject_email);
  if (email?.toLowerCase() === SEGMENT_EMAIL) return SEGMENT;
  const bySubject = toPerson(/^users\/(.+)$/s.exec(asText(subject) ?? "")?.[1]);
  const bySubjectId = subject_type === "user" ? toPerson(subject_id) : undefined;
  const id = bySubject ?? toPerson(userId) ?? bySubjectId;
  // The email is that of the user whom the details name.
  if (id) return { kind: "user", id, email: id === (bySubject ?? bySubjectId) ? email : undefined };
  const other = toOther(subject) ?? toOther(subject_id);
  if (other) return { kind: "other", id: other };
  const fields = [subject, subject_id, userId];
  const isClear = !email && (isObject(properties.details) || isBlank(properties.details));
  const isSegment = isClear && fields.every((one) => isBlank(one) || isSystem(one));
  return isSegment && fields.some(isSystem) ? SEGMENT : { kind: "nobody", id: undefined };
}

function toPerson(value) {
  return isSystem(value) ? undefined : toId(value);
}

/** Somebody or something else, as text: an object or a list as JSON. */
function toOther(value) {
  return typeof value === "object" ? toText(value) || undefined : toPerson(value);
}

function isSystem(value) {
  return typeof value === "string" && /(^|\/)__system__$/.test(value.trim());
}

function isBlank(value) {
  const text = value ?? "";
  return typeof text === "string" && !text.trim();
}

// src/public-api.ts
/** How long a look-up may take. The runtime stops a call after 5,000 ms. */
const LOOK_UP_MS = 3_000;

/** The largest answer that is read. A user's has a few KB. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** The ids seen so far have 10 to 27 of these characters. Anything else could steer the URL. */
const PLAIN_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Asks the Public API for a user's email. Never throws.
 * @param id a plain one: it becomes part of the URL.
 */
async function fetchEmail(id, settings) {
  try {
    // A redirect is refused: node-fetch before 2.6.7 takes the token along (CVE-2022-0235).
    const response = await fetch(`${REGIONS[settings.region].api}/users/${id}`, {
      headers: { Authorization: `Bearer ${settings.workspaceToken}`, Accept: "application/json" },
      redirect: "error",
      timeout: LOOK_UP_MS,
      size: MAX_ANSWER_BYTES,
    });
    const { status } = response;
    if (status === 401 || status === 403) return { kind: "token rejected", status };
    // 408, 429 and 5xx say that a retry can help.
    const isFinal = status >= 400 && status < 500 && ![404, 408, 429].includes(status);
    if (isFinal) return { kind: "request refused", status };
    if (status !== 200 && status !== 404) return { kind: "unavailable" };
    const { data, errors } = asObject(await response.json());
    // A gateway's 404 is about no user.
    if (status === 404) return { kind: Array.isArray(errors) ? "not found" : "unavailable" };
    const user = asObject(asObject(data).user);
    if (user.id !== id) return { kind: "unavailable" };
    const address = toEmail(user.email);
    return address ? { kind: "known", address } : { kind: "no email" };
  } catch {
    return { kind: "unavailable" };
  }
}

// src/look-up.ts
/** What is kept, and for how long. */
const KEPT = ["known", "not found", "no email"];
const CACHE_MS = 10 * 60_000;

/** How long the cache may take, too. */
const CACHE_WAIT_MS = 1_000;

/** A user's email, from the cache or else from the Public API. No failure is kept. Never throws. */
async function lookUpEmail(id, settings) {
  const key = `${settings.region}/${settings.workspaceSlug}/${id}`;
  // A cache may store a load when that ends: it has to end before a failure is deleted.
  const load = () => within(LOOK_UP_MS, () => fetchEmail(id, settings));
  return within(LOOK_UP_MS + CACHE_WAIT_MS, async () => {
    const email = await cache.load(key, CACHE_MS, load);
    if (!KEPT.includes(email.kind)) await cache.delete(key);
    return email;
  });
}

/** What the work comes to: "unavailable" where it fails or takes longer. */
async function within(limitMs, work) {
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ kind: "unavailable" }), limitMs);
  });
  try {
    return await Promise.race([work(), timeout]);
  } catch {
    return { kind: "unavailable" };
  } finally {
    clearTimeout(timer);
  }
}

// src/attribution.ts
/**
 * Finds the actor of each event, and their email: the one that the event brings along, or one
 * look-up a user, all at once. Never throws.
 */
function attribute(events, settings) {
  const lookUps = new Map();
  function findEmail(event, actor) {
    if (event.email) return { kind: "known", address: event.email };
    if (actor.kind !== "user") return { kind: actor.kind };
    if (actor.email) return { kind: "known", address: actor.email };
    if (!PLAIN_ID.test(actor.id)) return { kind: "malformed id" };
    const started = lookUps.get(actor.id);
    if (started) return started;
    if (lookUps.size === MAX_LOOK_UPS) return { kind: "too many people" };
    const lookUp = lookUpEmail(actor.id, settings);
    lookUps.set(actor.id, lookUp);
    return lookUp;
  }
  return Promise.all(
    events.map(async (event) => {
      const actor = findActor(event);
      return { event, actor, email: await findEmail(event, actor) };
    }),
  );
}

// src/retry.ts
/**
 * How long an event waits for its email. Segment calls again up to six times, after 1 to 20 minutes
 * each (Segment docs: Source Functions FAQ). After 10 minutes several of those calls are left.
 */
const RETRY_WINDOW_MS = 10 * 60_000;

/** Whether a retry can still bring the email: only where the event is known to be new. */
function isWorthRetrying({ event, email }) {
  if (email.kind !== "unavailable") return false;
  const ageMs = Date.now() - Date.parse(event.receivedAt ?? "");
  return Math.abs(ageMs) < RETRY_WINDOW_MS;
}

// src/slack-text.ts
/** What one can still read, in characters. */
const MAX_SLACK_TEXT_LENGTH = 3_000;

/** The most details that are shown. Published events have up to 16. */
const MAX_DETAILS = 30;
const SEPARATOR = " · ";
const ICONS = {
  security: ":rotating_light:",
  breaking: ":warning:",
  failure: ":warning:",
  change: ":gear:",
  noise: ":gear:",
};

/** Our labels. A detail of such a name gets `details <name>`. */
const OWN_LABELS = ["email", "more details", "timestamp", "userId", "workspace_id"];

/**
 * The Slack message, at most five lines and 3,000 characters: nothing from outside can ping, be a
 * link or begin a line.
 * @returns the whole, and its first line with the link.
 */
function toSlackText({ event, actor }, summary, { workspaceSlug, region }) {
  const first = `${ICONS[event.category]} *${summary.name}*${summary.rest}`;
  const last = toLine(
    toItem("userId", actor.id),
    toItem("workspace_id", event.workspaceId),
    toItem("timestamp", event.timestamp),
  );
  const link = `${REGIONS[region].app}/${encodeURIComponent(toOneLine(workspaceSlug))}/audit-trail`;
  const room = MAX_SLACK_TEXT_LENGTH - [first, "", last, link].join("\n").length;
  const details = toDetails(event.details, room);
  const full = [first, details, last, link].filter(Boolean).join("\n");
  return { full, short: [first, link].join("\n") };
}

/** A value with its label, or nothing for an empty one. */
function toItem(label, value) {
  const text = toPlainText(value);
  return text && `*${label}:* ${text}`;
}

function toLine(...items) {
  return items.filter(Boolean).join(SEPARATOR);
}

/** The details in a line, or those that fit and how many do not. */
function toDetails(details, maxLength) {
  const keys = Object.keys(details).filter((key) => (details[key] ?? "") !== "");
  const items = [];
  let room = maxLength + SEPARATOR.length;
  for (const [index, key] of keys.sort().entries()) {
    const name = toPlainText(key) || "?";
    const label = OWN_LABELS.includes(name) ? `details ${name}` : name;
    const item = toItem(label, hideSecret(key, details[key]));
    const rest = `*more details:* ${keys.length - index}`;
    const isLast = index === keys.length - 1;
    if (item) room -= item.length + SEPARATOR.length;
    if (index === MAX_DETAILS || room < (isLast ? 0 : rest.length + SEPARATOR.length))
      return toLine(...items, rest);
    items.push(item);
  }
  return toLine(...items);
}

// src/who.ts
/** How much of an id is shown, in characters: the reason fits behind it. */
const MAX_SHOWN_ID_LENGTH = 60;

/** Who did it, in words for people: an email, or what else is known. Nothing in it can act. */
function describeActor(actor, email) {
  if (email.kind === "known") return toPlainText(email.address);
  if (actor.kind === "segment") return "Segment";
  if (actor.kind === "nobody") return explainMissing(email);
  const id = cut(toPlainText(actor.id) || "?", MAX_SHOWN_ID_LENGTH);
  return actor.kind === "other" ? id : `${id} (${explainMissing(email)})`;
}

// src/summary.ts
/** How long a summary may be, in characters. */
const MAX_SUMMARY_LENGTH = 200;

/** How much of an event's name is shown, in characters, so that who did it fits. */
const MAX_SHOWN_NAME_LENGTH = 100;

/**
 * An event in a line of at most 200 characters. Who did it comes before what it was done to, whose
 * name cannot forge it then.
 * @returns what happened, `Audience Created`, and the rest, ` by ada@acme.test: Big spenders`.
 */
function toSummary({ event, actor, email }) {
  const name = cut(toPlainText(event.name) || "?", MAX_SHOWN_NAME_LENGTH);
  const what = describeDetails(event.details);
  const rest = ` by ${describeActor(actor, email)}${what && `: ${what}`}`;
  return { name, rest: cut(rest, MAX_SUMMARY_LENGTH - name.length) };
}

/** What it happened to, or an empty text when the details do not say. */
function describeDetails(details) {
  const target = toPlainText(details.target);
  const what = toPlainText(details.name) || toPlainText(details.description) || target;
  if (what) return target && target !== what ? `${what} in ${target}` : what;
  const resource = join(" ", [details.resource_type, details.resource_id]);
  return join(" on ", [details.action, resource]);
}

/** Those of the values that say something. */
function join(separator, values) {
  return values.map(toPlainText).filter(Boolean).join(separator);
}

// src/message.ts
/** Segment takes 32 KB a message (Segment docs: Tracking API), with what it adds. */
const MAX_MESSAGE_BYTES = 32_000;

/** The message for an audit event. Where it is too large, its texts are shorter, or left out. */
function toMessage(attributed, settings) {
  const { event, actor, email } = attributed;
  const line = toSummary(attributed);
  // Set anew, so that a message has exactly one of the two.
  const { email: _, email_missing: __, ...properties } = event.properties;
  properties.workspace_slug = settings.workspaceSlug;
  if (email.kind === "known") properties.email = email.address;
  else properties.email_missing = explainMissing(email);
  properties.category = event.category;
  properties.summary = line.name + line.rest;
  const text = toSlackText(attributed, line, settings);
  const message = {
    event: event.name,
    ...(actor.id ? { userId: actor.id } : { anonymousId: event.anonymousId ?? "unknown" }),
    properties,
    messageId: event.messageId,
    ...(event.timestamp && { timestamp: event.timestamp }),
    ...(event.context && { context: event.context }),
  };
  for (const one of [text.full, text.short]) {
    properties.slack_text = one;
    if (Buffer.byteLength(JSON.stringify(message)) <= MAX_MESSAGE_BYTES) return message;
  }
  delete properties.slack_text;
  delete properties.summary;
  return message;
}

// src/handler.ts
/**
 * Segment calls this for each request to the function's endpoint.
 * @throws ValidationError, EventNotSupported, InvalidEventPayload: Segment drops the request.
 * @throws RetryError: Segment calls again with the same request.
 */
async function onRequest(request, rawSettings) {
  const settings = parseSettings(rawSettings);
  const { sharedSecret, blockedEvents } = settings;
  const body = await readBody(request);
  if (sharedSecret) verifySender(request, sharedSecret);
  const wanted = parseAuditEvents(body).filter(({ name }) => !isBlocked(name, blockedEvents));
  const events = await attribute(wanted, settings);
  if (events.some(({ email }) => email.kind === "token rejected")) {
    console.error("workspaceToken was rejected. Set one of a Workspace Owner, or check region.");
  }
  if (events.some(isWorthRetrying)) {
    throw new RetryError("The Public API is unavailable. Segment tries again, up to six times.");
  }
  // Segment collects messages when this function returns: nothing may throw once one is sent.
  let sent = 0;
  for (const event of events) {
    try {
      Segment.track(toMessage(event, settings));
      sent += 1;
    } catch {
      console.error("Segment refused one of the messages.");
    }
  }
  if (events.length > 0 && sent === 0) {
    throw new InvalidEventPayload("Segment.track accepted none of the messages.");
  }
}
