import * as crypto from "node:crypto";
import fc from "fast-check";
import { errors } from "../tools/segment/runtime";

// Properties try the same inputs at each run. `SEED=random npx jest hostile` looks further, and a
// property that fails prints its seed, for `SEED=<seed>`.
const seed = process.env.SEED === "random" ? Date.now() : Number(process.env.SEED ?? 1);
fc.configureGlobal({ seed });

// What src/ finds in every test. A test that needs more of the runtime installs it.
Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
Object.assign(globalThis, errors);
