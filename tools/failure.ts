/** What went wrong, in one line for the person who has to act: what happened, and what to do. */
export class Failure extends Error {}

/** Ends the run, also where a value is missing: `value ?? fail("…")`. @throws Failure */
export function fail(message: string): never {
  throw new Failure(message);
}
