import type { DatabaseIdentity } from "../config/config.ts";
import type { Clock } from "../enrollment/clock.ts";
import { identityTokens } from "./identity-token.ts";
import { KeptToken } from "./kept-token.ts";

/** Azure Database for PostgreSQL. Source: https://learn.microsoft.com/azure/postgresql/security/security-entra-configure */
const DATABASE_SCOPE = "https://ossrdbms-aad.database.windows.net/.default";

/**
 * What each new connection sends as its password, where Entra signs in: a token that is good for a while yet. An open
 * connection outlives it; the server looks at it only when a connection begins.
 */
export function databasePassword(
  identity: DatabaseIdentity,
  clock: Clock,
  tokensOf = identityTokens,
): { readonly password?: () => Promise<string> } {
  if (identity.kind === "none") return {};
  const token = new KeptToken(tokensOf(identity, DATABASE_SCOPE), clock);
  return { password: () => token.get() };
}
