import type { GraphError } from "../graph-answer.ts";
import { badRequest } from "../graph-errors.ts";

// Wordings as the public record has them; each back end of Graph refuses in its own way.

/** How the reports refuse the app (Graph's own message, quoted in many public issues). */
export const missingForReport = (permission: string): GraphError =>
  refusal(
    "Authentication_MSGraphPermissionMissing",
    `The principal does not have required Microsoft Graph permission(s): ${permission} to call this API. For more information about Microsoft Graph permissions, please visit https://docs.microsoft.com/graph/permissions-overview.`,
  );

/** The registration report in a tenant without Entra ID P1 (microsoft-graph-docs-contrib issue 8777). */
export const noPremiumLicence: GraphError = refusal(
  "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
  "Neither tenant is B2C or tenant doesn't have premium license",
);

/** How the policies refuse. */
export const missingForPolicy: GraphError = refusal(
  "AccessDenied",
  "You cannot perform the requested operation, required scopes are missing in the token.",
);

/** How Exchange refuses. */
export const mailboxDenied: GraphError = refusal(
  "ErrorAccessDenied",
  "Access is denied. Check credentials and try again.",
);

export const noMailbox: GraphError = {
  kind: "error",
  status: 404,
  code: "MailboxNotEnabledForRESTAPI",
  message: "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
};

/** How Teams refuses, naming what it wants and what it got (microsoft-graph-docs issue 13690). */
export const missingForTeams = (wanted: readonly string[], held: Iterable<string>): GraphError =>
  refusal(
    "Forbidden",
    `Missing role permissions on the request. API requires one of '${wanted.join(", ")}'. Roles on the request '${[...held].join(", ")}'.`,
  );

/** An app policy keeps the app from somebody (microsoft-teams-apps-company-communicator issue 1537). */
export const blockedByAppPolicy = (tenantId: string, userId: string, appId: string): GraphError =>
  refusal(
    "Forbidden",
    `App is blocked by app permission policy. TenantId: ${tenantId}, UserObjectId: ${userId}, AppId: ${appId}, AppType: Private`,
  );

export const alreadyInstalled: GraphError = {
  kind: "error",
  status: 409,
  code: "Conflict",
  message: "App is already installed for the user.",
};

/** Seen in bulk installations, and gone when repeated (microsoft-graph-docs issue 20972). */
export const installationFailed: GraphError = badRequest(
  "Exception in CreateOrUpdateUserAppEntitlementForTeamsAsync",
);

export const appNotFound = (id: string): GraphError => ({
  kind: "error",
  status: 404,
  code: "NotFound",
  message: `No app found in the app catalog with the id '${id}'.`,
});

export const installationNotFound: GraphError = {
  kind: "error",
  status: 404,
  code: "NotFound",
  message: "The app is not installed for the user.",
};

/** A link to a further page that is too old (msgraph-sdk-dotnet issue 2254). */
export const expiredPageToken: GraphError = {
  kind: "error",
  status: 400,
  code: "Directory_ExpiredPageToken",
  message:
    "The specified page token value has expired and can no longer be included in your request.",
};

export const brokenPageToken: GraphError = {
  kind: "error",
  status: 400,
  code: "Request_BadRequest",
  message: "Invalid $skiptoken: the value is not one that was given out.",
};

export const pageSize = (size: string): GraphError => ({
  kind: "error",
  status: 400,
  code: "Request_UnsupportedQuery",
  message: `Invalid page size specified: '${size}'. Must be between 1 and 999 inclusive.`,
});

/** `/me` is a person's (Graph's own message). */
export const onlyDelegated: GraphError = badRequest(
  "/me request is only valid with delegated authentication flow.",
);

function refusal(code: string, message: string): GraphError {
  return { kind: "error", status: 403, code, message };
}
