/** Whom a tenant's policy is about. `all_users` is an id of a group that Graph knows for everybody. */
export type PolicyTarget = { readonly type: "user" | "group"; readonly id: string };

/** What of `authenticationMethodsPolicy` matters to reminders. */
export type TenantPolicies = {
  /** The registration campaign that Entra runs by itself. */
  readonly campaign: {
    readonly state: "default" | "enabled" | "disabled";
    readonly snoozeDays: number | null;
    readonly include: readonly (PolicyTarget & {
      /** `microsoftAuthenticator`, or another method, for instance a passkey (`fido2`). */
      readonly method: string;
    })[];
    readonly exclude: readonly PolicyTarget[];
  };
  /** The Microsoft Authenticator method; null where the tenant does not list it. */
  readonly authenticator: {
    readonly isEnabled: boolean;
    readonly include: readonly (PolicyTarget & {
      /** `deviceBasedPush` is phone sign-in only: with it, push is no second factor. */
      readonly mode: "any" | "push" | "deviceBasedPush" | "other";
    })[];
    readonly exclude: readonly PolicyTarget[];
  } | null;
};
