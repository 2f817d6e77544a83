// segment-audit-function 1.0.0
// Gives each event of Segment's audit trail its name and its actor's email.
// Settings: workspaceSlug (STRING, required), workspaceToken (STRING, required, encrypted),
//   region (STRING, us or eu), blockedEvents (ARRAY), sharedSecret (STRING, encrypted)

// src/json.ts
var { isArray } = Array;
function isObject(value) {
  return typeof value === "object" && value !== null && !isArray(value);
}
function toObject(value) {
  return isObject(value) ? value : {};
}
function toText(value, pattern) {
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
  const { subject, subject_id, subject_type } = toObject(event.properties.details);
  const [, subjectUser] = /^users\/(.+)$/s.exec(toText(subject) ?? "") ?? [];
  return subjectUser ?? (subject_type === "user" ? toText(subject_id) : void 0) ?? event.userId;
}

// src/email.ts
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
    const user = toObject(toObject(toObject(await response.json()).data).user);
    const email = toText(user.email);
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
      const email = toText(event.properties.email);
      if (email) return { event, actor, email: { email } };
      if (!actor || actor === SEGMENT_ITSELF) {
        return { event, actor, email: { email_missing: "triggered by Segment itself" } };
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
  const original = toText(auditEvent.messageId);
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
  const isAudit = !raw.event || toText(raw.event)?.toLowerCase() === "audit";
  if (!isTrack || !isAudit) {
    return new EventNotSupported("This is no audit event. Expected a track call named Audit.");
  }
  const properties = toObject(raw.properties);
  const name = toText(properties.type);
  if (!name) {
    return new InvalidEventPayload("The audit event has no name. Expected properties.type.");
  }
  return {
    name,
    properties,
    userId: toText(raw.userId),
    anonymousId: toText(raw.anonymousId),
    messageId: deriveMessageId(raw),
    timestamp: toText(raw.timestamp, ISO_DATE),
    context: isObject(raw.context) ? raw.context : void 0,
    receivedAt: toText(raw.receivedAt)
  };
}

// src/batch.ts
function parseBatch(body) {
  const parsed = (isArray(body) ? body : [body]).map(parseAuditEvent);
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

// src/message.ts
function toMessage({ event, actor, email }, workspaceSlug) {
  const { name, anonymousId, messageId, timestamp, context } = event;
  const { email: _, email_missing: __, ...properties } = event.properties;
  properties.workspace_slug = workspaceSlug;
  if (email.email) properties.email = email.email;
  else properties.email_missing = email.email_missing;
  return {
    event: name,
    ...actor || !anonymousId ? { userId: actor ?? SEGMENT_ITSELF } : { anonymousId },
    properties,
    ...messageId && { messageId },
    ...timestamp && { timestamp },
    ...context && { context }
  };
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
  blockedEvents: "a list of event names",
  sharedSecret: "the Webhooks Shared Secret"
};
var VISIBLE_ASCII = /^[!-~]+$/;
function parseSettings(raw) {
  const values = toObject(raw);
  const workspaceSlug = trim("workspaceSlug", values.workspaceSlug) ?? fail("workspaceSlug");
  const workspaceToken = trim("workspaceToken", values.workspaceToken) ?? fail("workspaceToken");
  if (!VISIBLE_ASCII.test(workspaceToken)) fail("workspaceToken");
  const region = (trim("region", values.region) ?? "us").toLowerCase();
  if (region !== "us" && region !== "eu") fail("region");
  const blockedEvents = trimAll("blockedEvents", values.blockedEvents);
  const sharedSecret = trim("sharedSecret", values.sharedSecret);
  return { workspaceSlug, workspaceToken, region, blockedEvents, sharedSecret };
}
function trim(name, value) {
  const text = value ?? "";
  return typeof text === "string" ? text.trim() || void 0 : fail(name);
}
function trimAll(name, value) {
  if (isArray(value)) return value.flatMap((item) => trim(name, item) ?? []);
  return trim(name, value) ? fail(name) : [];
}
function fail(name) {
  throw new ValidationError(`Setting ${name} is missing or wrong. It takes ${TAKES[name]}.`);
}

// src/signature.ts
async function verifySignature(request, body, sharedSecret) {
  const given = Buffer.from(request.headers.get("X-Signature") ?? "");
  const candidates = isArray(body) ? [toJson(body[0])] : [toJson(body), await textAsReceived(request)];
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
    return toText(await request.text());
  } catch {
    return void 0;
  }
}

// src/handler.ts
async function onRequest(request, rawSettings) {
  const settings = parseSettings(rawSettings);
  const body = await readBody(request);
  if (settings.sharedSecret) await verifySignature(request, body, settings.sharedSecret);
  const wanted = parseBatch(body).filter((event) => !settings.blockedEvents.includes(event.name));
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
