import {
  ADA,
  ago,
  audienceCreated,
  newEventAllowed,
  permissionCheck,
  schemaEventBlocked,
  sourceCreatedWithEmail,
  sourceDeletedByToken,
  sourceDisabled,
  warehouseDisabledByNobody,
} from "../segment/audit-events";
import type { User } from "../segment/public-api";

/** A request to show, and under which circumstances. */
export interface Sample {
  title?: string;
  body: unknown;
  /** The body as it was received, where a captured request has it as a text. */
  text?: string;
  settings?: object;
  apiIsDown?: boolean;
}

/**
 * What `npm start` replays without a file.
 * @param user who does it, where a user of the workspace does. By default an invented one; then a
 *   user whom nobody knows has a sample, too.
 */
export function createSamples(user?: User): Sample[] {
  const byUser = (event: ReturnType<typeof audienceCreated>) => replaceUser(event, user ?? ADA);
  const duringOutage = byUser(audienceCreated());
  const unknownUser = { title: "A user whom the Public API does not know", body: sourceDisabled() };
  return [
    { title: "A user creates an audience", body: byUser(audienceCreated()) },
    { title: "An access token deletes a source", body: sourceDeletedByToken() },
    { title: "Segment itself reports a new event", body: newEventAllowed() },
    { title: "An event that names nobody", body: warehouseDisabledByNobody() },
    {
      title: "Permission Check names its user in another place",
      body: byUser(permissionCheck()),
    },
    {
      title: "Permission Check again, with blockedEvents: Permission*",
      body: byUser(permissionCheck()),
      settings: { blockedEvents: ["Permission*"] },
    },
    ...(user ? [] : [unknownUser]),
    { title: "The Public API is down", body: duringOutage, apiIsDown: true },
    {
      title: "The same event 10 minutes later, and the Public API is still down",
      body: { ...duringOutage, receivedAt: ago(10 * 60_000) },
      apiIsDown: true,
    },
    {
      title: "The Public API is down, but the event brings the email",
      body: byUser(sourceCreatedWithEmail()),
      apiIsDown: true,
    },
    {
      title: "A batch, one element of which is not an audit event",
      body: [byUser(audienceCreated()), { type: "identify" }, byUser(schemaEventBlocked())],
    },
  ];
}

/** The event, done by this user: each field that names a user names this one. */
function replaceUser(event: ReturnType<typeof audienceCreated>, { id, email }: User) {
  const { details } = event.properties;
  const named = { subject: `users/${id}`, subject_id: id, subject_email: email };
  const ours = Object.entries(named).filter(([field]) => field in details);
  const properties = {
    ...event.properties,
    details: { ...details, ...Object.fromEntries(ours) },
  };
  return { ...event, userId: id, properties };
}
