// What is shown of a detail: one table, for the rule in src/ and for the file that users paste.

const H = "[hidden]";
const same = (key: string, value: string): [string, unknown, string] => [key, value, value];
const target = (value: string, shown: string): [string, unknown, string] => [
  "target",
  value,
  shown,
];

/** A detail's key and value, and the text that Slack shows. */
export const SHOWN_DETAILS: [key: string, value: unknown, shown: string][] = [
  // Secrets by their keys.
  ...[
    ...["token", "secret", "password", "passphrase", "credential", "credentials", "cookie"],
    ...["authorization", "writeKey", "api_key", "CLIENT_SECRET", "access tokens", "API Key"],
    ...["accessKey", "private-key", "secret_key", "signing key", "sdkKey", "license_key"],
  ].map((key): [string, unknown, string] => [key, "abc", H]),
  ["oauth", { token: "abc", name: "CI" }, `{"token":"${H}","name":"CI"}`],
  ["oauth", '{"token": "abc", "name": "CI"}', `{"token":"${H}","name":"CI"}`],
  ["oauth", { inner: '{"token": "abc"}' }, `{"inner":{"token":"${H}"}}`],
  ["password", "[1234567890123]", H],
  ["oauth", { password: '{"1234567890123":1}' }, `{"password":"${H}"}`],
  ["oauth", '\ufeff\u00a0{"token":"abc"}', `{"token":"${H}"}`],
  ["oauth", { token: " " }, '{"token":" "}'],
  ["tokens", ["abc", { id: "def" }, 1, true], `["${H}",{"id":"${H}"},1,true]`],
  // Keys that are no secret's.
  ...[
    ...["token_owner", "token_status", "token_description", "token_created_at", "token_id"],
    ...["cookie_policy", "secretary", "public_key", "key", "keyboard", "password_policy"],
  ].map((key) => same(key, "abc")),
  ["max_tokens", 4096, "4096"],
  ["requires_password", true, "true"],

  // Credentials by their forms.
  target("sgp_1A2b3C4d5E", H),
  target("with sgp_1A2b3C4d5E.", `with ${H}.`),
  target("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl", H),
  target("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", H),
  target("-----BEGIN PRIVATE KEY-----\nMIIEow", H),
  target("xoxb-123-456-abc", H),
  target("ghp_1A2b3C4d5E", H),
  target("sk-proj-1A2b3C4d5E6f7G", H),
  target("sk_live_1A2b3C", H),
  target("rk_live_1A2b3C", H),
  target("AIzaSyA1b2C3d4", H),
  target("Authorization: Bearer abc.def", `Authorization: Bearer ${H}`),
  target("Bearer \tabc", `Bearer ${H}`),
  target("https://hooks.slack.com/services/T0/B0/xyz", `https[:]//hooks.slack.com/services/${H}`),
  target("https://fn.segmentapis.com/?b=c291cmNl", `https[:]//fn.segmentapis.com/?b=${H}`),
  target("https://fn.segmentapis.com?b=c291cmNl", `https[:]//fn.segmentapis.com?b=${H}`),
  target("https://fn.eu1.segmentapis.com/?b=c291cmNl", `https[:]//fn.eu1.segmentapis.com/?b=${H}`),
  target("postgres://ada:hunter2@db.acme.test", `postgres[:]//ada:${H}@db.acme.test`),
  target(
    "smtp://ada@acme.test:hunter2@mail.acme.test",
    `smtp[:]//ada@acme.test:${H}@mail.acme.test`,
  ),
  target("redis://:p@ss@db.acme.test/0", `redis[:]//:${H}@db.acme.test/0`),
  target(`postgres://ada:${"x".repeat(300)}@db`, `postgres[:]//ada:${H}\u2026`),
  target("https://s3.test/?X-Amz-Signature=abc&x=1", `https[:]//s3.test/?X-Amz-Signature=${H}&x=1`),
  target("/a?api_key=abc&token=def#top", `/a?api_key=${H}&token=${H}#top`),
  target('{"name": "apiKey", "value": "ghp_abc"}', `{"name":"apiKey","value":"${H}"}`),
  target('{"ghp_abc123": 1}', `{"${H}":1}`),

  // What people look for. None of it is a secret.
  ...[
    "owner:ada@acme.test",
    "arn:aws:sts::123:assumed-role/Admin/ada@acme.test",
    "registry.acme.test/app:v1.2@sha256",
    "mail ada@acme.test about it",
    "Secret: Santa campaign",
    "Access Token: CI deploy key",
    "token:create",
    "risk-assessment, sk-learn and sk-SK",
    "weight_kg, task_live_stream, disk-space-management-tool, Maizawa-xoxb",
    "the bearer of bad news",
    "monkey=banana",
    "12:30 with ada@acme.test",
    "checkout.order.completed",
    "acme.com (prod)",
    "handler.js",
    "mailto:ada@acme.test",
    "_x_ :name: $1",
    // Names are shown as they are.
    "👩‍💻",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "می‌خواهم",
    "Big spenders™",
    "m²",
    "Q1…Q2",
    "R&D, AT&T",
  ].map((value) => same("target", value)),
  target("https://ada:8080/path@x", "https[:]//ada:8080/path@x"),
  [
    "change",
    { name: "token: x", new_role: "Workspace Owner" },
    '{"name":"token: x","new_role":"Workspace Owner"}',
  ],
  [
    "change",
    '{"name": "token: x", "new_role": "Workspace Owner"}',
    '{"name":"token: x","new_role":"Workspace Owner"}',
  ],

  // What would act in Slack.
  target("<!channel> <https://evil.test|Renew>", "‹!channel› ‹https[:]//evil.test|Renew›"),
  target("*b* ~s~ `c`", "∗b∗ ∼s∼ 'c'"),
  target("&lt;!here&gt; &amp;lt; &#60; &LT", "＆lt;!here＆gt; ＆amp;lt; ＆#60; ＆LT"),
  target("a\nb\r\n\tc\u0000d\u2028e", "a b c d e"),
  target("  a  b  ", "a b"),
  target("\u202eevil\u2066\u200f", "evil"),
  target("https:\u200e//evil.test", "https[:]//evil.test"),
  target("[draft] campaign {x}", "[draft] campaign {x}"),

  // Other values than texts.
  ["target", 0, "0"],
  ["target", false, "false"],
  ["target", [1, null, "a"], '[1,null,"a"]'],
  ["target", {}, "{}"],
  ["target", { "<b>": "a\nb" }, '{"‹b›":"a\\nb"}'],
];
