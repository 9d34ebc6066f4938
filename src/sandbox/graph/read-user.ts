import type { Person } from "../people/person.ts";
import { readScopes } from "./collections.ts";
import type { GraphError, GraphResult } from "./graph-answer.ts";
import {
  accessDenied,
  badRequest,
  insufficientPrivileges,
  queryOptionNotAllowed,
} from "./graph-errors.ts";
import {
  foreignQueryOption,
  type GraphRequest,
  type GraphState,
  holdsOneOf,
} from "./graph-request.ts";

/** `GET /me`, with `$select`. */
export function getMe(request: GraphRequest): GraphResult {
  const { token, query, root, person } = request;
  if (!holdsOneOf(token, ["User.Read", "User.ReadWrite"])) return insufficientPrivileges;
  const option = foreignQueryOption(query, ["$select"]);
  if (option !== undefined) return queryOptionNotAllowed(option);

  return selectedUser(userOf(person, true), query.get("$select"), root);
}

/** One user with the selected properties, or with those that Graph gives unasked. */
export function selectedUser(user: User, select: string | null, root: string): GraphResult {
  const shown = selectOf(user, select);
  if (typeof shown === "string") return unknownProperty(shown);
  const selected = select === null ? "" : `(${namesIn(select).join(",")})`;
  return {
    kind: "ok",
    body: { "@odata.context": `${root}/$metadata#users${selected}/$entity`, ...shown },
  };
}

export type User = Readonly<Record<string, unknown>>;

/** The selected properties, or the name of one that users do not have. */
export function selectOf(user: User, select: string | null): User | string {
  if (select === null) {
    return Object.fromEntries(Object.entries(user).filter(([name]) => !onlyOnSelect.has(name)));
  }
  const names = namesIn(select);
  const unknown = names.find((name) => !(name in user));
  if (unknown !== undefined) return unknown;
  return Object.fromEntries(Object.entries(user).filter(([name]) => names.includes(name)));
}

export const unknownProperty = (name: string): GraphError =>
  badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.user'.`);

const namesIn = (select: string): readonly string[] => select.split(",").map((name) => name.trim());

const onlyOnSelect: ReadonlySet<string> = new Set(["userType", "accountEnabled"]);

export function userOf(person: Person, isEnabled: boolean): User {
  return {
    businessPhones: [],
    displayName: person.displayName,
    givenName: person.givenName,
    jobTitle: null,
    mail: person.userType === "guest" ? null : person.userPrincipalName,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: person.locale,
    surname: person.surname,
    userPrincipalName: person.userPrincipalName,
    id: person.id,
    userType: person.userType === "guest" ? "Guest" : "Member",
    accountEnabled: isEnabled,
  };
}

/** `GET /me/authentication/signInPreferences`; beta only. */
export function getSignInPreferences(
  request: GraphRequest,
  { people, faults }: GraphState,
): GraphResult {
  const { token, root, person } = request;
  if (!holdsOneOf(token, readScopes(null))) return accessDenied;
  if (faults.take("accessDenied", person) !== undefined) return accessDenied;
  return {
    kind: "ok",
    body: {
      "@odata.context": `${root}/$metadata#users('${person.id}')/authentication/signInPreferences`,
      isSystemPreferredAuthenticationMethodEnabled: false,
      userPreferredMethodForSecondaryAuthentication: people.securityInfo(person).defaultMethod,
    },
  };
}
