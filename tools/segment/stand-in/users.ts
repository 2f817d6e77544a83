import { userBody } from "../answers";
import { type Json, refuseUnknown } from "./check";
import type { Call, Served } from "./served";

/** Answers a request on users. */
export function handleUsers({ method, id, query }: Call, served: Served): Json {
  const users = (served.workspace.users ?? []).map((user) => userBody(user).data.user);
  const user = users.find((one) => one.id === id);
  if (method !== "GET" || (id && !user)) refuseUnknown();
  return user ? { user } : served.page(query, "users", users);
}
