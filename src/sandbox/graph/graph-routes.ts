import { collections } from "./collections.ts";
import { deleteMethod } from "./delete-method.ts";
import type { GraphResult } from "./graph-answer.ts";
import { genericDeleteUnsupported, methodNotAllowed, unknownSegment } from "./graph-errors.ts";
import type { GraphRequest, GraphState } from "./graph-request.ts";
import { getMethod, listMethods } from "./read-methods.ts";
import { getMe, getSignInPreferences } from "./read-user.ts";

/** Answers what this Graph serves, and the rest as Graph answers what it does not know. */
export function routeGraph(request: GraphRequest, state: GraphState): GraphResult {
  const [root, branch, ...rest] = request.segments;
  if (root !== "me") return unknownSegment(root ?? "");
  if (branch === undefined) return request.method === "GET" ? getMe(request) : methodNotAllowed;
  if (branch !== "authentication") return unknownSegment(branch);
  return routeAuthentication(request, state, rest);
}

function routeAuthentication(
  request: GraphRequest,
  state: GraphState,
  [segment, id, ...beyond]: readonly string[],
): GraphResult {
  if (segment === undefined) return methodNotAllowed;
  if (beyond[0] !== undefined) return unknownSegment(beyond[0]);
  if (segment === "methods") return routeMixedList(request, state, id);
  if (segment === "signInPreferences" && request.version === "beta" && id === undefined) {
    return request.method === "GET" ? getSignInPreferences(request, state) : methodNotAllowed;
  }

  const collection = collections.find((candidate) => candidate.segment === segment);
  if (collection === undefined) return unknownSegment(segment);
  if (request.method === "GET") {
    return id === undefined
      ? listMethods(request, state, collection)
      : getMethod(request, state, collection, id);
  }
  return request.method === "DELETE" && id !== undefined
    ? deleteMethod(request, state, collection, id)
    : methodNotAllowed;
}

function routeMixedList(
  request: GraphRequest,
  state: GraphState,
  id: string | undefined,
): GraphResult {
  if (request.method === "GET") {
    return id === undefined
      ? listMethods(request, state, null)
      : getMethod(request, state, null, id);
  }
  return request.method === "DELETE" && id !== undefined
    ? genericDeleteUnsupported(request.person.id, id)
    : methodNotAllowed;
}
