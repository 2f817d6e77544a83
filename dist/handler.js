// segment-audit-function 1.1.0
// Gives each event of Segment's audit trail its name and its actor's email.
// Settings: workspaceSlug (STRING, required), workspaceToken (STRING, required, encrypted),
//   region (STRING, us or eu), blockedEvents (ARRAY), sharedSecret (STRING, encrypted)

// src/json.ts
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function asObject(value) {
  return isObject(value) ? value : {};
}
function asText(value, pattern) {
  return typeof value === "string" && value && pattern?.test(value) !== false ? value : void 0;
}
function toJson(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return void 0;
  }
}

// src/actor.ts
var SEGMENT_ITSELF = "__system__";
function findActor(event) {
  const { subject, subject_id, subject_type } = asObject(event.properties.details);
  const [, subjectUser] = /^users\/(.+)$/s.exec(asText(subject) ?? "") ?? [];
  return subjectUser ?? (subject_type === "user" ? asText(subject_id) : void 0) ?? event.userId;
}

// src/email.ts
var BY_SEGMENT = "triggered by Segment itself";
var UNAVAILABLE = { email_missing: "Public API unavailable" };

// src/public-api.ts
var HOST = {
  us: "https://api.segmentapis.com",
  eu: "https://eu1.api.segmentapis.com"
};
var TIMEOUT_MS = 3e3;
function fetchEmail(id, settings) {
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => resolve(UNAVAILABLE), TIMEOUT_MS);
  });
  return Promise.race([requestEmail(id, settings), timeout]).catch(() => UNAVAILABLE).finally(() => clearTimeout(timer));
}
async function requestEmail(id, settings) {
  const response = await fetch(`${HOST[settings.region]}/users/${id}`, {
    headers: { Authorization: `Bearer ${settings.workspaceToken}`, Accept: "application/json" },
    redirect: "error",
    timeout: TIMEOUT_MS
  });
  const { status } = response;
  if (status === 200) {
    const user = asObject(asObject(asObject(await response.json()).data).user);
    const email = asText(user.email, /\S/);
    return email && user.id === id ? { email } : UNAVAILABLE;
  }
  if (status === 404) return { email_missing: "user not found" };
  if (status === 401 || status === 403) return { email_missing: `token rejected (${status})` };
  if (status === 408 || status === 429 || status < 400 || status >= 500) return UNAVAILABLE;
  return { email_missing: `request refused (${status})` };
}

// src/look-up.ts
var USER_TTL_MS = 15 * 6e4;
var NOT_FOUND_TTL_MS = 6e4;
var PLAIN_ID = /^[A-Za-z0-9_-]{1,64}$/;
async function lookUpEmail(id, settings) {
  if (!PLAIN_ID.test(id)) return { email_missing: "malformed user id" };
  const userKey = `${settings.region}/${settings.workspaceSlug}/${id}`;
  const notFoundKey = `not-found/${userKey}`;
  try {
    const answer = await cache.load(
      userKey,
      USER_TTL_MS,
      () => cache.load(notFoundKey, NOT_FOUND_TTL_MS, () => fetchEmail(id, settings))
    );
    if (!answer.email) await cache.delete(userKey);
    if (!answer.email && answer.email_missing !== "user not found") await cache.delete(notFoundKey);
    return answer;
  } catch {
    return UNAVAILABLE;
  }
}

// src/attribution.ts
function attribute(events, settings) {
  const lookUps = /* @__PURE__ */ new Map();
  return Promise.all(
    events.map(async (event) => {
      const actor = findActor(event);
      const email = asText(event.properties.email, /\S/);
      if (email) return { event, actor, email: { email } };
      if (!actor || actor === SEGMENT_ITSELF) {
        return { event, actor, email: { email_missing: BY_SEGMENT } };
      }
      const lookUp = lookUps.get(actor) ?? lookUpEmail(actor, settings);
      lookUps.set(actor, lookUp);
      return { event, actor, email: await lookUp };
    })
  );
}

// src/message-id.ts
var MAX_LENGTH = 100;
function deriveMessageId(auditEvent) {
  const original = asText(auditEvent.messageId);
  const readable = `audit:${original}`;
  if (original && readable.length <= MAX_LENGTH) return readable;
  const json = toJson(original ?? auditEvent);
  return json && `audit-sha256:${crypto.createHash("sha256").update(json).digest("hex")}`;
}

// src/audit-event.ts
var ISO_DATE = /^\d{4}-\d\d-\d\dT/;
function parseAuditEvent(raw) {
  if (!isObject(raw)) {
    return new InvalidEventPayload("This is no event. Expected a JSON object.");
  }
  const isTrack = !raw.type || raw.type === "track";
  const isAudit = !raw.event || asText(raw.event)?.toLowerCase() === "audit";
  if (!isTrack || !isAudit) {
    return new EventNotSupported("This is no audit event. Expected a track call named Audit.");
  }
  const properties = asObject(raw.properties);
  const name = asText(properties.type);
  if (!name) {
    return new InvalidEventPayload("The audit event has no name. Expected properties.type.");
  }
  return {
    name,
    properties,
    userId: asText(raw.userId),
    anonymousId: asText(raw.anonymousId),
    messageId: deriveMessageId(raw),
    timestamp: asText(raw.timestamp, ISO_DATE),
    context: isObject(raw.context) ? raw.context : void 0,
    receivedAt: asText(raw.receivedAt)
  };
}

