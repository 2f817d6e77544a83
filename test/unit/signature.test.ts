import { createHmac } from "node:crypto";
import { verifySignature } from "../../src/signature";
import { errors } from "../../tools/segment/globals";
import { createRequest } from "../../tools/segment/runtime";

const SECRET = "acme shared secret";
const BODY = { event: "Audit", properties: { type: "Ünïcode ☃ Created" } };

const sign = (text: string, secret = SECRET) =>
  createHmac("sha1", secret).update(text).digest("hex");

function verify(body: unknown, signature?: string, parsed = body) {
  const headers = signature === undefined ? {} : { "x-signature": signature };
  return verifySignature(createRequest(body, headers), parsed, SECRET);
}

test("RFC 2202's test case 2 for HMAC-SHA1 holds", async () => {
  // Its data is no JSON, so it stands in as the text that was received.
  const headers = { "X-Signature": "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" };
  const request = createRequest("what do ya want for nothing?", headers);
  await expect(verifySignature(request, {}, "Jefe")).resolves.toBeUndefined();
});

test("a parsed body is signed as it is written anew", async () => {
  await expect(verify(BODY, sign(JSON.stringify(BODY)))).resolves.toBeUndefined();
});

test("a body is signed as received, white space and all", async () => {
  const text = JSON.stringify(BODY, null, 2);
  await expect(verify(text, sign(text), BODY)).resolves.toBeUndefined();
});

test("a text is also accepted when it was signed before somebody reformatted it", async () => {
  const text = JSON.stringify(BODY, null, 2);
  await expect(verify(text, sign(JSON.stringify(BODY)), BODY)).resolves.toBeUndefined();
});

test("a batch is signed over its first element alone", async () => {
  const batch = [BODY, { other: true }];
  await expect(verify(batch, sign(JSON.stringify(BODY)))).resolves.toBeUndefined();
  await expect(verify(batch, sign(JSON.stringify(batch)))).rejects.toThrow(errors.ValidationError);
  await expect(verify(batch, sign('{"other":true}'))).rejects.toThrow(errors.ValidationError);
});

test("a runtime that reads a body once only has its parsed body checked", async () => {
  const headers = { "X-Signature": sign(JSON.stringify(BODY)) };
  const request = {
    ...createRequest(BODY, headers),
    text: () => {
      throw new TypeError("body used already");
    },
  };
  await expect(verifySignature(request, BODY, SECRET)).resolves.toBeUndefined();
});

const GOOD = sign(JSON.stringify(BODY));
test.each([
  ["absent", undefined],
  ["empty", ""],
  ["of another secret", sign(JSON.stringify(BODY), "other")],
  ["of another body", sign("{}")],
  ["too short", GOOD.slice(0, -1)],
  ["too long", `${GOOD}0`],
  ["given twice", `${GOOD}, ${GOOD}`],
  ["no hex", "z".repeat(40)],
  ["of another alphabet", Buffer.from(GOOD, "hex").toString("base64")],
])("a signature that is %s is refused", async (_, signature) => {
  const verified = verify(BODY, signature);
  await expect(verified).rejects.toThrow(errors.ValidationError);
  await expect(verified).rejects.toThrow(/^X-Signature is absent or wrong/);
  await expect(verified).rejects.not.toThrow(new RegExp(`${SECRET}|${GOOD}`));
});

test.each([[[]], [undefined]])("a body %j that has no JSON to sign is refused", async (body) => {
  await expect(verify(body, sign(""))).rejects.toThrow(errors.ValidationError);
});
