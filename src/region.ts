/** Where a workspace is kept. */
export type Region = "us" | "eu";

/** The region that a text names, in any case: `us` without one, undefined for any other. */
export function asRegion(text = "us"): Region | undefined {
  const region = text.toLowerCase();
  return region === "us" || region === "eu" ? region : undefined;
}

/** Where the Public API answers (Segment docs: Public API). */
export const API_URL: Record<Region, string> = {
  us: "https://api.segmentapis.com",
  eu: "https://eu1.api.segmentapis.com",
};

/** Where people use Segment (github.com/segmentio/action-destinations: packages/cli). */
export const APP_URL: Record<Region, string> = {
  us: "https://app.segment.com",
  eu: "https://eu1.app.segment.com",
};
