import { about, type Finding, failed, ok, warning } from "./finding.ts";

/** What is lost without an application permission, and which wider ones include it. */
type Permission = {
  readonly lost: string;
  readonly wider: readonly string[];
};

/** Source: Graph's permissions reference; each API's own table of permissions names the wider ones. */
const PERMISSIONS: Readonly<Record<string, Permission>> = {
  "AuditLog.Read.All": {
    lost: "the registration report cannot be read, so no scan finds out who is not set up",
    wider: [],
  },
  "User.Read.All": {
    lost: "accounts cannot be listed, so no scan knows guests and disabled accounts",
    wider: ["User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"],
  },
  "Policy.Read.AuthenticationMethod": {
    lost: "nobody is warned when the tenant's own policy works against a campaign",
    wider: ["Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod"],
  },
  "GroupMember.Read.All": {
    lost: "groups cannot be read, so neither the audience nor who runs campaigns is known",
    wider: ["Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All"],
  },
  "UserAuthenticationMethod.Read.All": {
    lost: "people are reminded who have set it up since the last scan",
    wider: ["UserAuthenticationMethod.ReadWrite.All"],
  },
  "MailboxSettings.Read": {
    lost: "people whose time zone Teams does not tell are reminded by REMINDER_TIME_ZONE",
    wider: ["MailboxSettings.ReadWrite"],
  },
  "TeamsAppInstallation.ReadWriteSelfForUser.All": {
    lost: "the app is installed for nobody, and people without it are not reminded",
    wider: ["TeamsAppInstallation.ReadWriteForUser.All"],
  },
  "AppCatalog.Read.All": {
    lost: "the app is not found in the catalogue, so it is installed for nobody",
    wider: ["AppCatalog.ReadWrite.All"],
  },
};

/**
 * What the token carries, held against what the settings need. Permissions that are there and not needed are named too:
 * whoever got hold of the identity could use them.
 */
export function judgePermissions(
  roles: readonly string[],
  needed: readonly string[],
): readonly Finding[] {
  const missing = needed.map((name) => about(name, judgeNeeded(name, roles)));
  const used = new Set(needed.flatMap((name) => [name, ...(PERMISSIONS[name]?.wider ?? [])]));
  const spare = roles.filter((role) => !used.has(role));
  return [...missing, ...spare.map((name) => about(name, judgeSpare(name)))];
}

function judgeNeeded(name: string, roles: readonly string[]): Finding {
  if (roles.includes(name)) return ok("granted");
  const permission = PERMISSIONS[name];
  const wider = permission?.wider.find((one) => roles.includes(one));
  if (wider !== undefined) {
    return warning(
      `only by ${wider}, which allows more`,
      `Grant ${name} to the identity that reads the directory, and take ${wider} back.`,
    );
  }
  return failed(
    `missing: ${permission?.lost ?? "something that is switched on does not work"}`,
    `Grant the application permission ${name} of Microsoft Graph, with an administrator's consent, to the identity that reads the directory. A token lives up to a day: consent shows in the next one.`,
  );
}

const judgeSpare = (name: string): Finding =>
  warning(
    name in PERMISSIONS
      ? "granted, and nothing that is switched on uses it"
      : "granted, and PushReady never uses it",
    "Take it back from the identity, so that nobody can misuse it.",
  );
