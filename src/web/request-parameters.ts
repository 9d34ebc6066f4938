/**
 * One sign-in, two jobs: its MFA is the proof, and its token can remove what the person then confirms, so that nobody signs
 * in twice within ten minutes. It is the write permission for Authenticator entries alone: such a token cannot touch
 * phones, codes or passkeys. `profile`, because without it Entra leaves `oid` out.
 */
export const SCOPE =
  "openid profile https://graph.microsoft.com/UserAuthMethod-MicrosoftAuthApp.ReadWrite";

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
