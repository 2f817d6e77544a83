import { fail } from "./failure";

/** A process's environment. */
export type Environment = Record<string, string | undefined>;

/** What a variable takes: the pattern of its values, and what they are. */
export type Takes = readonly [pattern: RegExp, is: string];

/** A token has to fit into a header. */
const TOKEN = /^[!-~]+$/;

/** A token goes to Segment, or to a stand-in on this machine. */
const LOCAL_URL = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+$/;

/** What both commands take. */
export const SHARED = {
  WORKSPACE_TOKEN: [TOKEN, "a Public API token for the function, without spaces"],
  REGION: [/^(us|eu)$/i, "us or eu; us by default"],
  API_URL: [LOCAL_URL, "http://127.0.0.1:<port>, a stand-in on this machine to try it with"],
} satisfies Record<string, Takes>;

/**
 * Reads a variable.
 * @returns its value without white space around it; undefined when it is unset or blank.
 * @throws Failure that says what the variable takes, and tells no value.
 */
export function readVariable(environment: Environment, name: string, [pattern, is]: Takes) {
  const value = environment[name]?.trim() || undefined;
  if (value && !pattern.test(value)) fail(`${name} is wrong. It takes ${is}.`);
  return value;
}

const PROXIES = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];

/**
 * What to do when no answer comes. Node's `fetch` goes past a proxy, unless it is told otherwise
 * (Node.js documentation: NODE_USE_ENV_PROXY).
 */
export function adviseOnNetwork(environment: Environment): string {
  const names = PROXIES.flatMap((name) => [name, name.toLowerCase()]);
  const proxy = names.find((name) => environment[name]);
  const advice = "Check the network. Run the command again later.";
  if (!proxy || environment.NODE_USE_ENV_PROXY) return advice;
  return (
    `${proxy} is set, but Node's fetch does not use it by itself. With Node.js 24 or later, ` +
    `NODE_USE_ENV_PROXY=1 makes it use HTTPS_PROXY. ${advice}`
  );
}
