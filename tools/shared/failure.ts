/** What went wrong, in one line for the person who has to act: what happened, and what to do. */
export class Failure extends Error {}

/** Ends the run, also where a value is missing: `value ?? fail("…")`. @throws Failure */
export function fail(message: string): never {
  throw new Failure(message);
}

/** Prints how a command failed, if it did. Its exit code is 1 then. */
export function reportFailure(command: Promise<void>): void {
  command.catch((error) => {
    // Anything but a Failure is a fault of ours, and its stack says where.
    console.error(error instanceof Failure ? error.message : error);
    process.exitCode = 1;
  });
}
