import type { StoredMethod } from "../people/person.ts";
import { type Collection, collections, readRoles, readScopes } from "./collections.ts";
import type { GraphResult, GraphVersion } from "./graph-answer.ts";
import { accessDenied, methodNotFound, queryOptionNotAllowed } from "./graph-errors.ts";
import {
  foreignQueryOption,
  type GraphRequest,
  type GraphState,
  holdsOneOf,
} from "./graph-request.ts";

/** Which methods are read: one typed collection, or (null) the mixed list of every kind. */
export type Source = Collection | null;

/** `GET /me/authentication/<collection>`: all of them; no query options (Graph, "List methods"). */
export function listMethods(request: GraphRequest, state: GraphState, source: Source): GraphResult {
  const refused = refusalToRead(request, state, source);
  if (refused !== null) return refused;

  return {
    kind: "ok",
    body: {
      "@odata.context": context(request, source),
      value: methodsOf(request, state, source).map((method) => shown(method, request.version)),
    },
  };
}

/** `GET /me/authentication/<collection>/{id}`: the bare entity, not wrapped in `value`. */
export function getMethod(
  request: GraphRequest,
  state: GraphState,
  source: Source,
  id: string,
): GraphResult {
  const refused = refusalToRead(request, state, source);
  if (refused !== null) return refused;

  const method = methodsOf(request, state, source).find((candidate) => candidate.id === id);
  if (method === undefined) return methodNotFound(id);
  return {
    kind: "ok",
    body: {
      "@odata.context": `${context(request, source)}/$entity`,
      ...shown(method, request.version),
    },
  };
}

function refusalToRead(
  { token, person, query }: GraphRequest,
  { faults }: GraphState,
  source: Source,
): GraphResult | null {
  const mayRead =
    token.kind === "app"
      ? readRoles(source).some((role) => token.roles.has(role))
      : holdsOneOf(token, readScopes(source));
  if (!mayRead) return accessDenied;
  if (faults.take("accessDenied", person) !== undefined) return accessDenied;
  const option = foreignQueryOption(query, []);
  return option === undefined ? null : queryOptionNotAllowed(option);
}

function methodsOf(
  { person, now }: GraphRequest,
  { people, graphLag }: GraphState,
  source: Source,
) {
  const methods = people.securityInfo(person).methods.filter(({ id }) => graphLag.isShown(id, now));
  return source === null
    ? methods
    : methods.filter((method) => method["@odata.type"] === source.type);
}

function context({ root, person }: GraphRequest, source: Source): string {
  return `${root}/$metadata#users('${person.id}')/authentication/${source?.segment ?? "methods"}`;
}

// v1.0 knows neither (Graph metadata, August 2026).
const betaOnly: ReadonlySet<string> = new Set(["lastUsedDateTime", "clientAppName"]);

const knownTypes: ReadonlySet<string> = new Set(collections.map(({ type }) => type));

function shown(method: StoredMethod, version: GraphVersion): Readonly<Record<string, unknown>> {
  if (version === "beta") {
    return knownTypes.has(method["@odata.type"]) ? { lastUsedDateTime: null, ...method } : method;
  }
  return Object.fromEntries(Object.entries(method).filter(([name]) => !betaOnly.has(name)));
}
