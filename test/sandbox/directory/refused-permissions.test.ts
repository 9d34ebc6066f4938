import assert from "node:assert/strict";
import type { AppPermission } from "../../../src/sandbox/sign-in/app-permissions.ts";
import { start, type TestSandbox } from "../support/sandbox.ts";

const sam = "11111111-5a4d-4001-8000-000000000001";
const pilot = "99999999-5a4d-4001-8000-000000000001";

/** Each endpoint refuses in its back end's own words. */
const cases: readonly {
  readonly path: string;
  readonly permission: AppPermission;
  readonly code: string;
  readonly message: RegExp;
}[] = [
  {
    path: "/v1.0/reports/authenticationMethods/userRegistrationDetails",
    permission: "AuditLog.Read.All",
    code: "Authentication_MSGraphPermissionMissing",
    message: /does not have required Microsoft Graph permission\(s\): AuditLog\.Read\.All to call/,
  },
  {
    path: "/v1.0/users",
    permission: "User.Read.All",
    code: "Authorization_RequestDenied",
    message: /Insufficient privileges/,
  },
  {
    path: `/v1.0/users/${sam}`,
    permission: "User.Read.All",
    code: "Authorization_RequestDenied",
    message: /Insufficient privileges/,
  },
  {
    path: `/v1.0/groups/${pilot}/transitiveMembers/microsoft.graph.user`,
    permission: "GroupMember.Read.All",
    code: "Authorization_RequestDenied",
    message: /Insufficient privileges/,
  },
  {
    path: "/v1.0/policies/authenticationMethodsPolicy",
    permission: "Policy.Read.AuthenticationMethod",
    code: "AccessDenied",
    message: /required scopes are missing/,
  },
  {
    path: `/v1.0/users/${sam}/authentication/methods`,
    permission: "UserAuthenticationMethod.Read.All",
    code: "accessDenied",
    message: /Request Authorization failed/,
  },
  {
    path: `/v1.0/users/${sam}/authentication/microsoftAuthenticatorMethods`,
    permission: "UserAuthenticationMethod.Read.All",
    code: "accessDenied",
    message: /Request Authorization failed/,
  },
  {
    path: `/v1.0/users/${sam}/mailboxSettings/timeZone`,
    permission: "MailboxSettings.Read",
    code: "ErrorAccessDenied",
    message: /Access is denied/,
  },
  {
    path: "/v1.0/appCatalogs/teamsApps?$filter=externalId eq 'x'",
    permission: "AppCatalog.Read.All",
    code: "Authorization_RequestDenied",
    message: /Insufficient privileges/,
  },
  {
    path: `/v1.0/users/${sam}/teamwork/installedApps`,
    permission: "TeamsAppInstallation.ReadWriteSelfForUser.All",
    code: "Forbidden",
    message: /Missing role permissions on the request\. API requires one of 'TeamsAppInstallation/,
  },
];

describe("the sandbox without an application permission", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start();
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  for (const { path, permission, code, message } of cases) {
    it(`answers 403 ${code} to ${path.replace(/[0-9a-f-]{36}/, "ID")}`, async () => {
      const allowed = await tenant.app(path);
      tenant.sandbox.tenant.appConsents.withhold(permission);

      const refused = await tenant.app(path);

      assert.ok(allowed.ok, String(allowed.status));
      assert.equal(refused.status, 403);
      const text = await refused.text();
      assert.ok(text.includes(`"code":"${code}"`), text);
      assert.match(text, message);
    });
  }
});
