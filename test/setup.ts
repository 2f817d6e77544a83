import * as crypto from "node:crypto";
import fc from "fast-check";
import { errors } from "../tools/segment/globals";

// A property that fails prints its seed. `SEED=<seed> npm test` runs it again.
if (process.env.SEED) fc.configureGlobal({ seed: Number(process.env.SEED) });

// What src/ finds in every test. A test that needs more of the runtime installs it.
Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
Object.assign(globalThis, errors);
