/**
 * The request that the runtime passes to `onRequest`, as far as this function reads it (Segment
 * docs: Source Functions). `json` and `text` may answer at once or with a promise.
 */
export interface ServerRequest {
  headers: { get(name: string): string | null };
  json(): unknown;
  text(): unknown;
}

/**
 * The request's body, parsed from JSON.
 * @throws InvalidEventPayload when it is not JSON.
 */
export async function readBody(request: ServerRequest): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new InvalidEventPayload("The body is not JSON: expected an audit event, or an array.");
  }
}
