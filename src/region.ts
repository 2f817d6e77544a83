/** Where the Public API answers (Segment docs), and the app is (action-destinations). */
export const REGIONS = {
  us: { api: "https://api.segmentapis.com", app: "https://app.segment.com" },
  eu: { api: "https://eu1.api.segmentapis.com", app: "https://eu1.app.segment.com" },
};

/** Where a workspace is kept. */
export type Region = keyof typeof REGIONS;

/** The region that a text names, in any case; `us` by default. */
export function asRegion(text = "us"): Region | undefined {
  const region = text.toLowerCase();
  return region === "us" || region === "eu" ? region : undefined;
}
