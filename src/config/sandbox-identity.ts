/** The local tenant's fixed identity (src/sandbox). Known to all, worth nothing elsewhere. */
export const SANDBOX = {
  appId: "b07b07b0-0000-4000-8000-000000000001",
  tenantId: "5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b",
  secret: "sandbox-only",
  teamsAppId: "b07b07b0-0000-4000-8000-0000000000aa",
  audience: "https://api.botframework.com",
} as const;
