// segment-audit-function 4.0.0
//
// Gives each event of Segment's audit trail its name and its actor's email, and writes the message
// that people read. The last function, onRequest, is the way of an event from start to end.
//
// Add these settings in the editor. SETTING_DESCRIPTIONS says what each takes.
//   workspaceSlug   String, required
//   workspaceToken  String, required, encrypted
//   region          String
//   blockedEvents   Array
//   sharedSecret    String, encrypted

// A text that only looks like JSON costs an Error. Without its stack, that takes a third of the time.
Error.stackTraceLimit = 0;

// src/json.ts
/** Read once: in the runtime's sandbox each use of a global such as `Array` is slow. */
var { isArray } = Array;
/** Whether the value is a JSON object: no list, no null. */
function isObject(value) {
  return typeof value === "object" && value !== null && !isArray(value);
}
/** The value if it is a JSON object, else an empty one. */
function asObject(value) {
  return isObject(value) ? value : {};
}
/** A text without white space around it; undefined for a blank one, and for anything else. */
function asText(value) {
  return typeof value === "string" ? value.trim() || void 0 : void 0;
}

// src/settings.ts
/**
 * Where the Public API answers (https://docs.segmentapis.com), and where the app is
 * (action-destinations: packages/cli/src/lib/server.ts).
 */
var REGIONS = {
  us: { api: "https://api.segmentapis.com", app: "https://app.segment.com" },
  eu: { api: "https://eu1.api.segmentapis.com", app: "https://eu1.app.segment.com" }
};
/** What each setting takes. The function editor shows it, too. */
var SETTING_DESCRIPTIONS = {
  workspaceSlug: "The slug in app.segment.com/<slug>. It is sent on as workspace_slug.",
  workspaceToken: "A Public API token for this function alone, to look up emails.",
  region: "Where the workspace is: us (the default) or eu.",
  blockedEvents: "Names of events to drop. Schema* drops all that start so; * alone is refused.",
  sharedSecret: "Requests must have it in the header X-Shared-Secret."
};
/**
 * Checks the settings as the runtime passes them. Unset, null and blank mean the same.
 * @throws ValidationError that names the setting that is missing or wrong, and what it takes.
 */
function parseSettings(raw) {
  const values = asObject(raw);
  const workspaceSlug = read("workspaceSlug", values.workspaceSlug) ?? fail("workspaceSlug");
  const workspaceToken = read("workspaceToken", values.workspaceToken) ?? fail("workspaceToken");
  // A header takes no other characters.
  if (!/^[!-~]+$/.test(workspaceToken))
    fail("workspaceToken");
  const region = read("region", values.region)?.toLowerCase() ?? "us";
  if (region !== "us" && region !== "eu")
    return fail("region");
  const entries2 = [values.blockedEvents ?? []].flat();
  const blockedEvents = entries2.flatMap((entry) => parseNames(read("blockedEvents", entry)));
  // It would drop every event.
  if (blockedEvents.includes("*"))
    fail("blockedEvents");
  const sharedSecret = read("sharedSecret", values.sharedSecret);
  return { workspaceSlug, workspaceToken, region, blockedEvents, sharedSecret };
}
function read(name, value) {
  return typeof (value ?? "") === "string" ? asText(value) : fail(name);
}
function fail(name) {
  throw new ValidationError(`Setting ${name} is missing or wrong. ${SETTING_DESCRIPTIONS[name]}`);
}
/** The names in a text that has commas between them. */
function parseNames(text = "") {
  return text.split(",").flatMap((name) => asText(name) ?? []);
}
/** Whether an entry is the name, or ends in `*` and the name begins with the rest of it. */
function isBlocked(name, blockedEvents) {
  return blockedEvents.some((entry) => entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : name === entry);
}

// src/category.ts
/** The words of each category, in the order in which they are looked for. */
var WORDS = [
  ["security", "access, allowlist, credential, download, function, invite, key, login, membership"],
  ["security", "mfa, owner, password, permissions, policy, revoke, role, scim, session, sso"],
  ["security", "subject, support, token, user, viewed"],
  ["failure", "fail, new event block, new forbidden, omitted, partial, skipped, violations"],
  ["noise", "complete, inferred, new event allow, permission check, preview, retrieve, validation"],
  ["change", "filter delete, filter disable, filters delete, label delete"],
  ["breaking", "archive, block, breaking, delete, disable, disconnect, forbidden, omit, remove"]
];
/** A word also counts with an ending: s, d, ed, ly. */
var PATTERNS = WORDS.map(([category, list]) => {
  return { category, pattern: RegExp(`\\b(${list.replaceAll(", ", "|")})(s|d|ed|ly)?\\b`, "i") };
});
/** The category of an audit event, by its name. A name that is new gets one, too. */
function categorize(name) {
  return PATTERNS.find(({ pattern }) => pattern.test(name))?.category ?? "change";
}

