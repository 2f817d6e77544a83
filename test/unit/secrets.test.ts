import { hideCredentials, isSecretKey } from "../../src/secrets";

// What is a secret by its key or its form is in shown-details.ts, through plain-text.test.ts.

test("a key is read from its end", () => {
  expect(isSecretKey(`${"x".repeat(500)} access token`)).toBe(true);
  expect(isSecretKey(`access token ${"x".repeat(500)}`)).toBe(false);
  expect(isSecretKey(`access token${" ".repeat(500)}`)).toBe(true);
  expect(isSecretKey("token (new)")).toBe(false);
  expect(isSecretKey("Password: ")).toBe(true);
  expect(isSecretKey("")).toBe(false);
});

test("each credential of a text is hidden, and nothing else of it", () => {
  const text = "sgp_a and ghp_b, https://x:y@z and ?sig=c with Bearer d";
  const shown =
    "[hidden] and [hidden], https://x:[hidden]@z and ?sig=[hidden] with Bearer [hidden]";
  expect(hideCredentials(text)).toBe(shown);
  expect(hideCredentials(shown)).toBe(shown);
});
