// segment-audit-function 2.0.0
//
// Gives each event of Segment's audit trail its name and its actor's email, and writes the message
// that people read. The last function, onRequest, is the way of an event from start to end.
//
// Add these settings in the editor. The labels are in SETTING_DEFINITIONS below.
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

/** An id as text: a string that is not blank, or a number such as `12345`. Else undefined. */
function toId(value) {
  const id = typeof value === "number" ? String(value) : value;
  return typeof id === "string" && id.trim() ? id : undefined;
}

/**
 * The value as JSON, or undefined when it has none or is nested too deeply to be written.
 * @param replace what to write in place of a value, as for `JSON.stringify`.
 */
function toJson(value, replace) {
  try {
    return JSON.stringify(value, replace);
  } catch {
    return undefined;
  }
}

// src/region.ts
/**
 * Where the Public API answers (Segment docs: Public API), and where people use Segment
 * (github.com/segmentio/action-destinations: packages/cli).
 */
const REGIONS = {
  us: { api: "https://api.segmentapis.com", app: "https://app.segment.com" },
  eu: { api: "https://eu1.api.segmentapis.com", app: "https://eu1.app.segment.com" },
};

/** The region that a text names, in any case: `us` without one, undefined for any other. */
function asRegion(text = "us") {
  const region = text.toLowerCase();
  return region === "us" || region === "eu" ? region : undefined;
}

// src/settings.ts
/** What most settings are (SDK: FunctionSettingV1). `sensitive` is "Encrypted" in the editor. */
const TEXT = { type: "STRING", required: false, sensitive: false };

/** What the function editor asks for. `npm run deploy` sends the same. */
const SETTING_DEFINITIONS = {
  workspaceSlug: {
    ...TEXT,
    label: "Workspace slug",
    description: "The slug in app.segment.com/<slug>. It is sent on as workspace_slug.",
    required: true,
  },
  workspaceToken: {
    ...TEXT,
    label: "Workspace token",
    description: "A Public API token for this function alone, to look up emails.",
    required: true,
    sensitive: true,
  },
  region: {
    ...TEXT,
    label: "Region",
    description: "Where the workspace is: us (the default) or eu.",
  },
  blockedEvents: {
    ...TEXT,
    label: "Blocked events",
    description:
      "Names of events to drop. Schema* drops all that start with Schema; * alone is refused.",
    type: "ARRAY",
  },
  sharedSecret: {
    ...TEXT,
    label: "Shared secret",
    description: "Requests must have it in the header X-Shared-Secret, or be signed with it.",
    sensitive: true,
  },
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
  return {
    workspaceSlug,
    workspaceToken,
    region,
    blockedEvents,
    // As it was entered: white space around it may be part of it.
    sharedSecret: read("sharedSecret") && asText(values.sharedSecret),
  };
}

/** The text without the white space around it, or undefined when that leaves nothing. */
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
/**
 * Lets a request in that proves to know the setting `sharedSecret`, in either of two ways:
 * - `X-Shared-Secret` is the secret. It covers the whole request, whatever its body.
 * - `X-Signature` is the hex HMAC-SHA1 of the body under the secret, as Webhooks destinations send
 *   it (github.com/segmentio/action-destinations: webhook/index.ts). It fails where the runtime
 *   sorted the body's keys, and of a batch it covers the first event alone.
 * The Webhooks destination signs with its secret as entered, and a header loses white space on the
 * way. So the secret counts as entered, and without the white space around it.
 * @throws ValidationError when the request proves neither.
 */
async function verifySender(request, body, sharedSecret) {
  const secrets = [sharedSecret, sharedSecret.trim()];
  const secret = request.headers.get("X-Shared-Secret") ?? "";
  if (secrets.some((one) => isSame(secret, one))) return;
  const signature = request.headers.get("X-Signature") ?? "";
  // The text as received counts too, since json() may sort the keys. It can be gone after json().
  const received = Promise.resolve().then(() => request.text());
  const original = asText(await received.catch(() => undefined));
  const signed = Array.isArray(body) ? [toJson(body[0])] : [toJson(body), original];
  const isSigned = signed.some((text) =>
    secrets.some((one) => text && isSame(signature, sign(text, one))),
  );
  if (isSigned) return;
  throw new ValidationError(
    "The shared secret is missing or wrong. Send sharedSecret in the header X-Shared-Secret.",
  );
}

