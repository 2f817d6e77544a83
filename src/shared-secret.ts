/** @throws ValidationError for a request without the shared secret in its header. */
export function verifySender({ headers }: ServerRequest, sharedSecret: string): void {
  const digest = (text: string) => crypto.createHash("sha256").update(text).digest();
  const given = digest(headers.get("X-Shared-Secret") ?? "");
  // In a time that tells nothing of where the texts differ.
  if (crypto.timingSafeEqual(given, digest(sharedSecret))) return;
  throw new ValidationError(
    "The shared secret is missing or wrong. Send X-Shared-Secret: X-Signature no longer counts.",
  );
}
