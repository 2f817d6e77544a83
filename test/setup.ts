import * as crypto from "node:crypto";
import { errors } from "./segment/globals";

// What src/ finds in every test. A test that needs more of the runtime installs it.
Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
Object.assign(globalThis, errors);