function sign(text, secret) {
  return crypto.createHmac("sha1", secret).update(text).digest("hex");
}

/** Compares in a time that tells nothing of where the texts differ. */
function isSame(given, expected) {
  const digest = (text) => crypto.createHash("sha256").update(text).digest();
  return crypto.timingSafeEqual(digest(given), digest(expected));
}

// src/category.ts
/**
 * Words in the name decide, so that an event that nobody has seen yet gets a category too.
 * The first match counts.
 */
const PATTERNS = [
  ["failure", /\b(failed|partial(ly)?|skipped|violations detected|new forbidden)\b/],
  ["failure", /\bnew\b.*\b(blocked|omitted)\b/],
  ["noise", /\b(completed?|inferred|new event allowed|permission check|preview)\b/],
  ["noise", /\b(retrieved|validation)\b/],
  ["security", /\b(access|credentials?|downloaded|functions?|invite[ds]?|log ?in)\b/],
  ["security", /\b(memberships?|passwords?|permissions?|polic(y|ies)|roles?|sso|subjects?)\b/],
  ["security", /\b(support|tokens?|users?)\b/],
  ["breaking", /\b(archived|block(ed)?|breaking|deleted|disabled|disconnected)\b/],
  ["breaking", /\b(forbidden|omit|removed)\b/],
];

/** The category of an audit event, by its name. */
function categorize(name) {
  const words = name.toLowerCase();
  return PATTERNS.find(([, pattern]) => pattern.test(words))?.[0] ?? "change";
}

// src/message-id.ts
/** The longest `messageId` that Segment takes, in characters (Segment docs: Common fields). */
const MAX_MESSAGE_ID_LENGTH = 100;

/**
 * The `messageId` of the message for an audit event. It is the same for the same event, so that a
 * retry makes no duplicate. It is never the event's own: Segment drops an id that it saw in the
 * last 24 hours, in whichever source (Segment docs: Handling duplicate data).
 * The two prefixes keep a readable id from ever being equal to a hashed one. The JSON is hashed and
 * not the text, because it tells lone surrogates apart.
 * @returns undefined for an event without an id that is nested too deeply to be hashed.
 */
function deriveMessageId(auditEvent) {
  const original = asText(auditEvent.messageId);
  const readable = `audit:${original}`;
  if (original && readable.length <= MAX_MESSAGE_ID_LENGTH) return readable;
  const json = toJson(original ?? auditEvent);
  return json && `audit-sha256:${crypto.createHash("sha256").update(json).digest("hex")}`;
}

// src/secret-keys.ts
/** Keys that name a secret, however written: `writeKey`, `api_key`, `x-auth-token`. */
const SECRET = new RegExp(
  [
    "(write|api|access|auth|private|signing|encryption)[^a-z]*key",
    "token|secret|credential|authorization|bearer|cookie|jwt",
    "pwd|pass[^a-z]*(word|wd|phrase|code)",
  ].join("|"),
  "i",
);

/** The value, or `[hidden]` for one that is not empty and whose key says that it is a secret. */
function hideSecret(key, value) {
  return value && SECRET.test(key) ? "[hidden]" : value;
}

// src/plain-text.ts
/** How long a value in a text for people may be, in characters. */
const MAX_VALUE_LENGTH = 200;

/** Words with one separator each between them. Most values are that, and need no work. */
const PLAIN_WORDS = /^\w+(?:(?:[ /:-]|(?<=\d)\.(?=\d))\w+)*$/;

/**
 * What reorders or hides text: bidirectional marks, zero width and all else that Unicode says can
 * be ignored by default (DI). And halves of characters.
 */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{DI}]/gu;

/** White space, line breaks among it, the blank braille pattern, and control characters. */
const BREAKS = /[\s\u2800\p{Cc}]+/gu;

/**
 * A value from outside as a text that people read in Slack and that does nothing there: one line of
 * at most 200 characters. What acts becomes a look-alike (Slack docs: Formatting text).
 * @returns an empty text for what is null, absent, blank or nested too deeply to be written.
 */
