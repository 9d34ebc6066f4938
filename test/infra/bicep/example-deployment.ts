const IDENTITY = "11111111-2222-4333-8444-555555555555";
const REGISTRATION = "22222222-2222-4333-8444-555555555555";

const COMMON = {
  TENANT_ID: "aaaaaaaa-2222-4333-8444-555555555555",
  PORT: "3978",
  AZURE_CLIENT_ID: IDENTITY,
  OAUTH_CONNECTION: "graph",
  DIRECTORY_IDENTITY: "federated",
  DIRECTORY_CLIENT_ID: REGISTRATION,
  DIRECTORY_TRUSTED_IDENTITY: IDENTITY,
  TEAMS_APP_ID: "33333333-2222-4333-8444-555555555555",
  PUBLIC_URL: "https://pushready-a.example.com",
  SIGN_IN_CLIENT_ID: REGISTRATION,
  TOKEN_KEY: Buffer.alloc(32, 1).toString("base64"),
  DATABASE_URL: "postgres://id-pushready-a@db.example.com:5432/pushready?sslmode=verify-full",
  APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${IDENTITY};IngestionEndpoint=https://in.example.com/`,
  ORGANISATION_NAME: "Example",
  HELP_DESK_URL: "https://help.example.com/request",
  LOG_LEVEL: "info",
};

/** What only a deployment knows, by the type of the bot. A name that the template does not set has no effect. */
export const EXAMPLE = {
  UserAssignedMSI: { ...COMMON, BOT_ID: IDENTITY, BOT_TYPE: "UserAssignedMSI" },
  SingleTenant: { ...COMMON, BOT_ID: REGISTRATION, BOT_TYPE: "SingleTenant" },
} as const;
