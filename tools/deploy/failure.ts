/** What went wrong, in one line for the person who has to act: what happened, and what to do. */
export class Failure extends Error {}

/** A request that changes something got no clear answer: it may have been carried out or not. */
export class OpenFailure extends Failure {}

/** Segment refused a request's input. */
export class InputFailure extends Failure {}

/** Ends the run, also where a value is missing: `value ?? fail("…")`. @throws Failure */
export function fail(message: string): never {
  throw new Failure(message);
}
