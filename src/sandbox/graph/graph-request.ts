import type { Faults } from "../faults/faults.ts";
import type { People } from "../people/people.ts";
import type { Person } from "../people/person.ts";
import type { AppToken, GraphToken } from "../tokens/tenant-tokens.ts";
import type { GraphVersion } from "./graph-answer.ts";
import type { GraphLag } from "./graph-lag.ts";

/** One authenticated request to Microsoft Graph. */
export type GraphRequest = {
  readonly method: string;
  readonly version: GraphVersion;
  /** Decoded path segments after the version: `["me", "authentication", "methods"]`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Whose data it is about: the token's own person, or whom the app's path names. */
  readonly person: Person;
  readonly token: GraphToken | AppToken;
  readonly now: Date;
  /** `S/graph/v1.0` or `S/graph/beta`; begins `@odata.context`. */
  readonly root: string;
};

/** What Graph answers from. */
export type GraphState = {
  readonly people: People;
  readonly faults: Faults;
  readonly graphLag: GraphLag;
};

/** Whether a person's token carries one of these delegated permissions; the app's own carries none. */
export function holdsOneOf(token: GraphToken | AppToken, scopes: readonly string[]): boolean {
  return token.kind === "delegated" && scopes.some((scope) => token.scopes.has(scope));
}

/** The first OData option of the request that is not in `allowed`; Graph refuses those it does not know. */
export function foreignQueryOption(
  query: URLSearchParams,
  allowed: readonly string[],
): string | undefined {
  return [...query.keys()].find((name) => name.startsWith("$") && !allowed.includes(name));
}