// src/batch.ts
function parseBatch(body) {
  const parsed = (Array.isArray(body) ? body : [body]).map(parseAuditEvent);
  const events = parsed.filter((one) => "properties" in one);
  const errors = parsed.filter((one) => "message" in one);
  if (!events.length) {
    throw errors[0] ?? new InvalidEventPayload("An empty batch. Expected audit events.");
  }
  if (errors.length) {
    const reasons = new Set(errors.map((error) => error.message));
    console.warn(`Left out ${errors.length} of ${parsed.length} events: ${[...reasons].join(" ")}`);
  }
  return events;
}

// src/blocked-events.ts
function isBlocked(name, blockedEvents) {
  return blockedEvents.some(
    (entry) => entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : name === entry
  );
}

// src/message-size.ts
var MAX_BYTES = 32e3;
function fits(message) {
  return 6 * weigh(message, 9) <= MAX_BYTES || Buffer.byteLength(toJson(message) ?? "") <= MAX_BYTES;
}
function weigh(value, levels) {
  if (typeof value === "string") return value.length;
  if (Array.isArray(value) || !levels) return Infinity;
  let length = 4;
  const object = asObject(value);
  for (const key in object) length += key.length + 1 + weigh(object[key], levels - 1);
  return length;
}

// src/plain-text.ts
var MAX_LENGTH2 = 200;
var NEEDS_WORK = /[^ -~]|[*<>&]| {2}|^ | $|:\/\/|www\./i;
var INVISIBLE = /[\p{Cf}\p{Cs}\p{DI}]/gu;
var BREAKS = /[\s\p{Cc}]+/gu;
function toPlainText(value) {
  const text = typeof value === "string" ? value : toJson(value ?? void 0) ?? "";
  return cut(NEEDS_WORK.test(text) ? disarm(text) : text, MAX_LENGTH2);
}
function disarm(text) {
  return text.replace(INVISIBLE, "").replace(BREAKS, " ").trim().replace(/\*/g, "∗").replace(/</g, "‹").replace(/>/g, "›").replace(/&(?=#|\w+;|[lg]t)/gi, "＆").replace(/:(?=\/\/)/g, "[:]").replace(/(?<=www)\./gi, "[.]");
}
function cut(text, maxLength) {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

// src/slack-text.ts
var { keys } = Object;
var encode = encodeURIComponent;
var MAX_LENGTH3 = 3e3;
var OWN_LABELS = ["email", "more details", "system_event", "timestamp", "userId", "workspace_id"];
function toSlackText({ event, userId, timestamp, properties }) {
  const { email, email_missing } = properties;
  const head = `:gear: *${toPlainText(event)}*
` + (email_missing === BY_SEGMENT ? toLine("system_event", "This event was triggered by the system.") : toLine("email", email ?? email_missing)) + toLine("userId", userId) + toLine("workspace_id", properties.workspace_id);
  const details = asObject(properties.details);
  const lines = keys(details).sort().map((key) => toLine(toLabel(key), details[key]));
  const slug = encode(toPlainText(properties.workspace_slug));
  const tail = `${toLine("timestamp", timestamp)}https://app.segment.com/${slug}/audit-trail`;
  return head + joinWithin(MAX_LENGTH3 - head.length - tail.length, lines) + tail;
}
function toLine(label, value) {
  const text = toPlainText(value);
  return text && `*${label}:* ${text}
`;
}
function toLabel(key) {
  const label = toPlainText(key) || "?";
  return OWN_LABELS.includes(label) ? `details.${label}` : label;
}
function joinWithin(maxLength, lines) {
  const all = lines.join("");
  if (all.length <= maxLength) return all;
  const kept = all.slice(0, all.lastIndexOf("\n", maxLength - 40) + 1);
  return `${kept}*more details:* ${all.slice(kept.length).split("\n").length - 1}
`;
}

// src/summary.ts
function toSummary({ event, userId, properties }) {
  const { email, email_missing } = properties;
  const who = email_missing === BY_SEGMENT ? "Segment" : toPlainText(email) || `${cut(toPlainText(userId), 60)} (${email_missing})`;
  const end = cut(`, by ${who}`, 100);
  const what = describe(asObject(properties.details));
  const start = toPlainText(event) + (what && `: ${what}`);
  return cut(start, MAX_LENGTH2 - end.length) + end;
}
function describe(details) {
  const name = toPlainText(details.name);
  const target = toPlainText(details.target);
  if (target) return name && name !== target ? `${name} in ${target}` : target;
  return join(" on ", details.action, join(" ", details.resource_type, details.resource_id));
}
function join(separator, ...values) {
  return values.map(toPlainText).filter(Boolean).join(separator);
}

// src/message.ts
function toMessage({ event, actor, email }, workspaceSlug) {
  const { name, anonymousId, messageId, timestamp, context } = event;
  const { email: _, email_missing: __, ...properties } = event.properties;
  properties.workspace_slug = workspaceSlug;
  if (email.email) properties.email = email.email;
  else properties.email_missing = email.email_missing;
  const message = {
    event: name,
    ...actor || !anonymousId ? { userId: actor ?? SEGMENT_ITSELF } : { anonymousId },
    properties,
    ...messageId && { messageId },
    ...timestamp && { timestamp },
    ...context && { context }
  };
  properties.summary = toSummary(message);
  properties.slack_text = toSlackText(message);
  if (!fits(message)) delete properties.slack_text;
  if (!fits(message)) delete properties.summary;
  return message;
}

// src/request.ts
async function readBody(request) {
  try {
    return await request.json();
  } catch {
    throw new InvalidEventPayload("The body is no JSON. Expected an audit event, or an array.");
  }
}

// src/retry.ts
var RETRY_WINDOW_MS = 10 * 6e4;
function isWorthRetrying({ event, email }) {
  return email.email_missing === UNAVAILABLE.email_missing && Math.abs(Date.now() - Date.parse(event.receivedAt ?? "")) < RETRY_WINDOW_MS;
}

// src/settings.ts
var TAKES = {
  workspaceSlug: "the slug in app.segment.com/<slug>",
  workspaceToken: "a Public API token",
  region: "us or eu",
  blockedEvents: "a list of event names or starts such as Schema*, not * alone",
  sharedSecret: "the Webhooks Shared Secret"
};
function parseSettings(raw) {
  const values = asObject(raw);
  const read = (name) => trim(name, values[name]);
  const workspaceSlug = read("workspaceSlug") ?? fail("workspaceSlug");
  const workspaceToken = read("workspaceToken") ?? fail("workspaceToken");
  if (!/^[!-~]+$/.test(workspaceToken)) fail("workspaceToken");
  const region = (read("region") ?? "us").toLowerCase();
  if (region !== "us" && region !== "eu") fail("region");
  const blockedEvents = trimAll("blockedEvents", values.blockedEvents);
  if (blockedEvents.includes("*")) fail("blockedEvents");
  return {
    workspaceSlug,
    workspaceToken,
    region,
    blockedEvents,
    sharedSecret: read("sharedSecret")
  };
}
function trim(name, value) {
  const text = value ?? "";
  return typeof text === "string" ? text.trim() || void 0 : fail(name);
}
function trimAll(name, value) {
  if (Array.isArray(value)) return value.flatMap((item) => trim(name, item) ?? []);
  return trim(name, value) ? fail(name) : [];
}
function fail(name) {
  throw new ValidationError(`Setting ${name} is missing or wrong. It takes ${TAKES[name]}.`);
}

// src/signature.ts
async function verifySignature(request, body, sharedSecret) {
  const given = Buffer.from(request.headers.get("X-Signature") ?? "");
  const candidates = Array.isArray(body) ? [toJson(body[0])] : [toJson(body), await textAsReceived(request)];
  if (!candidates.some((signed) => signed && isSignature(given, signed, sharedSecret))) {
    throw new ValidationError(
      "X-Signature is absent or wrong. Expected one made with sharedSecret."
    );
  }
}
function isSignature(given, signed, sharedSecret) {
  const hmac = crypto.createHmac("sha1", sharedSecret).update(signed);
  const expected = Buffer.from(hmac.digest("hex"));
  return given.length === expected.length && crypto.timingSafeEqual(given, expected);
}
async function textAsReceived(request) {
  try {
    return asText(await request.text());
  } catch {
    return void 0;
  }
}

// src/handler.ts
async function onRequest(request, rawSettings) {
  const settings = parseSettings(rawSettings);
  const body = await readBody(request);
  if (settings.sharedSecret) await verifySignature(request, body, settings.sharedSecret);
  const wanted = parseBatch(body).filter(({ name }) => !isBlocked(name, settings.blockedEvents));
  const events = await attribute(wanted, settings);
  if (events.some(({ email }) => email.email_missing?.startsWith("token rejected"))) {
    console.error(
      "The Public API rejected workspaceToken. Set a new token (Settings → Workspace settings → Access Management → Tokens), or the right region."
    );
  }
  if (events.some(isWorthRetrying)) {
    throw new RetryError("The Public API is unavailable. Segment will try again.");
  }
  for (const event of events) {
    try {
      Segment.track(toMessage(event, settings.workspaceSlug));
    } catch {
      console.error("Segment refused one of the messages.");
    }
  }
}
