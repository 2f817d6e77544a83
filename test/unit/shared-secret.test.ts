import { createHmac } from "node:crypto";
import { verifySender } from "../../src/shared-secret";
import { errors } from "../../tools/segment/globals";
import { createRequest } from "../../tools/segment/runtime";

const SECRET = "acme shared secret";
const BODY = { event: "Audit", properties: { type: "Ünïcode ☃ Created" } };
const TEXT = JSON.stringify(BODY);

const sign = (text: string, secret = SECRET) =>
  createHmac("sha1", secret).update(text).digest("hex");

function verify(headers: Record<string, string>, body: unknown = BODY, secret = SECRET) {
  const parsed = typeof body === "string" ? BODY : body;
  return verifySender(createRequest(body, headers), parsed, secret);
}

describe("X-Shared-Secret", () => {
  test.each([
    ["an event", BODY],
    ["an event whose keys the runtime sorted", { properties: {}, event: "Audit" }],
    ["a batch", [BODY, BODY]],
    ["an empty batch", []],
  ])("the secret lets in %s", async (_, body) => {
    await expect(verify({ "x-shared-secret": SECRET }, body)).resolves.toBeUndefined();
  });

  test("white space around the secret does not count, which headers lose on the way", async () => {
    const headers = { "X-Shared-Secret": SECRET };
    await expect(verify(headers, BODY, ` ${SECRET}\n`)).resolves.toBeUndefined();
  });

  test.each(["", "acme", `${SECRET}x`, SECRET.toUpperCase(), `${SECRET}, ${SECRET}`])(
    "%j is refused",
    async (secret) => {
      const verified = verify({ "X-Shared-Secret": secret });
      await expect(verified).rejects.toThrow(errors.ValidationError);
      await expect(verified).rejects.toThrow(/^The shared secret is missing or wrong\. Send/);
    },
  );
});

describe("X-Signature", () => {
  const verifySignature = (signature: string, body: unknown = BODY, secret = SECRET) =>
    verify({ "x-signature": signature }, body, secret);

  test("RFC 2202's test case 2 for HMAC-SHA1 holds", async () => {
    // Its data is not JSON, so it stands in as the text that was received.
    const headers = { "X-Signature": "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" };
    const request = createRequest("what do ya want for nothing?", headers);
    await expect(verifySender(request, {}, "Jefe")).resolves.toBeUndefined();
  });

  test("the secret counts as entered, and without its white space", async () => {
    const entered = ` ${SECRET} `;
    await expect(verifySignature(sign(TEXT, entered), BODY, entered)).resolves.toBeUndefined();
    await expect(verifySignature(sign(TEXT), BODY, entered)).resolves.toBeUndefined();
  });

  test("it covers the body as received, white space and all, or as it is written anew", async () => {
    const text = JSON.stringify(BODY, null, 2);
    await expect(verifySignature(sign(text), text)).resolves.toBeUndefined();
    await expect(verifySignature(sign(TEXT), text)).resolves.toBeUndefined();
    await expect(verifySignature(sign(TEXT))).resolves.toBeUndefined();
  });

  test("of a batch it covers the first element alone", async () => {
    const batch = [BODY, { other: true }];
    await expect(verifySignature(sign(TEXT), batch)).resolves.toBeUndefined();
    for (const text of [JSON.stringify(batch), '{"other":true}']) {
      await expect(verifySignature(sign(text), batch)).rejects.toThrow(errors.ValidationError);
    }
  });

  test("a runtime that reads a body once only has its parsed body checked", async () => {
    const text = () => {
      throw new TypeError("body used already");
    };
    const request = { ...createRequest(BODY, { "X-Signature": sign(TEXT) }), text };
    await expect(verifySender(request, BODY, SECRET)).resolves.toBeUndefined();
  });

  const GOOD = sign(TEXT);
  test.each([
    ["empty", ""],
    ["of another secret", sign(TEXT, "other")],
    ["of another body", sign("{}")],
    ["too short", GOOD.slice(0, -1)],
    ["too long", `${GOOD}0`],
    ["given twice", `${GOOD}, ${GOOD}`],
    ["not hex", "z".repeat(40)],
    ["of another alphabet", Buffer.from(GOOD, "hex").toString("base64")],
  ])("one that is %s is refused, and the error tells no secret", async (_, signature) => {
    await expect(verifySignature(signature)).rejects.toEqual(
      new errors.ValidationError(
        "The shared secret is missing or wrong. Send sharedSecret in the header X-Shared-Secret.",
      ),
    );
  });

  test.each([[[]], [undefined]])("a body %j that has no JSON to sign is refused", async (body) => {
    await expect(verifySignature(sign(""), body)).rejects.toThrow(errors.ValidationError);
  });
});
