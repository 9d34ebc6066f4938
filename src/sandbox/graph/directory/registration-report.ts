import type { Person } from "../../people/person.ts";
import type { GraphResult } from "../graph-answer.ts";
import { queryOptionNotAllowed, tooManyRequests } from "../graph-errors.ts";
import { foreignQueryOption } from "../graph-request.ts";
import { missingForReport, noPremiumLicence } from "./app-errors.ts";
import { type AppRequest, type AppState, holdsRole } from "./app-request.ts";
import { pageOf, pageResult } from "./paging.ts";

const permission = "AuditLog.Read.All";

/**
 * `GET /reports/authenticationMethods/userRegistrationDetails`: v1.0 properties, without disabled accounts, as late as
 * the switch `reportLag` says.
 * Source: Graph, "List userRegistrationDetails".
 */
export function registrationReport(request: AppRequest, state: AppState): GraphResult {
  const { faults, people, reportRequests } = state;
  const { now, query } = request;
  const limit = faults.take("reportLimit", null);
  const wait = limit === undefined ? 0 : reportRequests.count(now, limit.allowed);
  if (wait > 0) return tooManyRequests(wait);
  if (!holdsRole(request, [permission])) return missingForReport(permission);
  if (faults.take("noLicence", null) !== undefined) return noPremiumLicence;
  const option = foreignQueryOption(query, ["$top", "$skiptoken"]);
  if (option !== undefined) return queryOptionNotAllowed(option);
  const page = pageOf(request, faults);
  if (page.kind === "error") return page;

  return pageResult(request, page, {
    context: "reports/authenticationMethods/userRegistrationDetails",
    count: people.count,
    rowAt: (position) => {
      const { person, isEnabled } = people.entryAt(position);
      if (!isEnabled || faults.isOn("accountDisabled", person)) return null;
      const lagMs = faults.take("reportLag", person)?.delayMs ?? 0;
      const seenAt = new Date(now.getTime() - lagMs);
      return row(person, people.reported(person, seenAt), seenAt);
    },
  });
}

// Registered for password reset only: no factor at sign-in.
const onlyForReset: ReadonlySet<string> = new Set(["email", "securityQuestion"]);

const passwordless: ReadonlySet<string> = new Set([
  "microsoftAuthenticatorPasswordless",
  "windowsHelloForBusiness",
  "passKeyDeviceBound",
  "passKeyDeviceBoundAuthenticator",
  "macOsSecureEnclaveKey",
]);

// Strongest first, as Entra prefers by itself.
const secondFactors = [
  ["microsoftAuthenticatorPush", "push"],
  ["softwareOneTimePasscode", "oath"],
  ["mobilePhone", "sms"],
] as const;

function row(person: Person, registered: readonly string[], seenAt: Date) {
  const isMfaRegistered = registered.some((name) => !onlyForReset.has(name));
  const preferred = secondFactors.find(([name]) => registered.includes(name))?.[1];
  return {
    id: person.id,
    userPrincipalName: person.userPrincipalName,
    userDisplayName: person.displayName,
    userType: person.userType,
    isAdmin: false,
    isSsprRegistered: isMfaRegistered,
    isSsprEnabled: false,
    isSsprCapable: false,
    isMfaRegistered,
    isMfaCapable: isMfaRegistered,
    isPasswordlessCapable: registered.some((name) => passwordless.has(name)),
    methodsRegistered: registered,
    isSystemPreferredAuthenticationMethodEnabled: true,
    systemPreferredAuthenticationMethods: preferred === undefined ? [] : [preferred],
    // Where nothing is set Graph sends an empty text, which its own schema does not know.
    userPreferredMethodForSecondaryAuthentication: preferred ?? "",
    // Seven digits of a second, as .NET writes them.
    lastUpdatedDateTime: seenAt.toISOString().replace("Z", "0000Z"),
  };
}
