// What the pages show.
import Handlebars from "handlebars";
import { parseAuditEvent } from "../src/audit-event";
import { toMessage } from "../src/message";

/** What a template shows in Slack for a made-up event, as a quotation in Markdown. */
export function preview(template: string, type: string, details: object): string {
  const event = parseAuditEvent({
    properties: { type, workspace_id: "acmeWS01", details },
    timestamp: "2026-11-23T09:30:00.000Z",
    messageId: "api-acme1",
  });
  if (event instanceof Error) throw event;
  const message = toMessage(
    { event, actor: "ada7LovelaceX", email: { email: "ada@acme.test" } },
    "acme",
  );
  const text = Handlebars.compile(template, { noEscape: true })(message);
  return `> ${text.replace(/\*(.+?)\*/g, "**$1**").replace(/\n/g, "<br>\n> ")}`;
}

/** The text as a block of Markdown, to copy from. */
export function codeBlock(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
