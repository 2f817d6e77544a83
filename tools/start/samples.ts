import {
  ago,
  audienceCreated,
  newEventAllowed,
  permissionCheck,
  sourceDisabled,
} from "../segment/audit-events";

/** A request to show, and under which circumstances. */
export interface Sample {
  title: string;
  body: unknown;
  settings?: object;
  apiIsDown?: boolean;
}

const duringOutage = audienceCreated();

/** What `npm start` replays. */
export const SAMPLES: Sample[] = [
  { title: "A user creates an audience", body: audienceCreated() },
  { title: "Segment itself reports a new event", body: newEventAllowed() },
  { title: "Permission Check names its user in another place", body: permissionCheck() },
  {
    title: "Permission Check again, with blockedEvents: Permission*",
    body: permissionCheck(),
    settings: { blockedEvents: ["Permission*"] },
  },
  { title: "A user whom the Public API does not know", body: sourceDisabled() },
  { title: "The Public API is down", body: duringOutage, apiIsDown: true },
  {
    title: "The same event 10 minutes later, and the Public API is still down",
    body: { ...duringOutage, receivedAt: ago(10 * 60_000) },
    apiIsDown: true,
  },
  {
    title: "A batch, with an element that is no audit event",
    body: [audienceCreated(), { type: "identify" }, permissionCheck()],
  },
];
