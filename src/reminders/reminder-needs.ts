import type { ReminderSettings } from "./settings.ts";

/** What the organisation wants of the reminders, as far as it takes permissions. */
export type ReminderWishes = {
  readonly settings: Pick<ReminderSettings, "mayInstall">;
  readonly recheck: boolean;
  readonly mailboxZones: boolean;
  readonly hasGroups: boolean;
  /** The Teams app is named by its manifest, so the catalogue has to be read. */
  readonly looksUpApp: boolean;
};

/** The application permissions of Graph that the reminders need as they are configured, for an operator. */
export const permissionsNeeded = (wishes: ReminderWishes): readonly string[] => [
  "AuditLog.Read.All",
  "User.Read.All",
  "Policy.Read.AuthenticationMethod",
  ...(wishes.hasGroups ? ["GroupMember.Read.All"] : []),
  ...(wishes.recheck ? ["UserAuthenticationMethod.Read.All"] : []),
  ...(wishes.mailboxZones ? ["MailboxSettings.Read"] : []),
  ...(wishes.settings.mayInstall
    ? [
        "TeamsAppInstallation.ReadWriteSelfForUser.All",
        ...(wishes.looksUpApp ? ["AppCatalog.Read.All"] : []),
      ]
    : []),
];
