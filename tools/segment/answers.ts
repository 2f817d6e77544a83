import { Response } from "node-fetch";

/** A user as the Public API shows it. */
export interface User {
  id: string;
  email: string;
}

/** The Public API's answer about a user. */
export function userBody(user: User) {
  return { data: { user: { id: user.id, name: "Acme user", email: user.email, permissions: [] } } };
}

/** The Public API's answer when something is wrong. */
export function errorBody(type: string, data?: object) {
  return { errors: [{ type, message: "made up for the test", ...(data && { data }) }] };
}

/** A `fetch` that answers as the Public API does, about the users that `find` knows by their id. */
export function createPublicApi(find: (id: string) => User | undefined) {
  return async function fetch(url: string): Promise<Response> {
    const id = /^https:\/\/api\.segmentapis\.com\/users\/([\w-]+)$/.exec(url)?.[1];
    const user = find(id ?? "");
    const body = user ? userBody(user) : errorBody("not-found");
    return new Response(JSON.stringify(body), { status: user ? 200 : 404 });
  };
}
