import { createSamples, findUser } from "../segment/samples";
import { toSlackLines } from "./report";
import { runFunction, toAnswer } from "./run-function";
import type { Display } from "./terminal";

/** What the function adds to the properties, but for the Slack text. */
const ADDED = ["workspace_slug", "email", "category", "summary"];

/** Shows what comes of samples: of the first one all that is new, of the others the summary. */
export async function showSamples(print: Display["print"]): Promise<void> {
  const { messages } = await runFunction(createSamples(), (id) => toAnswer(findUser(id)));
  print("What comes of sample events. For your own: npm start -- --help\n");
  for (const message of messages.slice(0, 1)) {
    const { event, userId, properties } = message;
    print(`before    event: Audit, userId: ${userId}`);
    print(`after     event: ${event}, userId: ${userId}`);
    for (const name of ADDED) print(`          ${name}: ${properties[name]}`);
    print(`in Slack  ${toSlackLines(message).join("\n          ")}`);
  }
  print("\nThe summary of each other sample:\n");
  for (const { properties } of messages.slice(1)) print(`  ${properties.summary}`);
}
