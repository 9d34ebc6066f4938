/** The one directory that the local tenant plays. Real tenants never have this id. */
export const tenantId = "5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b";

/** Another directory, which the switch `otherTenant` signs people in from. */
export const otherTenantId = "0ddba115-0000-4000-8000-0000000000ff";

/** The bot as the local tenant registered it. */
export const botAppId = "b07b07b0-0000-4000-8000-000000000001";

/** Client secret of the bot. Worth nothing: everything of the sandbox listens on loopback only. */
export const botPassword = "sandbox-only";

/** Object id of the bot's app in the directory: `oid` of its own tokens. */
export const servicePrincipalId = "b07b07b0-0000-4000-8000-000000000002";

/** `id` of the app's manifest; catalogues call it `externalId`. */
export const teamsManifestId = "b07b07b0-0000-4000-8000-0000000000aa";

/** Id of the same app in the tenant's own catalogue. */
export const teamsCatalogId = "b07b07b0-0000-4000-8000-0000000000cc";

/** Name of the OAuth connection that the token service knows. */
export const connectionName = "graph";

/** Application ID URI: the audience of the tokens that a Teams client gets silently. */
export const appIdUri = `api://botid-${botAppId}`;

/** Audience of tokens for Microsoft Graph. */
export const graphAudience = "https://graph.microsoft.com";

/** Audience of the bot's own tokens for the connector and the token service. */
export const connectorAudience = "https://api.botframework.com";

/** Delegated permissions of the OAuth connection: reading, nothing wider. */
export const connectionScopes = ["UserAuthenticationMethod.Read"] as const;

/** Life of a Graph access token, as Entra's default lower bound. */
export const graphTokenSeconds = 3600;
