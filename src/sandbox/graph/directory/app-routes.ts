import type { Person } from "../../people/person.ts";
import { collections } from "../collections.ts";
import type { GraphResult } from "../graph-answer.ts";
import {
  insufficientPrivileges,
  methodNotAllowed,
  unknownSegment,
  userNotFound,
} from "../graph-errors.ts";
import type { GraphRequest } from "../graph-request.ts";
import { getMethod, listMethods } from "../read-methods.ts";
import { missingForPolicy, onlyDelegated } from "./app-errors.ts";
import { type AppRequest, type AppState, holdsRole } from "./app-request.ts";
import { mailboxTimeZone } from "./mailbox.ts";
import { checkMemberGroups } from "./member-groups.ts";
import { registrationReport } from "./registration-report.ts";
import { chatOfInstallation, installApp, listCatalog, listInstalled } from "./teams-apps.ts";
import { getUser, listMembers, listUsers } from "./users.ts";

const forPolicy = ["Policy.Read.AuthenticationMethod", "Policy.Read.All"];

/** Answers what the app itself may ask for, and the rest as Graph answers what it does not know. */
export function routeApp(request: AppRequest, state: AppState): GraphResult {
  const [root, id, ...rest] = request.segments;
  if (root === "me") return onlyDelegated;
  if (root === "users" && id !== undefined) return routeUser(request, state, id, rest);
  if (request.method !== "GET") return methodNotAllowed;
  // What people and administrators consented to: the app has no permission that shows it.
  if (root === "oauth2PermissionGrants" || root?.startsWith("servicePrincipals") === true) {
    return insufficientPrivileges;
  }
  switch ([root, id, ...rest].join("/")) {
    case "users/":
      return listUsers(request, state);
    case "reports/authenticationMethods/userRegistrationDetails":
      return registrationReport(request, state);
    case "policies/authenticationMethodsPolicy":
      return methodsPolicy(request, state);
    case "appCatalogs/teamsApps":
      return listCatalog(request, state);
    default:
      break;
  }
  const [branch, cast, ...beyond] = rest;
  const isMembers =
    root === "groups" &&
    branch === "transitiveMembers" &&
    (cast === "microsoft.graph.user" || cast === "graph.user") &&
    beyond.length === 0;
  return isMembers
    ? listMembers(request, state, id ?? "")
    : unknownSegment(request.segments.at(-1) ?? "");
}

function methodsPolicy(request: AppRequest, state: AppState): GraphResult {
  if (!holdsRole(request, forPolicy)) return missingForPolicy;
  return {
    kind: "ok",
    body: {
      "@odata.context": `${request.root}/$metadata#authenticationMethodsPolicy`,
      ...state.methodsPolicy.asGraphHasIt(),
    },
  };
}

/** Whom a path is about, by object id or by user principal name; null = nobody. */
export function subjectOf(segments: readonly string[], { people }: AppState): Person | null {
  const [root, id] = segments;
  if (root !== "users" || id === undefined) return null;
  return people.findById(id) ?? people.all.find((one) => one.userPrincipalName === id) ?? null;
}

function routeUser(
  request: AppRequest,
  state: AppState,
  id: string,
  [branch, segment, ...rest]: readonly string[],
): GraphResult {
  const person = subjectOf(request.segments, state);
  if (person === null) return userNotFound(id);
  const entry = state.people.entryOf(person);
  const isGet = request.method === "GET";
  if (branch === undefined) return isGet ? getUser(request, state, entry) : methodNotAllowed;
  if (branch === "mailboxSettings" && segment === "timeZone" && rest.length === 0) {
    return isGet ? mailboxTimeZone(request, entry) : methodNotAllowed;
  }
  if (branch === "checkMemberGroups" && segment === undefined) {
    return request.method === "POST" ? checkMemberGroups(request, state, person) : methodNotAllowed;
  }
  if (branch === "teamwork" && segment === "installedApps") {
    return routeInstalledApps(request, state, person, rest);
  }
  if (branch === "authentication" && segment !== undefined && rest.length < 2) {
    return isGet ? readMethods(request, state, person, segment, rest[0]) : methodNotAllowed;
  }
  return unknownSegment(rest.at(-1) ?? segment ?? branch);
}

function routeInstalledApps(
  request: AppRequest,
  state: AppState,
  person: Person,
  [installation, chat, ...beyond]: readonly string[],
): GraphResult {
  if (installation === undefined) {
    if (request.method === "POST") return installApp(request, state, person);
    return request.method === "GET" ? listInstalled(request, state, person) : methodNotAllowed;
  }
  if (chat !== "chat" || beyond.length > 0) return unknownSegment(chat ?? installation);
  return request.method === "GET"
    ? chatOfInstallation(request, state, person, installation)
    : methodNotAllowed;
}

function readMethods(
  request: AppRequest,
  state: AppState,
  person: Person,
  segment: string,
  methodId: string | undefined,
): GraphResult {
  const source = segment === "methods" ? null : collections.find((one) => one.segment === segment);
  if (source === undefined) return unknownSegment(segment);
  const about: GraphRequest = { ...request, person };
  return methodId === undefined
    ? listMethods(about, state, source)
    : getMethod(about, state, source, methodId);
}
