import { fail } from "./failure";

/** A process's environment. */
export type Environment = Record<string, string | undefined>;

/** What a variable takes: the pattern of its values, and what they are. */
export type Takes = readonly [pattern: RegExp, is: string];

/** What REGION takes. */
export const REGION: Takes = [/^(us|eu)$/i, "us or eu; us by default"];

/** A token has to fit into a header. */
export const TOKEN = /^[!-~]+$/;

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