// src/audit-event.ts
/**
 * The audit events in a body: one, or a JSON array of them. Anything else among them is skipped.
 * @throws EventNotSupported or InvalidEventPayload when there is no audit event.
 */
function parseAuditEvents(body) {
  const parsed = [body].flat().map(parseAuditEvent);
  const events = parsed.filter((one) => typeof one === "object");
  if (events.length > 0)
    return events;
  if (parsed.includes("another event"))
    throw new EventNotSupported("Expected events named Audit.");
  throw new InvalidEventPayload("No audit event: expected one that has a name, properties.type.");
}
/** Reads an audit event. It must have a name. Any other field that is wrong is left out. */
function parseAuditEvent(raw) {
  if (!isObject(raw))
    return "no event";
  const isTrack = !raw.type || raw.type === "track";
  const isAudit = !raw.event || asText(raw.event)?.toLowerCase() === "audit";
  if (!isTrack || !isAudit)
    return "another event";
  const properties = asObject(raw.properties);
  const { type, details = {} } = properties;
  const name = asText(type);
  if (!name)
    return "no event";
  return {
    name,
    category: categorize(name),
    details: isObject(details) ? details : { details },
    properties,
    userId: raw.userId,
    anonymousId: asText(raw.anonymousId),
    messageId: asText(raw.messageId),
    timestamp: asTime(raw.timestamp) ?? asTime(raw.originalTimestamp) ?? asTime(raw.receivedAt),
    receivedAt: asText(raw.receivedAt),
    context: isObject(raw.context) ? raw.context : void 0
  };
}
/** From the year 2000 on: an older time is a mistake. */
var ISO_TIME = /^2\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;
/** The value if it is an ISO 8601 time with a zone. */
function asTime(value) {
  const text = asText(value);
  if (!text || !ISO_TIME.test(text))
    return void 0;
  // A 30th of February would become a day in March.
  const day = new Date(text.slice(0, 10)).getUTCDate();
  return day === +text.slice(8, 10) && Date.parse(text) > 0 ? text : void 0;
}

// src/email.ts
/** Most look-ups in one call: a batch, or a stranger, must not spend the whole rate limit. */
var MAX_LOOK_UPS = 100;
/** What `email_missing` says. Only after "unavailable" can a retry help. */
var REASONS = {
  other: "not a user",
  segment: "triggered by Segment itself",
  nobody: "nobody named",
  "too many people": `over ${MAX_LOOK_UPS} people in one request`,
  "malformed id": "malformed user id",
  "not found": "user not found",
  "no email": "user has no email",
  "token rejected": "workspaceToken rejected",
  "request refused": "request refused",
  unavailable: "Public API unavailable"
};
/** Why there is no email, in the words of `email_missing`. */
function explainMissing({ kind, status }) {
  return status ? `${REASONS[kind]} (${status})` : REASONS[kind];
}
/** What stands on both sides of the `@`: no white space, and nothing of a path or a URL. */
var ADDRESS = /^[^\s@:/<>]+@[^\s@:/<>]+$/;
/** The value without white space around it, if that is an email. */
function toEmail(value) {
  const address = typeof value === "string" ? value.trim() : "";
  return ADDRESS.test(address) ? address : void 0;
}

// src/secrets.ts
/** What stands in place of a secret. */
var HIDDEN = "[hidden]";
/** The last word of a secret's key, however it is written: `writeKey`, `API_KEY`, `access tokens`. */
var LAST_WORDS = [
  "token",
  "secret",
  "password",
  "passphrase",
  "credential",
  "authorization",
  "cookie",
  "(api|access|private|secret|signing|write|sdk|license)[^a-z]*key"
];
var SECRET_KEY = new RegExp(`(${LAST_WORDS.join("|")})s?[^a-z]*$`, "i");
/** Whether a text under this key is a secret. */
function isSecretKey(key) {
  return SECRET_KEY.test(key);
}
/**
 * The forms of credentials, each with a mark that is quick to look for. What `(?<=...)` matches
 * stays in sight.
 */
