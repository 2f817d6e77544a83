// What a template shows.
import Handlebars from "handlebars";

const DETAILS = {
  action: "source:debugger-view",
  blocked: "false",
  description: "Allowed by Ada",
  message_id: "6f1c3f0e-acme",
  metadata_id: "56748689e954a874ca44ccfb",
  name: "Order Completed",
  planned: "false",
  resource_id: "acmeResource1",
  resource_type: "resource",
  source_id: "acmeSource1",
  source_name: "Web shop",
  source_slug: "web_shop",
  subject: "users/ada7LovelaceX",
  subject_id: "ada7LovelaceX",
  subject_type: "user",
  target: "Web shop",
  tracking_plan_connected: "false",
  type: "track",
  warehouse_id: "acmeWarehouse1",
};

/** What a template shows in Slack for a made-up event of this name, as a quotation in Markdown. */
export function preview(template: string, type: string): string {
  const message = {
    event: type,
    userId: "ada7LovelaceX",
    timestamp: "2026-11-23T09:30:00.000Z",
    properties: {
      type,
      workspace_id: "acmeWS01",
      workspace_slug: "acme",
      email: "ada@acme.test",
      details: DETAILS,
    },
  };
  const text = Handlebars.compile(template, { noEscape: true })(message);
  return `> ${text.replace(/\*(.+?)\*/g, "**$1**").replaceAll("\n", "<br>")}`;
}
