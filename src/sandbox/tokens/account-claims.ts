import type { Person } from "../people/person.ts";

/** What Entra puts into Graph's access tokens about the account; `acct` is 1 for guests. */
export const accountClaims = (person: Person): { readonly upn: string; readonly acct: 0 | 1 } => ({
  upn: person.userPrincipalName,
  acct: person.userType === "guest" ? 1 : 0,
});
