import { readBody } from "../../src/request";
import { errors } from "../../tools/segment/globals";
import { createRequest } from "../../tools/segment/runtime";

test.each([['{"a":1}'], [{ a: 1 }]])("the body %j is parsed", async (body) => {
  expect(await readBody(createRequest(body))).toEqual({ a: 1 });
});

test("a runtime whose json() is asynchronous is fine", async () => {
  const request = { ...createRequest(""), json: async () => ({ a: 1 }) };
  expect(await readBody(request)).toEqual({ a: 1 });
});

test.each(["", "{", "hello"])("the body %j is not JSON", async (body) => {
  const read = readBody(createRequest(body));
  await expect(read).rejects.toThrow(errors.InvalidEventPayload);
  await expect(read).rejects.toThrow(/^The body is not JSON: expected an audit event/);
});
