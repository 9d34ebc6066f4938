import { type Finding, failed, ok } from "./finding.ts";
import type { TokenClaims } from "./probes.ts";

export type ExpectedToken = {
  /** Any of these. */
  readonly audiences: readonly string[];
  readonly tenantId: string;
  /** Null: whoever it is. */
  readonly appId: string | null;
  /** Names of the variables that say otherwise, for the operator. */
  readonly variables: { readonly appId: string; readonly audience: string };
};

/** Graph's own application id, which some of its tokens have for audience. */
export const GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";

/** Whether a token is for whom and from where it should be. */
export function judgeToken(claims: TokenClaims, expected: ExpectedToken): Finding {
  const { audiences, tenantId, appId, variables } = expected;
  if (!audiences.some((one) => isSame(one, claims.audience))) {
    return failed(
      `the token is for ${claims.audience}, not for ${audiences[0] ?? ""}`,
      `Check ${variables.audience}, and that nothing between here and Entra answers in its place.`,
    );
  }
  if (!isSame(claims.tenantId ?? "", tenantId)) {
    return failed(
      `the token comes from ${claims.tenantId === null ? "no tenant" : `the tenant ${claims.tenantId}`}, not from ${tenantId}`,
      "Set TENANT_ID to the tenant in which the identity is, or use an identity of that tenant.",
    );
  }
  if (appId !== null && !isSame(claims.appId ?? "", appId)) {
    return failed(
      `the token is of the app ${claims.appId ?? "(none)"}, not of ${appId}`,
      `Set ${variables.appId} to the client id of the identity that this machine has, or give it the one that is set.`,
    );
  }
  return ok(`Entra gives one, for ${claims.audience}`);
}

const isSame = (one: string, other: string): boolean =>
  one.toLowerCase().replace(/\/$/, "") === other.toLowerCase().replace(/\/$/, "");
