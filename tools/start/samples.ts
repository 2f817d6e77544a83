import {
  ADA,
  ago,
  audienceCreated,
  findUser,
  newEventAllowed,
  permissionCheck,
  SETTINGS,
  schemaEventBlocked,
  sourceCreatedWithEmail,
  sourceDeletedByToken,
  sourceDisabled,
  userWithoutEmail,
  warehouseDisabledByNobody,
} from "../segment/audit-events";
import { createPublicApi } from "../segment/public-api";
import { createRuntime } from "../segment/runtime";
import { toFaultLines, toLine, toSlackLines } from "./show";

/** A request to show, and under which circumstances. */
interface Sample {
  title: string;
  body: unknown;
  settings?: object;
  apiIsDown?: boolean;
}

/** What the function adds to the properties, but for the Slack text. */
const ADDED = ["workspace_slug", "email", "email_missing", "category", "summary"];

function createSamples(): Sample[] {
  const duringOutage = audienceCreated();
  return [
    { title: "A user creates an audience", body: audienceCreated() },
    { title: "An access token deletes a source", body: sourceDeletedByToken() },
    { title: "Segment itself reports a new event", body: newEventAllowed() },
    { title: "An event that names nobody", body: warehouseDisabledByNobody() },
    { title: "Permission Check names its user in another place", body: permissionCheck() },
    {
      title: "Permission Check again, with blockedEvents: Permission*",
      body: permissionCheck(),
      settings: { blockedEvents: ["Permission*"] },
    },
    { title: "A user whom the Public API does not know", body: sourceDisabled() },
    { title: "A user without an email", body: userWithoutEmail() },
    { title: "The Public API is down", body: duringOutage, apiIsDown: true },
    {
      title: "The same event 10 minutes later, and the Public API is still down",
      body: { ...duringOutage, receivedAt: ago(10 * 60_000) },
      apiIsDown: true,
    },
    {
      title: "The Public API is down, but the event brings the email",
      body: sourceCreatedWithEmail(),
      apiIsDown: true,
    },
    {
      title: "A batch, one element of which is not an audit event",
      body: [audienceCreated(), { type: "identify" }, schemaEventBlocked()],
    },
  ];
}

/** Shows what comes of each sample: of the first all that the function adds, of others the summary. */
export async function showSamples(print: (line: string) => void): Promise<void> {
  const normally = createRuntime({ fetch: createPublicApi(findUser) });
  const duringOutage = createRuntime({ fetch: () => Promise.reject(new Error("down")) });
  print("Emails come from a small built-in directory.");
  for (const [index, { title, body, settings, apiIsDown }] of createSamples().entries()) {
    const { call } = apiIsDown ? duringOutage : normally;
    const outcome = await call(body, { ...SETTINGS, ...settings });
    const { messages, error } = outcome;
    print(`\n${title}`);
    for (const message of messages) {
      const { properties } = message;
      if (index > 0) {
        print(`  ${toLine(properties.summary)}`);
        continue;
      }
      print(`  before: event Audit, userId ${ADA.id}`);
      print(`  after:  event ${message.event}, userId ${message.userId}, and these properties`);
      for (const name of ADDED) {
        if (name in properties) print(`    ${name}: ${toLine(properties[name])}`);
      }
      print("    slack_text:");
      for (const line of toSlackLines(message)) print(`      ${line}`);
    }
    if (!messages.length && !error) print("  nothing goes out: blocked");
    for (const line of toFaultLines(outcome)) print(`  ${line}`);
  }
}
