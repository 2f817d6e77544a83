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
