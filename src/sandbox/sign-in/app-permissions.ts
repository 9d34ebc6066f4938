/** Application permissions that PushReady can make use of; an administrator consents to each for the whole tenant. */
export const appPermissions = [
  "AuditLog.Read.All",
  "User.Read.All",
  "GroupMember.Read.All",
  "Policy.Read.AuthenticationMethod",
  "UserAuthenticationMethod.Read.All",
  "MailboxSettings.Read",
  "AppCatalog.Read.All",
  "TeamsAppInstallation.ReadWriteSelfForUser.All",
] as const;

export type AppPermission = (typeof appPermissions)[number];

/**
 * Which application permissions an administrator has consented to; at the start, to all. As in Entra, consent comes into
 * tokens that are issued from then on, and not into those that are out.
 */
export class AppConsents {
  readonly #withheld = new Set<AppPermission>();

  granted(): readonly AppPermission[] {
    return appPermissions.filter((permission) => !this.#withheld.has(permission));
  }

  grant(permission: AppPermission): void {
    this.#withheld.delete(permission);
  }

  withhold(permission: AppPermission): void {
    this.#withheld.add(permission);
  }

  reset(): void {
    this.#withheld.clear();
  }
}
