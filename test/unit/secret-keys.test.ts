import { hideSecret } from "../../src/secret-keys";

test.each([
  "write_key",
  "writeKeys",
  "token",
  "access-token",
  "X-Auth-Token",
  "clientSecret",
  "shared secret",
  "PASSWORD",
  "db.passwd",
  "passphrase",
  "passcode",
  "api_key",
  "apiKey",
  "API Key",
  "access_key",
  "privateKey",
  "signing_key",
  "encryption_key",
  "credentials",
  "Authorization",
  "bearer",
  "cookie",
  "jwt",
  "pass_word",
  "db_pwd",
  "authKey",
])("%j says that its value is a secret", (key) => {
  expect(hideSecret(key, { a: 1 })).toBe("[hidden]");
});

test.each([
  "name",
  "target",
  "subject",
  "subject_email",
  "resource_id",
  "key",
  "keyboard",
  "source_slug",
  "sso_connection_id",
  "author",
  "pass",
  "0",
  "",
])("%j does not", (key) => {
  expect(hideSecret(key, "x")).toBe("x");
});

test.each(["", null, undefined])("an empty secret, %j, stays empty", (empty) => {
  expect(hideSecret("token", empty)).toBe(empty);
});