function toPlainText(value) {
  const text = toText(value);
  if (!text || PLAIN_WORDS.test(text)) return cut(text, MAX_VALUE_LENGTH);
  // Look-alikes come first: a full-width bracket becomes the bracket that it stands for.
  return cut(disarm(toOneLine(text.normalize("NFKC"))), MAX_VALUE_LENGTH);
}

/**
 * A value from outside as one line: no line break, no control character, nothing invisible, no
 * secret. Enough for a terminal, not for Slack. Empty where `toPlainText` is.
 */
function toOneLine(value) {
  return toText(value).replace(INVISIBLE, "").replace(BREAKS, " ").trim();
}

/** Text as it is; numbers and booleans as they are written; objects and arrays as compact JSON. */
function toText(value) {
  return typeof value === "string" ? value : (toJson(value ?? undefined, hideSecret) ?? "");
}

/**
 * What acts in Slack becomes a look-alike:
 * - `*…*` is bold, as our labels are. `<!channel>` pings, `<https://…|label>` hides where it leads.
 *   Three backticks open a code block, and what follows them starts a line.
 * - An entity is decoded to any of these on the way, `&amp;lt;` and `&amplt;` in two steps.
 * - `https://…`, `www.…` and bare domains become links. A domain's last part starts with a letter,
 *   and `。` counts as a dot in it.
 */
