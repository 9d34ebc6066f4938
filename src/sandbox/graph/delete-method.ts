import { hasOthers, isDefaultMethod } from "../people/method-kinds.ts";
import type { SecurityInfo, StoredMethod } from "../people/person.ts";
import type { AppToken, GraphToken } from "../tokens/tenant-tokens.ts";
import { type Collection, writeScopes } from "./collections.ts";
import type { GraphError, GraphResult } from "./graph-answer.ts";
import {
  accessDenied,
  defaultWithOthersConfigured,
  matchesDefaultMethod,
  methodNotAllowed,
  methodNotFound,
} from "./graph-errors.ts";
import { type GraphRequest, type GraphState, holdsOneOf } from "./graph-request.ts";

// Since 2026-01-26 self-service writes need MFA within ten minutes (Graph, authentication methods overview).
const freshMfaMs = 10 * 60 * 1000;

/** `DELETE /me/authentication/<collection>/{id}`: 204, or why not. A person's last method goes too: Graph protects nobody. */
export function deleteMethod(
  request: GraphRequest,
  state: GraphState,
  collection: Collection,
  id: string,
): GraphResult {
  const { token, person, now } = request;
  const { people, faults } = state;
  if (!collection.canDelete) return methodNotAllowed;
  if (!holdsOneOf(token, writeScopes(collection))) return accessDenied;
  if (!hasFreshMfa(token, now)) return accessDenied;
  if (faults.take("refuseDeletes", person) !== undefined) return accessDenied;

  const info = people.securityInfo(person);
  const method = info.methods.find(
    (candidate) => candidate.id === id && candidate["@odata.type"] === collection.type,
  );
  if (method === undefined) return methodNotFound(id);

  const forced = faults.take("defaultMethod", person);
  if (forced !== undefined) {
    return forced.wording === "otherMethods"
      ? defaultWithOthersConfigured
      : matchesDefaultMethod(id);
  }

  const refused = refusalAsDefault(info, method, collection);
  if (refused !== null) return refused;
  people.removeMethod(person, id);
  if (isDefaultMethod(info, method)) people.setDefaultMethod(person, null);
  return { kind: "noContent" };
}

function hasFreshMfa(token: GraphToken | AppToken, now: Date): boolean {
  return (
    token.kind === "delegated" &&
    token.amr.includes("ngcmfa") &&
    token.authenticatedAt !== null &&
    now.getTime() - token.authenticatedAt.getTime() <= freshMfaMs
  );
}

function refusalAsDefault(
  info: SecurityInfo,
  method: StoredMethod,
  collection: Collection,
): GraphError | null {
  if (!isDefaultMethod(info, method)) return null;
  if (collection.segment === "phoneMethods") return matchesDefaultMethod(method.id);
  // The default goes when it is the last one left beside the password.
  return hasOthers(info, method) ? defaultWithOthersConfigured : null;
}
