/**
 * The text without secrets, also as they stand in a path. Slack's webhooks and endpoints are
 * secrets too, whichever Segment's answers quote.
 */
export function hideSecrets(text: string, secrets: (string | undefined)[]): string {
  return secrets
    .flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []))
    .sort((one, other) => other.length - one.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "[hidden]"), text)
    .replace(/(https:\/\/)?hooks\.slack\.com\S*|[0-9a-f]{60,}|(?<=[?&]b=)[^\s…]+/g, "[hidden]");
}
