import type { Person } from "../people/person.ts";
import { readScopes } from "./collections.ts";
import type { GraphResult } from "./graph-answer.ts";
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

  const user = userOf(person);
  const select = query.get("$select");
  if (select === null) {
    const shown = Object.entries(user).filter(([name]) => !onlyOnSelect.has(name));
    return {
      kind: "ok",
      body: { "@odata.context": `${root}/$metadata#users/$entity`, ...Object.fromEntries(shown) },
    };
  }

  const names = select.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !(name in user));
  if (unknown !== undefined) {
    return badRequest(
      `Could not find a property named '${unknown}' on type 'microsoft.graph.user'.`,
    );
  }
  return {
    kind: "ok",
    body: {
      "@odata.context": `${root}/$metadata#users(${names.join(",")})/$entity`,
      ...Object.fromEntries(Object.entries(user).filter(([name]) => names.includes(name))),
    },
  };
}

const onlyOnSelect: ReadonlySet<string> = new Set(["userType", "accountEnabled"]);

function userOf(person: Person): Readonly<Record<string, unknown>> {
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
    accountEnabled: true,
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
