// What the page shows.
import Handlebars from "handlebars";

/** What a template shows in Slack for a made-up event, as a quotation in Markdown. */
export function preview(template: string, type: string, details: object): string {
  const message = {
    event: type,
    userId: "ada7LovelaceX",
    timestamp: "2026-11-23T09:30:00.000Z",
    properties: {
      type,
      workspace_id: "acmeWS01",
      workspace_slug: "acme",
      email: "ada@acme.test",
      details,
    },
  };
  const text = Handlebars.compile(template, { noEscape: true })(message);
  return `> ${text.replace(/\*(.+?)\*/g, "**$1**").replace(/\n/g, "<br>\n> ")}`;
}

/** The text as a block of Markdown, to copy from. */
export function codeBlock(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
