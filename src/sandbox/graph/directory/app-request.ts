import type { Faults } from "../../faults/faults.ts";
import type { People } from "../../people/people.ts";
import type { Person } from "../../people/person.ts";
import type { AppToken } from "../../tokens/tenant-tokens.ts";
import type { GraphVersion } from "../graph-answer.ts";
import type { GraphLag } from "../graph-lag.ts";
import type { AppInstallations } from "./app-installations.ts";
import type { MethodsPolicy } from "./methods-policy.ts";
import type { ReportRequests } from "./report-requests.ts";

/** One request of the app itself, with a token of its own. */
export type AppRequest = {
  readonly method: string;
  readonly version: GraphVersion;
  /** Decoded path segments after the version: `["users", ID, "authentication", "methods"]`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Parsed JSON; never trusted. */
  readonly body: unknown;
  readonly token: AppToken;
  readonly now: Date;
  /** `S/graph/v1.0` or `S/graph/beta`; begins `@odata.context` and links to further pages. */
  readonly root: string;
};

/** What Graph answers the app from. */
export type AppState = {
  readonly people: People;
  readonly faults: Faults;
  readonly graphLag: GraphLag;
  readonly reportRequests: ReportRequests;
  readonly methodsPolicy: MethodsPolicy;
  readonly appInstallations: AppInstallations;
  /** Tells the Teams clients; the answer does not wait for the bot. */
  appInstalled(person: Person): void;
};

/** Whether the token carries one of these application permissions. */
export function holdsRole({ token }: AppRequest, roles: readonly string[]): boolean {
  return roles.some((role) => token.roles.has(role));
}
