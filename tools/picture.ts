// Draws docs/slack.svg: a message as Slack shows it, made by the built file from a made-up event.
// Part of `npm run build`.
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { ADA, auditEvent, findUser, SETTINGS } from "./segment/audit-events";
import { createPublicApi } from "./segment/public-api";
import { createRuntime } from "./segment/runtime";

export const PICTURE_PATH = path.join(__dirname, "../docs/slack.svg");

/** The picture's measures, in px. */
const WIDTH = 880;
const TEXT_X = 68;
const FIRST_LINE_Y = 54;
const LINE_HEIGHT = 22;
const FONT_SIZE = 15;

/** How wide a text is at most: a character of a sans-serif font has about half the font's size. */
const MAX_CHARACTERS = Math.floor((WIDTH - TEXT_X - 24) / (FONT_SIZE * 0.54));

/** The emoji that slack_text uses, by their names in Slack. */
const EMOJI: Record<string, string> = {
  ":rotating_light:": "🚨",
  ":warning:": "⚠️",
  ":gear:": "⚙️",
};

/** A piece of a line that looks the same throughout. */
interface Piece {
  text: string;
  style: "plain" | "bold" | "link";
}

/** The picture of a made-up event, as SVG. */
export async function drawPicture(): Promise<string> {
  const { call } = createRuntime({ fetch: createPublicApi(findUser) });
  const at = "2026-11-23T09:30:00.000Z";
  const details = {
    description: "'Order Completed' set to block",
    resource_id: "acmeSource1",
    resource_type: "source",
    source_id: "acmeSource1",
    subject: `users/${ADA.id}`,
    target: "JavaScript",
  };
  const event = auditEvent("Schema Event Blocked", details, {
    messageId: "api-acme1",
    timestamp: at,
  });
  const { messages, error } = await call(event, SETTINGS);
  const text = messages[0]?.properties.slack_text;
  if (typeof text !== "string") throw new Error(`No slack_text to draw. ${error?.message ?? ""}`);
  return drawMessage(text);
}

/** A Slack text as SVG. Long lines are wrapped between words. */
export function drawMessage(slackText: string): string {
  const lines = slackText.split("\n").flatMap((line) => wrap(toPieces(line)));
  const height = FIRST_LINE_Y + lines.length * LINE_HEIGHT;
  const drawn = lines.map((pieces, index) => {
    const spans = pieces.map(
      ({ text, style }) => `<tspan class="${style}">${escapeXml(text)}</tspan>`,
    );
    const y = FIRST_LINE_Y + index * LINE_HEIGHT;
    return `  <text x="${TEXT_X}" y="${y}" xml:space="preserve">${spans.join("")}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="A message in Slack">
  <style>
    text { font: ${FONT_SIZE}px Helvetica, Arial, sans-serif; fill: #1d1c1d }
    .bold { font-weight: bold }
    .link { fill: #1264a3 }
    .small { font-size: 12px; fill: #616061 }
  </style>
  <rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8" fill="#ffffff" stroke="#d0d0d0"/>
  <rect x="16" y="16" width="36" height="36" rx="6" fill="#5b6b7b"/>
  <path d="M26 35 l6 6 l11 -13" fill="none" stroke="#ffffff" stroke-width="4" stroke-linecap="round"/>
  <text x="${TEXT_X}" y="30"><tspan class="bold">Audit events</tspan><tspan class="small" dx="8">9:30 AM</tspan></text>
${drawn.join("\n")}
</svg>
`;
}

/** A line of Slack's markup in pieces: words and the white space between them. */
function toPieces(line: string): Piece[] {
  const shown = line.replace(/:\w+:/g, (name) => EMOJI[name] ?? name);
  return shown.split(/(\*[^*]+\*|https:\/\/\S+)/).flatMap((part): Piece[] => {
    if (part.startsWith("https://")) return [{ text: part, style: "link" }];
    const isBold = /^\*.+\*$/.test(part);
    const words = (isBold ? part.slice(1, -1) : part).split(/(?<= )/).filter(Boolean);
    return words.map((text) => ({ text, style: isBold ? "bold" : "plain" }));
  });
}

/** The pieces in lines that fit the picture. A single word that is too long stays whole. */
function wrap(pieces: Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  let length = 0;
  for (const piece of pieces) {
    if (length > 0 && length + piece.text.trimEnd().length > MAX_CHARACTERS) {
      lines.push([]);
      length = 0;
    }
    const line = lines.at(-1) ?? [];
    const last = line.at(-1);
    if (last?.style === piece.style) last.text += piece.text;
    else line.push({ ...piece });
    length += piece.text.length;
  }
  return lines;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

if (require.main === module) {
  drawPicture().then((picture) => writeFileSync(PICTURE_PATH, picture));
}