function disarm(text) {
  return text
    .replaceAll("*", "∗")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll("`", "'")
    .replace(/&(?=#|\w+;|[lg]t|amp)/gi, "＆")
    .replaceAll("://", "[:]//")
    .replace(/(www)[.\u3002]/gi, "$1[.]")
    .replace(/(\S)[.\u3002](?=\p{L})/gu, "$1․");
}

/** The text; when it is longer than `maxLength` characters, its start and `…`, as many in all. */
function cut(text, maxLength) {
  if (text.length <= maxLength) return text;
  // A cut through an emoji leaves half of it: that goes too.
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

// src/audit-event.ts
/** What a `timestamp` is (Segment docs: Common fields). */
const ISO_DATE = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * The audit events in a request's body: one, or a JSON array of them. Anything else is logged and
 * skipped.
 * @throws EventNotSupported or InvalidEventPayload, the first one, when there is no audit event.
 */
function parseAuditEvents(body) {
  const parsed = (Array.isArray(body) ? body : [body]).map(parseAuditEvent);
  const events = parsed.filter((one) => "name" in one && "details" in one);
  const errors = parsed.filter((one) => "message" in one);
  if (events.length === 0) {
    throw errors[0] ?? new InvalidEventPayload("The batch is empty: expected audit events.");
  }
  if (errors.length > 0) {
    const reasons = new Set(errors.map(({ message }) => message));
    console.warn(`Skipped ${errors.length} of ${parsed.length} events. ${[...reasons].join(" ")}`);
  }
  return events;
}

/**
 * Reads one audit event. It needs a name and nothing more: whatever else is odd or missing is left
 * out, so that it never costs the event.
 * @returns the event, or the error that says why it is not one.
 */
function parseAuditEvent(raw) {
  if (!isObject(raw)) return new InvalidEventPayload("Not an event: expected a JSON object.");
  const isTrack = !raw.type || raw.type === "track";
  const isAudit = !raw.event || asText(raw.event)?.toLowerCase() === "audit";
  if (!isTrack || !isAudit) {
    return new EventNotSupported("Not an audit event: expected a track call named Audit.");
  }
  const properties = asObject(raw.properties);
  const name = asText(properties.type);
  if (!name) {
    return new InvalidEventPayload("The audit event has no name: expected it in properties.type.");
  }
  const email = asText(properties.email);
  const timestamp = asText(raw.timestamp);
  return {
    name,
    category: categorize(name),
    // What it happened to, and who did it.
    details: asObject(properties.details),
    // All that the event brings, the details among them.
    properties,
    // The actor's, where the event brings it: a text that shows as something.
    email: email && toOneLine(email) ? email : undefined,
    workspaceId: toId(properties.workspace_id),
    userId: toId(raw.userId),
    anonymousId: toId(raw.anonymousId),
    messageId: deriveMessageId(raw),
    timestamp: timestamp && ISO_DATE.test(timestamp) ? timestamp : undefined,
    context: isObject(raw.context) ? raw.context : undefined,
    receivedAt: asText(raw.receivedAt),
  };
}

// src/blocked-events.ts
/**
 * Whether the setting `blockedEvents` drops events of this name. An entry that ends in `*` drops
 * every name that starts as the entry does; any other entry drops the name that it is.
 */
function isBlocked(name, blockedEvents) {
  return blockedEvents.some((entry) =>
    entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : name === entry,
  );
}

// src/email.ts
/** Why there is no email. Only after "unavailable" can a retry help. */
const REASONS = {
  other: "not a user",
  segment: "triggered by Segment itself",
  nobody: "nobody named",
  "too many people": "over 100 people in one request",
  "malformed id": "malformed user id",
  "not found": "user not found",
  "token rejected": "workspaceToken rejected",
  "request refused": "request refused",
  unavailable: "Public API unavailable",
};

/** Why there is no email, in the words of `email_missing`. */
function explainMissing(missing) {
  const reason = REASONS[missing.kind];
  return "status" in missing ? `${reason} (${missing.status})` : reason;
}

/** The longest email there can be, in characters: 64 before the `@`, 255 after it (RFC 5321). */
const MAX_ADDRESS_LENGTH = 320;

/** The value if it is an email, else undefined. */
function asEmailAddress(value) {
  const isAddress = typeof value === "string" && /^[^\s@]+@[^\s@]+$/.test(value);
  return isAddress && value.length <= MAX_ADDRESS_LENGTH ? value : undefined;
}

// src/actor.ts
/** The user id under which Segment itself acts. */
const SEGMENT_ID = "__system__";

/**
 * Finds who did it. `details` come first: an event that `__system__` sent can still name somebody
 * there. Only where nobody else is named did Segment itself act.
 */
function findActor({ details, userId }) {
  const { subject, subject_id, subject_type } = details;
  const [, userInSubject] = /^users\/(.+)$/s.exec(asText(subject) ?? "") ?? [];
  // A Permission Check has the user in `subject_id`.
  const user = toId(userInSubject) ?? (subject_type === "user" ? toId(subject_id) : undefined);
  if (user) return { kind: "user", id: user, email: asEmailAddress(details.subject_email) };
  if (userId && userId !== SEGMENT_ID) return { kind: "user", id: userId, email: undefined };
  const other = toId(subject) ?? toId(subject_id);
  if (other) return { kind: "other", id: other };
  return userId ? { kind: "segment", id: SEGMENT_ID } : { kind: "nobody", id: undefined };
}

// src/public-api.ts
/** How long a look-up may take. The runtime stops a call after 5,000 ms: this leaves room. */
const LOOK_UP_MS = 3_000;

/** The largest answer that is read. One about a user with many permissions has a few KB. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Asks the Public API for a user's email. `GET /users/<id>` answers `{"data":{"user":{"id",
 * "email",…}}}`, which counts only if it is about that user. Never throws.
 * @param id a plain user id: it becomes part of the URL.
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
    if (status === 404) return { kind: "not found" };
    if (status === 401 || status === 403) return { kind: "token rejected", status };
    // 408, 429 and 5xx say that a retry can help.
    const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
    if (isFinal) return { kind: "request refused", status };
    const answer = status === 200 ? asObject(await response.json()) : {};
    const user = asObject(asObject(answer.data).user);
    const address = asEmailAddress(user.email);
    return address && user.id === id ? { kind: "known", address } : { kind: "unavailable" };
  } catch {
    return { kind: "unavailable" };
  }
}

// src/look-up.ts
/** How long an answer is kept. */
const CACHE_MS = 10 * 60_000;

/** The ids seen so far have 10 to 27 of these characters. Anything else could steer the URL. */
const PLAIN_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A user's email, from the cache or else from the Public API, within `LOOK_UP_MS`. "Not found" is
 * kept like an email. A failure leaves nothing behind. Never throws.
 */
async function lookUpEmail(id, settings) {
  if (!PLAIN_ID.test(id)) return { kind: "malformed id" };
  const key = `${settings.region}/${settings.workspaceSlug}/${id}`;
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ kind: "unavailable" }), LOOK_UP_MS);
  });
  try {
    const load = cache.load(key, CACHE_MS, () => fetchEmail(id, settings));
    const email = await Promise.race([load, timeout]);
    if (email.kind !== "known" && email.kind !== "not found") {
      await Promise.race([cache.delete(key), timeout]);
    }
    return email;
  } catch {
    // Nothing says that the cache cannot fail.
    return { kind: "unavailable" };
  } finally {
    clearTimeout(timer);
  }
}

