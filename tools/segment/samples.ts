/** Audit events in the shape in which Audit Forwarding sends them, about a made-up workspace. */

export const ADA = { id: "ada7LovelaceX", email: "ada@acme.test" };
export const GRACE = { id: "grc9HopperUSN", email: "grace@acme.test" };

/** Whom the Public API knows, and shows no email of. */
const LIN = { id: "lin5ClarkXYZ", email: "" };

/** The workspace's users, by id. */
export const findUser = (id: string) => [ADA, GRACE, LIN].find((user) => user.id === id);

export const SETTINGS = { workspaceSlug: "acme", workspaceToken: "sgp_acme_token_1" };

const SOURCE = { resource_id: "acmeSource1", resource_type: "source" };

type Json = Record<string, unknown>;

let count = 0;

/** An audit event that came in just now. `over` replaces fields of the whole. */
export function auditEvent(type: string, details: Json, over: Json = {}) {
  count += 1;
  const receivedAt = new Date().toISOString();
  return {
    channel: "server",
    context: { library: { name: "unknown", version: "unknown" } },
    event: "Audit",
    integrations: {},
    messageId: `api-acme${String(count).padStart(20, "0")}`,
    originalTimestamp: receivedAt,
    properties: { details, type, workspace_id: "acmeWS01" },
    receivedAt,
    timestamp: receivedAt,
    type: "track",
    userId: ADA.id,
    ...over,
  };
}

/** By a user. */
export function audienceCreated(over: Json = {}) {
  const resource = { resource_id: "spaces/default/audiences/aud_acme1", resource_type: "audience" };
  const details = { ...resource, subject: `users/${ADA.id}`, target: "Big spenders" };
  return auditEvent("Audience Created", details, over);
}

/** Its user stands in another place. */
export function permissionCheck(over: Json = {}) {
  const details = {
    action: "source:debugger-view",
    ...SOURCE,
    sso_connection_id: "",
    subject_id: GRACE.id,
    subject_type: "user",
  };
  return auditEvent("Permission Check", details, { userId: GRACE.id, ...over });
}

/** By Segment itself. */
function newEventAllowed(over: Json = {}) {
  const details = {
    blocked: "false",
    message_id: "6f1c3f0e-acme",
    name: "Order Completed",
    planned: "false",
    ...SOURCE,
    source_id: SOURCE.resource_id,
    source_name: "Web shop",
    source_slug: "web_shop",
    target: "Web shop",
    tracking_plan_connected: "false",
    tracking_plan_id: "",
    type: "track",
  };
  return auditEvent("New Event Allowed", details, { userId: "__system__", ...over });
}

/** By somebody whom the Public API does not know. */
function sourceDisabled(over: Json = {}) {
  const details = { ...SOURCE, subject: "users/goneUser01", target: "Web shop" };
  return auditEvent("Source Disabled", details, { userId: "goneUser01", ...over });
}

/** One of each way in which an event says who did it, or what was done. */
export function createSamples() {
  const subject = `users/${ADA.id}`;
  const lin = { resource_type: "space", subject: `users/${LIN.id}`, target: "Default" };
  const nobody = { resource_id: "acmeWarehouse1", resource_type: "warehouse", target: "Reports" };
  const token = { ...SOURCE, subject: "token/tok_1A2b3C", target: "Web shop" };
  const described = { description: "'Order Completed' set to block", target: "JavaScript" };
  const withEmail = { ...SOURCE, subject, subject_email: "ada.l@acme.test", target: "Help desk" };
  return [
    audienceCreated(),
    auditEvent("Source Deleted", token, { userId: "__system__" }),
    newEventAllowed(),
    auditEvent("Warehouse Disabled", nobody, { userId: null }),
    permissionCheck(),
    auditEvent("Schema Event Blocked", { ...SOURCE, ...described, subject }),
    sourceDisabled(),
    auditEvent("Space Modified", lin, { userId: LIN.id }),
    auditEvent("Source Created", withEmail),
  ];
}

/** The time that many ms ago, as Segment writes it. */
export function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}
