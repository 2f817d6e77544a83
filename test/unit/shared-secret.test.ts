import { verifySender } from "../../src/shared-secret";
import { errors } from "../../tools/segment/globals";
import { createRequest } from "../../tools/segment/runtime";

const SECRET = "acme shared secret";

const verify = (headers: Record<string, string>) =>
  verifySender(createRequest({}, headers), SECRET);

test.each(["X-Shared-Secret", "x-shared-secret"])("the secret in %s lets a request in", (name) => {
  expect(() => verify({ [name]: SECRET })).not.toThrow();
});

test.each(["", "acme", `${SECRET}x`, SECRET.toUpperCase(), `${SECRET}, ${SECRET}`, "ü"])(
  "%j is refused, and the error tells no secret",
  (secret) => {
    const refusal = new errors.ValidationError(
      "The shared secret is missing or wrong. Send X-Shared-Secret: X-Signature no longer counts.",
    );
    expect(() => verify({ "X-Shared-Secret": secret })).toThrow(refusal);
  },
);

test.each(["Authorization", "X-Signature", "X-Secret"])("in %s it does not count", (name) => {
  expect(() => verify({ [name]: SECRET })).toThrow(errors.ValidationError);
});
