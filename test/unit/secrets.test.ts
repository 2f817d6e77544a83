import { hideSecret, hideSecretsIn } from "../../src/secrets";

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
  "token_valid",
  "tokenPaid",
  "secret_grid",
  "token_id_secret",
  "ｔｏｋｅｎ",
  "to\u200bken",
  "token\n",
  "token\nx",
  `${"x".repeat(150)}token`,
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
  "token_id",
  "token_ids",
  "tokenId",
  "tokenIDs",
  "tokenOwnerId",
  "tokenid",
  "token uuid",
  "secret_name",
  "credentialUsername",
  "tokenType",
  "token-scopes",
  "cookieCount",
])("%j does not", (key) => {
  expect(hideSecret(key, "x")).toBe("x");
});

test.each(["", null, undefined])("an empty secret, %j, stays empty", (empty) => {
  expect(hideSecret("token", empty)).toBe(empty);
});

test.each([true, false, "true", "false", 0])("%j under a secret's key is no secret", (value) => {
  expect(hideSecret("cookie_consent", value)).toBe(value);
});

test.each([
  // In quotes.
  ['{"apiKey":"S"}', '{"apiKey":"[hidden]"}'],
  ['{"a":1,"api_key" : "S, S","b":"x"}', '{"a":1,"api_key" : "[hidden]","b":"x"}'],
  ['"token":"S\\"S","b":1', '"token":"[hidden]","b":1'],
  ['\\"token\\":\\"S\\",\\"b\\":1', '\\"token\\":\\"[hidden]\\",\\"b\\":1'],
  ["token: 'S S' # b", "token: '[hidden]' # b"],
  ['{"password":"}S"}', '{"password":"[hidden]"}'],
  ['"password":", S"', '"password":"[hidden]"'],
  ['{"token":"true S","a":null}', '{"token":"[hidden]","a":null}'],
  ['"password (prod)":"S"', '"password (prod)":"[hidden]"'],
  ['config["password"]   =   "S"', 'config["password"]   =   "[hidden]"'],
  [`"token_${"x".repeat(60)}":"S"`, `"token_${"x".repeat(60)}":"[hidden]"`],
  [':secret => "S"', ':secret => "[hidden]"'],
  ['token="S', 'token="[hidden]"'],
  // An object, or a list.
  ['{"token":{"a":"S"},"b":1}', '{"token":[hidden]'],
  ["tokens: [S, S]", "tokens: [hidden]"],
  ['"token": {\n  "a": "S"\n}', '"token": [hidden]'],
  // In a query.
  ["https://a/?x=1&token=S&y=2", "https://a/?x=1&token=[hidden]&y=2"],
  ["https://a/?my.token=S z", "https://a/?my.token=[hidden] z"],
  [
    "https://a/?user[password]=it'S&token[]=S",
    "https://a/?user[password]=[hidden]&token[]=[hidden]",
  ],
  ["?user%5Bpassword%5D=S", "?user%5Bpassword%5D=[hidden]"],
  ["https://a/#access_token=S&y=2", "https://a/#access_token=[hidden]&y=2"],
  // A line of a file.
  ["a: 1\ndb_password: S S\nb: 2", "a: 1\ndb_password: [hidden]\nb: 2"],
  ["PASSWORD=S,S;S&S", "PASSWORD=[hidden]"],
  ["Authorization: Basic S", "Authorization: [hidden]"],
  ["api key = S", "api key = [hidden]"],
  ["token_id=1 token=S", "token_id=1 token=[hidden]"],
  ["password=&S", "password=[hidden]"],
  ["password: }S", "password: [hidden]"],
  ["password: true S", "password: [hidden]"],
  // Of user:password@.
  ["postgres://u:S@db:5432/x", "postgres://u:[hidden]@db:5432/x"],
  ["u:S@S/S@db and v:S@db", "u:[hidden]@db and v:[hidden]@db"],
  ["see (u:S@db)", "see (u:[hidden]@db)"],
  ["redis://:S@cache:6379", "redis://:[hidden]@cache:6379"],
  ["postgres://u:it'S@h", "postgres://u:[hidden]@h"],
  ["https://u:S…", "https://u:[hidden]…"],
])("of %j, it shows %j", (text, shown) => {
  expect(hideSecretsIn(text)).toBe(shown);
});

test.each([
  "token",
  "a token for b",
  "token/tok_1",
  "token_id=1",
  '{"token_name":"Deploy"}',
  '{"token":""}',
  '"token": null, "b": "x"',
  '{"cookie_consent":true}',
  "cookie_consent: false, b: 1",
  "token=",
  "token=\nuser: bob",
  "?token=&b=2",
  '{"token_errors":0,"by":"ada"}',
  '{"token": null}',
  "https://acme.test:8443/@ada",
  "mailto:ada@acme.test",
  "https://ada@acme.test",
  "u:@db",
  ":S@db",
  '{"email":"ada@acme.test"}',
])("nothing in %j is a secret", (text) => {
  expect(hideSecretsIn(text)).toBe(text);
});