var CREDENTIALS = [
  // A token of Segment's Public API
  ["sgp_", /\bsgp_\w+/g],
  // A JSON web token
  ["eyJ", /\beyJ[\w-]+\.[\w.-]+/g],
  // A private key in PEM
  ["PRIVATE KEY", /-----BEGIN ([A-Z]+ )?PRIVATE KEY[\s\S]*/g],
  // Slack
  ["xox", /\bxox[a-z]-[\w-]+/g],
  // GitHub
  ["gh._", /\bgh[a-z]_\w+/g],
  // OpenAI and others
  ["sk-", /\bsk-[\w-]{16,}/g],
  // Stripe
  ["k_live_", /\b[rs]k_live_\w+/g],
  // Google
  ["AIza", /\bAIza[\w-]+/g],
  // The header Authorization
  ["Bearer\\s", /(?<=\bBearer\s+)\S+/g],
  // The path of a Slack webhook
  ["/services/", /(?<=hooks\.slack\.com\/services\/)\S+/gi],
  // The endpoint of a function
  ["b=", /(?<=\bfn\.[\w.-]*segmentapis\.com\/?\?b=)\S+/gi],
  // The password in scheme://user:password@, also where the @ is cut off
  ["://", /(?<=:\/\/[^\s:/?#]*:)[^\s/?#]+(?=@|\u2026$)/g],
  // A parameter of a query
  ["=", /(?<=[?&][\w.-]*(token|secret|key|password|signature|sig)=)[^\s&#]+/gi]
];
var MARKS = new RegExp(CREDENTIALS.map(([mark]) => mark).join("|"));
/** The text with the credentials in it hidden. */
function hideCredentials(text) {
  if (!MARKS.test(text))
    return text;
  return CREDENTIALS.reduce((rest, [, form]) => rest.replace(form, HIDDEN), text);
}

// src/plain-text.ts
/** Read once: in the runtime's sandbox each use of a global such as `JSON` is slow. */
var { parse, stringify } = JSON;
var { entries } = Object;
/** How long a value may be, in characters. It is cut before it is worked on. */
var MAX_LENGTH = 200;
/**
 * A value from outside as one line that does nothing in Slack, with its secrets hidden: JSON for an
 * object or a list, and empty for what is absent or blank.
 * @param key under which it stands.
 */
function toPlainText(value, key = "") {
  const isSecret = isSecretKey(key);
  const json = readJson(value ?? "", isSecret);
  if (typeof json === "string")
    return disarm(hide(json, isSecret));
  return disarm(cut(toJson(json, isSecret, MAX_LENGTH), MAX_LENGTH));
}
/** An object or a list that a text has as JSON. A secret, and any other value, as it is. */
function readJson(value, isSecret) {
  // A text that is shorter than {"token":"abc"} has no room for a secret.
  if (isSecret || typeof value !== "string" || value.length < 15)
    return value;
  try {
    return /^\s*[[{]/.test(value) ? parse(value.trim()) : value;
  } catch {
    return value;
  }
}
/**
 * The start of a value as JSON. Each text in it is checked alone: a secret hides no neighbour.
 * @param isSecret whether it stands under a secret's key.
 * @param room how much is read, in characters.
 */
function toJson(value, isSecret, room) {
  const json = readJson(value, isSecret);
  if (typeof json === "string")
    return stringify(hide(json, isSecret));
  if (typeof json !== "object" || json === null)
    return String(json);
  const isList = Array.isArray(json);
  let text = "";
  for (const [key, one] of entries(isList ? json.slice(0, room) : json)) {
    const left = room - text.length;
    if (left <= 0)
      break;
    const label = isList ? "" : `${stringify(hide(key, false))}:`;
    text += `${text && ","}${label}${toJson(one, isSecret || isSecretKey(key), left - 1)}`;
  }
  return isList ? `[${text}]` : `{${text}}`;
}
function hide(text, isSecret) {
  return isSecret && text.trim() ? HIDDEN : hideCredentials(cut(text, MAX_LENGTH));
}
/**
 * What acts in Slack, and the look-alike that is shown
 * (https://docs.slack.dev/messaging/formatting-message-text).
 */
var LOOK_ALIKES = {
  "<": "\u2039",
  ">": "\u203A",
  "*": "\u2217",
  "~": "\u223C",
  "`": "'",
  "&": "\uFF06",
  "://": "[:]//"
};
/** Slack (classic) decodes entities such as `&lt;`: so an `&` that begins one acts, too. */
var ACTIVE = /[<>*~`]|&(?=#|\w+;|[lg]t|amp)|:\/\//gi;
/** What turns the direction of writing. */
var DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** A text as one line that does nothing in Slack. */
function disarm(text) {
  // Most texts need no change.
  if (!/[^\w ./@-]|^ | {2}| $/.test(text))
    return text;
  const line = text.replace(DIRECTION, "").replace(/[\s\p{Cc}]+/gu, " ");
  return line.replace(ACTIVE, (active) => `${LOOK_ALIKES[active]}`).trim();
}
/** The text, or its start and an ellipsis, with `maxLength` characters at most. */
function cut(text, maxLength) {
  if (text.length <= maxLength)
    return text;
  // Half an emoji goes too.
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}\u2026`;
}

// src/actor.ts
/** Segment's own id, alone or as a user's. */
var SYSTEM = /^(users\/)?__system__$/i;
/**
 * Finds who did it. `subject` comes first: an event that Segment sent can name a person there.
 * `subject_id` comes last: it may be whom it was done to.
 */
function findActor({ details, userId }) {
  const { subject, subject_id, subject_type } = details;
  const email = toEmail(details.subject_email);
  const names = [subject, userId, subject_id].map(toName);
  const [first, sender, second] = names.map((name) => SYSTEM.test(name) ? "" : name);
  const user = first?.startsWith("users/") && first.slice("users/".length);
  if (user)
    return toActor("user", user, email);
  if (first)
    return toActor("other", first, email);
  // `subject_email` belongs to `subject_id` here: so it counts only where that is the sender.
  if (sender)
    return toActor("user", sender, sender === second ? email : void 0);
  if (second)
    return toActor(subject_type === "user" ? "user" : "other", second, email);
  const isSegment = names.some((name) => SYSTEM.test(name));
  return isSegment ? { kind: "segment", id: "__system__" } : { kind: "nobody", id: void 0 };
}
/** An id that is an email is that email. */
function toActor(kind, id, email) {
  return { kind, id, email: toEmail(id) ?? email };
}
/** What a field says, as text: JSON for an object, and empty for what is absent. */
function toName(value) {
  return typeof value === "string" ? value.trim() : toPlainText(value);
}

// src/look-up.ts
/** What is kept, and for how long. */
var KEPT = ["known", "not found", "no email"];
var CACHE_MS = 10 * 6e4;
/**
 * How long a look-up may take. The runtime stops a call after 5,000 ms
 * (https://www.twilio.com/docs/segment/connections/functions/source-functions).
 */
var LOOK_UP_MS = 3e3;
/** The ids seen so far have 10 to 27 of these. Others, such as `/`, could change which URL is asked. */
var PLAIN_ID = /^[A-Za-z0-9_-]{1,64}$/;
var UNAVAILABLE = { kind: "unavailable" };
/**
 * A user's email, from the cache or else from the Public API. No failure is kept. Never throws.
 * @param id a plain one: it becomes part of the URL.
 */
async function lookUpEmail(id, settings) {
  // The runtime's cache may serve several sources of a workspace.
  const key = `${settings.region}/${settings.workspaceSlug}/${id}`;
  try {
    const email = await cache.load(key, CACHE_MS, () => fetchInTime(id, settings));
    if (!KEPT.includes(email.kind))
      await cache.delete(key);
    return email;
  } catch {
    return UNAVAILABLE;
  }
}
/** `fetch` limits the headers and the body one by one. This limit is for both together. */
function fetchInTime(id, settings) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(UNAVAILABLE), LOOK_UP_MS);
    const fetched = fetchEmail(id, settings).catch(() => UNAVAILABLE);
    fetched.then(resolve).finally(() => clearTimeout(timer));
  });
}
/** Asks the Public API. An answer that is not in its own form, such as a firewall's, counts as none. */
async function fetchEmail(id, { region, workspaceToken }) {
  // A redirect is refused: node-fetch before 2.6.7 takes the token along (CVE-2022-0235).
  const response = await fetch(`${REGIONS[region].api}/users/${id}`, {
    headers: { Authorization: `Bearer ${workspaceToken}`, Accept: "application/json" },
    redirect: "error",
    timeout: LOOK_UP_MS
  });
  const { data, errors } = asObject(await response.json());
  const user = asObject(asObject(data).user);
  const address = toEmail(user.email);
  const { status } = response;
  if (status === 200 && user.id === id) {
    return address ? { kind: "known", address } : { kind: "no email" };
  }
  // 408, 429 and 5xx say that a retry can help.
  const isFinal = status >= 400 && status < 500 && ![408, 429].includes(status);
  if (!isFinal || !Array.isArray(errors))
    return UNAVAILABLE;
  if (status === 404)
    return { kind: "not found" };
  return { kind: [401, 403].includes(status) ? "token rejected" : "request refused", status };
}

// src/attribution.ts
/**
 * Finds the actor of each event, and their email: the one that the event says, or one look-up a
 * user, all at once. Never throws.
 */
function attribute(events, settings) {
  const lookUps = /* @__PURE__ */ new Map();
  async function findEmail(actor) {
    if (actor.kind === "segment" || actor.kind === "nobody")
      return { kind: actor.kind };
    if (actor.email)
      return { kind: "known", address: actor.email };
    if (actor.kind === "other")
      return { kind: "other" };
    if (!PLAIN_ID.test(actor.id))
      return { kind: "malformed id" };
    if (!lookUps.has(actor.id) && lookUps.size === MAX_LOOK_UPS)
      return { kind: "too many people" };
    const lookUp = lookUps.get(actor.id) ?? lookUpEmail(actor.id, settings);
    lookUps.set(actor.id, lookUp);
    return lookUp;
  }
  return Promise.all(events.map(async (event) => {
    const actor = findActor(event);
    return { event, actor, email: await findEmail(actor) };
  }));
}

// src/texts.ts
var MAX_SUMMARY_LENGTH = 200;
/** Nobody reads more than this, in characters. */
var MAX_SLACK_TEXT_LENGTH = 3e3;
var SEPARATOR = " \xB7 ";
/** Writes the texts. The actor stands before the target, whose name cannot pass for the actor then. */
function toTexts(attributed, settings) {
  const { event, actor, email } = attributed;
  const name = toPlainText(event.name) || "?";
  const rest = ` by ${join(": ", describeActor(actor, email), describeDetails(event.details))}`;
  const first = `${toIcon(event.category)} *${name}*${rest}`;
  const userId = toItem("userId", actor.id);
  const workspaceId = toItem("workspace_id", event.properties.workspace_id);
  const last = join(SEPARATOR, userId, workspaceId, toItem("timestamp", event.timestamp));
  // A slug has no other characters. They could end the link.
  const slug = settings.workspaceSlug.replace(/[^\w.-]/g, "");
  const link = `${REGIONS[settings.region].app}/${slug}/audit-trail`;
  const room = MAX_SLACK_TEXT_LENGTH - join("\n", first, last, link).length - 1;
  return {
    summary: cut(name + rest, MAX_SUMMARY_LENGTH),
    slackText: join("\n", first, listDetails(event.details, room), last, link),
    shortSlackText: join("\n", first, link)
  };
}
function toIcon(category) {
  if (category === "security")
    return ":rotating_light:";
  return category === "breaking" || category === "failure" ? ":warning:" : ":gear:";
}
/** Who did it: an email, or what else is known. */
function describeActor(actor, email) {
  if (email.kind === "known")
    return toPlainText(email.address);
  if (actor.kind === "segment")
    return "Segment";
  if (actor.kind === "nobody")
    return explainMissing(email);
  const id = toPlainText(actor.id) || "?";
  return actor.kind === "other" ? id : `${id} (${explainMissing(email)})`;
}
/** What it happened to, or an empty text when the details do not say. */
function describeDetails(details) {
  const read2 = (key) => toPlainText(details[key]);
  const what = read2("name") || read2("description");
  const target = read2("target");
  if (what || target)
    return join(" in ", what, what === target ? "" : target);
  return join(" on ", read2("action"), join(" ", read2("resource_type"), read2("resource_id")));
}
/** The details in the order in which they came, as far as there is room. */
function listDetails(details, maxLength) {
  let line = "";
  for (const key in details) {
    const item = toItem(toPlainText(key) || "?", details[key], key);
    if (item)
      line += (line && SEPARATOR) + item;
    if (line.length > maxLength)
      break;
  }
  return cut(line, maxLength);
}
/** A value with its label, or nothing for a blank one. */
function toItem(label, value, key = label) {
  const text = toPlainText(value, key);
  return text && `*${label}:* ${text}`;
}
/** Those of the texts that say something. */
function join(separator, ...texts) {
  return texts.filter(Boolean).join(separator);
}

// src/message.ts
/**
 * Segment takes 32 KB a message, with what it adds
 * (https://www.twilio.com/docs/segment/connections/sources/catalog/libraries/server/http-api).
 */
var MAX_MESSAGE_BYTES = 32e3;
/**
 * The longest `messageId` that Segment takes, in characters
 * (https://www.twilio.com/docs/segment/connections/spec/common).
 */
var MAX_MESSAGE_ID_LENGTH = 100;
/**
 * The message for an audit event. Where it is too large, `slack_text` is short, or left out.
 * @throws RangeError when the event is nested too deeply to be written as JSON.
 */
function toMessage(attributed, settings) {
  const { event, actor, email } = attributed;
  const { summary, slackText, shortSlackText } = toTexts(attributed, settings);
  // The event's own values under these two names could be forged. The others are written over.
  const { email: _, email_missing: __, ...properties } = event.properties;
  if (email.kind === "known")
    properties.email = email.address;
  else
    properties.email_missing = explainMissing(email);
  properties.workspace_slug = settings.workspaceSlug;
  Object.assign(properties, { category: event.category, summary });
  const message = {
    event: event.name,
    ...actor.id ? { userId: actor.id } : { anonymousId: event.anonymousId ?? "unknown" },
    properties,
    messageId: deriveMessageId(event),
    ...event.timestamp && { timestamp: event.timestamp },
    ...event.context && { context: event.context }
  };
  for (const text of [slackText, shortSlackText]) {
    properties.slack_text = text;
    if (Buffer.byteLength(JSON.stringify(message)) <= MAX_MESSAGE_BYTES)
      return message;
  }
  delete properties.slack_text;
  return message;
}
/**
 * The same for the same event, so that a retry makes no duplicate. Never the event's own: Segment
 * drops an id that it saw in the last 24 hours, in any source
 * (https://www.twilio.com/docs/segment/guides/duplicate-data).
 */
function deriveMessageId(event) {
  const { messageId = JSON.stringify(event) } = event;
  const readable = `audit:${messageId}`;
  if (event.messageId && readable.length <= MAX_MESSAGE_ID_LENGTH)
    return readable;
  return `audit-sha256:${crypto.createHash("sha256").update(messageId).digest("hex")}`;
}

// src/handler.ts
/** @throws ValidationError for a request without the shared secret in its header. */
function verifySender({ headers }, { sharedSecret }) {
  if (!sharedSecret)
    return;
  const digest = (text) => crypto.createHash("sha256").update(text).digest();
  const sent = digest((headers.get("X-Shared-Secret") ?? "").trim());
  // It takes the same time wherever the texts differ, so that nobody can guess the secret by it.
  if (crypto.timingSafeEqual(sent, digest(sharedSecret)))
    return;
  throw new ValidationError("The header X-Shared-Secret is missing, or not the shared secret.");
}
/** @throws InvalidEventPayload when the body is not JSON. */
async function readBody(request) {
  try {
    return await request.json();
  } catch {
    throw new InvalidEventPayload("The body is not JSON: expected an audit event, or an array.");
  }
}
/**
 * How long an event waits for its email. Segment calls again up to six times, after 1 to 20 minutes
 * each (https://www.twilio.com/docs/segment/connections/functions/source-functions).
 * After 10 minutes several of those calls are left.
 */
var RETRY_WINDOW_MS = 10 * 6e4;
/** Whether a retry may still bring the email. An event without a `receivedAt` is not tried again. */
function isWorthRetrying({ event, email }) {
  const isPassing = email.kind === "unavailable";
  return isPassing && Math.abs(Date.now() - Date.parse(event.receivedAt ?? "")) < RETRY_WINDOW_MS;
}
/** Whether Segment took the event's message. */
function send(event, settings) {
  try {
    Segment.track(toMessage(event, settings));
    return true;
  } catch {
    return false;
  }
}
/**
 * Segment calls this for each request to the function's endpoint.
 * @throws ValidationError, EventNotSupported, InvalidEventPayload: Segment drops the request.
 * @throws RetryError: Segment calls again with the same request.
 */
async function onRequest(request, rawSettings) {
  const settings = parseSettings(rawSettings);
  verifySender(request, settings);
  const all = parseAuditEvents(await readBody(request));
  const wanted = all.filter(({ name }) => !isBlocked(name, settings.blockedEvents));
  const events = await attribute(wanted, settings);
  if (events.some(isWorthRetrying))
    throw new RetryError("The Public API is unavailable.");
  // Segment collects messages when this function returns: once one is sent, nothing may throw.
  const sent = events.filter((event) => send(event, settings));
  if (events.length > 0 && sent.length === 0)
    throw new RetryError("Segment.track took nothing.");
}
