import assert from "node:assert/strict";
import { permissionsNeeded } from "../../src/reminders/reminder-needs.ts";

const LEAST = {
  settings: { mayInstall: false },
  recheck: false,
  mailboxZones: false,
  hasGroups: false,
  looksUpApp: true,
};
const SCAN = ["AuditLog.Read.All", "User.Read.All", "Policy.Read.AuthenticationMethod"];

describe("permissionsNeeded", () => {
  const cases = [
    { name: "nothing but scans", wishes: {}, more: [] },
    { name: "groups", wishes: { hasGroups: true }, more: ["GroupMember.Read.All"] },
    { name: "re-checks", wishes: { recheck: true }, more: ["UserAuthenticationMethod.Read.All"] },
    { name: "mailboxes' zones", wishes: { mailboxZones: true }, more: ["MailboxSettings.Read"] },
    {
      name: "installing an app that has to be looked up",
      wishes: { settings: { mayInstall: true } },
      more: ["TeamsAppInstallation.ReadWriteSelfForUser.All", "AppCatalog.Read.All"],
    },
    {
      name: "installing an app of a known id",
      wishes: { settings: { mayInstall: true }, looksUpApp: false },
      more: ["TeamsAppInstallation.ReadWriteSelfForUser.All"],
    },
  ];
  for (const { name, wishes, more } of cases) {
    it(`names no more than it takes for ${name}`, () => {
      assert.deepEqual(permissionsNeeded({ ...LEAST, ...wishes }), [...SCAN, ...more]);
    });
  }
});
