import type { FreshSignInPurpose } from "../enrollment/fresh-sign-in.ts";

const GRAPH = "https://graph.microsoft.com";

/**
 * What each purpose needs, and no more. Removing needs the write permission for Authenticator entries: such a token cannot
 * touch phones, codes or passkeys. Proving needs no permission at all, the sign-in itself is the proof; but the demand for
 * fresh MFA belongs to an access token of Graph, so it names the one permission that the bot has been given anyway.
 */
const PERMISSION: Readonly<Record<FreshSignInPurpose, string>> = {
  prove: "UserAuthenticationMethod.Read",
  remove: "UserAuthMethod-MicrosoftAuthApp.ReadWrite",
};

/** `profile`, because without it Entra leaves `oid` out. */
export function scopeFor(purpose: FreshSignInPurpose): string {
  return `openid profile ${GRAPH}/${PERMISSION[purpose]}`;
}

/**
 * The claims request that makes Entra ask for MFA again unless it was passed within the last ten minutes, and, where the
 * tenant has an authentication context for push, for that as well.
 * Source: Graph, "authentication methods overview" (self-service changes need fresh MFA)
 */
export function claimsRequest(contextId: string | null): string {
  const freshMfa = { access_token: { amr: { essential: true, values: ["ngcmfa"] } } };
  return JSON.stringify(
    contextId === null
      ? freshMfa
      : { ...freshMfa, id_token: { acrs: { essential: true, value: contextId } } },
  );
}