// src/attribution.ts
/** Most look-ups in one call: a batch, or a stranger, must not spend the whole rate limit. */
const MAX_LOOK_UPS = 100;

/**
 * Finds the actor of each event, and their email: one look-up a user, all at once. An email that
 * the event brings along is taken as it is, without a look-up. Never throws.
 */
function attribute(events, settings) {
  const lookUps = new Map();
  function findEmail(event, actor) {
    if (event.email) return { kind: "known", address: event.email };
    if (actor.kind !== "user") return { kind: actor.kind };
    if (actor.email) return { kind: "known", address: actor.email };
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
 * How long an event waits for its email. Segment calls again after 1 to 3 minutes, then at growing
 * intervals of at most 20, six times in all, and then drops the request (Segment docs: Source
 * Functions FAQ). After 10 minutes several of those calls are left to deliver the event.
 */
const RETRY_WINDOW_MS = 10 * 60_000;

/**
 * Whether a retry can still bring the event its email: the look-up failed in a way that passes,
 * and the event came in just now. A `receivedAt` that is missing or far in the future does not
 * count as now: such an event would wait until Segment drops it.
 */
function isWorthRetrying({ event, email }) {
  if (email.kind !== "unavailable") return false;
  const ageMs = Date.now() - Date.parse(event.receivedAt ?? "");
  return Math.abs(ageMs) < RETRY_WINDOW_MS;
}

// src/who.ts
/** How much of an id is shown, in characters, so that the reason behind it always fits. */
const MAX_SHOWN_ID_LENGTH = 60;

/** An address that does nothing in Slack, without letters that show blank (Hangul fillers). */
const HARMLESS_ADDRESS =
  /^(?!.*(?:www\.|[\u115f\u1160\u3164\uffa0]))[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+$/iu;

/** Who did it, in words for people: an email, or what else is known. Nothing in it can act. */
function describeActor(actor, email) {
  if (email.kind === "known") return showAddress(email.address);
  if (actor.kind === "segment") return "Segment";
  if (actor.kind === "nobody") return "nobody named";
  const id = cut(toPlainText(actor.id) || "?", MAX_SHOWN_ID_LENGTH);
  return actor.kind === "other" ? id : `${id} (${explainMissing(email)})`;
}

/** The actor's email as it is, so that it can be copied, unless something in it could act. */
function showAddress(address) {
  return HARMLESS_ADDRESS.test(address) ? address : toPlainText(address);
}

// src/slack-text.ts
/** What one can still read, in characters. Slack takes more (Slack docs: Truncating content). */
const MAX_SLACK_TEXT_LENGTH = 3_000;

/** How much of the workspace's slug goes into the link, in characters. */
const MAX_SLUG_LENGTH = 100;

/** Room for the words that count the details left out, in characters. */
const COUNT_LENGTH = 40;
const SEPARATOR = " · ";
const ICONS = {
  security: ":rotating_light:",
  breaking: ":warning:",
  failure: ":warning:",
  change: ":gear:",
  noise: ":gear:",
};

/**
 * The labels of ours. A detail of the same name is labelled `details <name>`, with a space, since
 * `details.email` could be a domain.
 */
const OWN_LABELS = ["email", "more details", "timestamp", "userId", "workspace_id"];

/**
 * The whole Slack message: at most five lines and 3,000 characters, whatever comes in. What
 * happened, the details, where and when, and a link to the audit trail. Nothing from outside can
 * ping, become a link or begin a line.
 */
function toSlackText({ event, actor, email }, summary, { workspaceSlug, region }) {
  const first = `${ICONS[event.category]} *${summary.name}*${summary.rest}`;
  const ids = [
    toItem("userId", toPlainText(actor.id)),
    toItem("workspace_id", toPlainText(event.workspaceId)),
    toItem("timestamp", toPlainText(event.timestamp)),
  ];
  const last = ids.filter(Boolean).join(SEPARATOR);
  const slug = encodeURIComponent(cut(toOneLine(workspaceSlug), MAX_SLUG_LENGTH));
  const link = `${REGIONS[region].app}/${slug}/audit-trail`;
  const details = Object.keys(event.details)
    .sort()
    .map((key) => {
      const value = event.details[key];
      const isActors = email.kind === "known" && value === email.address;
      const text = isActors ? showAddress(email.address) : toPlainText(hideSecret(key, value));
      const label = toPlainText(key) || "?";
      return toItem(OWN_LABELS.includes(label) ? `details ${label}` : label, text);
    })
    .filter(Boolean);
  const room = MAX_SLACK_TEXT_LENGTH - [first, "", last, link].join("\n").length;
  return [first, joinWithin(room, details), last, link].filter(Boolean).join("\n");
}

/** A text with its label, or an empty text for an empty one. */
function toItem(label, text) {
  return text && `*${label}:* ${text}`;
}

/** The items in a line, or as many as fit into so many characters and how many do not. */
function joinWithin(maxLength, items) {
  const all = items.join(SEPARATOR);
  if (all.length <= maxLength) return all;
  const kept = [];
  let room = maxLength - COUNT_LENGTH;
  for (const item of items) {
    room -= item.length + SEPARATOR.length;
    if (room < 0) break;
    kept.push(item);
  }
  return [...kept, `*more details:* ${items.length - kept.length}`].join(SEPARATOR);
}

// src/summary.ts
/** How long a summary may be, in characters. */
const MAX_SUMMARY_LENGTH = 200;

/** How much of an event's name is shown, in characters, so that who did it always fits. */
const MAX_NAME_LENGTH = 100;

/**
 * An event in one line of at most 200 characters. Who did it comes before anything that others
 * chose, so that no name can forge it, and a line that is too long is simply cut.
 * @returns what happened, `Audience Created`, and the rest, ` by ada@acme.test: Big spenders`.
 */
function toSummary({ event, actor, email }) {
  const name = cut(toPlainText(event.name) || "?", MAX_NAME_LENGTH);
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

/** Those of the values that say something, with the separator between them. */
function join(separator, values) {
  return values.map(toPlainText).filter(Boolean).join(separator);
}

// src/message.ts
/**
 * Segment takes 32 KB of JSON a message (Segment docs: Tracking API). That is 32,768 bytes at most:
 * the rest is left for what Segment adds, such as the time of receipt.
 */
const MAX_MESSAGE_BYTES = 32_000;

/**
 * The message for an audit event: named for what happened, with who did it, and with the texts that
 * people read. A message that is large already goes without the texts rather than be lost.
 */
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
  properties.slack_text = toSlackText(attributed, line, settings);
  const message = {
    event: event.name,
    ...(actor.id ? { userId: actor.id } : { anonymousId: event.anonymousId ?? "unknown" }),
    properties,
    ...(event.messageId && { messageId: event.messageId }),
    ...(event.timestamp && { timestamp: event.timestamp }),
    ...(event.context && { context: event.context }),
  };
  for (const text of ["slack_text", "summary"]) {
    // What cannot be written as JSON is left to Segment.
    if (Buffer.byteLength(toJson(message) ?? "") <= MAX_MESSAGE_BYTES) break;
    delete properties[text];
  }
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
  if (sharedSecret) await verifySender(request, body, sharedSecret);
  const wanted = parseAuditEvents(body).filter(({ name }) => !isBlocked(name, blockedEvents));
  const events = await attribute(wanted, settings);
  if (events.some(({ email }) => email.kind === "token rejected")) {
    console.error(
      "workspaceToken was rejected. Set one with Workspace Owner access, or check region.",
    );
  }
  if (events.some(isWorthRetrying)) {
    throw new RetryError("The Public API is unavailable. Segment tries again, up to six times.");
  }
  // Segment collects messages only when this function returns: from here on nothing may throw.
  for (const event of events) {
    try {
      Segment.track(toMessage(event, settings));
    } catch {
      console.error("Segment refused one of the messages.");
    }
  }
}
