/** Where nothing but a fault of ours can break a check. */
const REPORT = "Report it, with what it says.";
const GRAPH = "Let this machine reach Microsoft Graph (GRAPH_URL) on port 443.";

/**
 * What is checked, in the order in which it is told. Each names the checks without which there is nothing to look at, and
 * what to do where looking itself does not work.
 */
export const CATALOGUE = [
  { id: "configuration", title: "Settings", needs: [], ifBroken: REPORT },
  {
    id: "botToken",
    title: "Bot's token",
    needs: ["configuration"],
    ifBroken:
      "Check BOT_ID, BOT_TYPE and how the bot proves itself (managed identity, certificate or secret), and that this machine reaches Entra.",
  },
  {
    id: "channel",
    title: "Bot Framework channel",
    needs: ["configuration"],
    ifBroken: "Let this machine reach login.botframework.com on port 443.",
  },
  {
    id: "teamsHosts",
    title: "Teams host",
    needs: ["configuration"],
    ifBroken: "Let this machine reach the hosts in SERVICE_URL_HOSTS on port 443.",
  },
  {
    id: "oauthConnection",
    title: "OAuth connection",
    needs: ["botToken"],
    ifBroken:
      "Let this machine reach the Bot Framework token service (api.botframework.com) on port 443.",
  },
  {
    id: "graphToken",
    title: "App's token for Graph",
    needs: ["configuration"],
    ifBroken:
      "Check DIRECTORY_IDENTITY and DIRECTORY_CLIENT_ID, and that this machine reaches Entra. Without it nobody is reminded.",
  },
  { id: "permissions", title: "Permission", needs: ["graphToken"], ifBroken: REPORT },
  { id: "consent", title: "Consent for people's tokens", needs: ["graphToken"], ifBroken: GRAPH },
  { id: "graphClock", title: "Clock against Graph's", needs: ["configuration"], ifBroken: GRAPH },
  { id: "policies", title: "Tenant's policy", needs: ["graphToken"], ifBroken: GRAPH },
  {
    id: "authority",
    title: "Sign-in: authority",
    needs: ["configuration"],
    ifBroken: "Check TENANT_ID, and that this machine reaches Entra.",
  },
  {
    id: "redirectUri",
    title: "Sign-in: redirect URI",
    needs: ["authority"],
    ifBroken: "Let this machine reach Entra on port 443.",
  },
  {
    id: "signInClient",
    title: "Sign-in: client",
    needs: ["authority"],
    ifBroken: "Check SIGN_IN_CLIENT_ID and how that registration proves itself (SIGN_IN_…).",
  },
  {
    id: "publicUrl",
    title: "Public address",
    needs: ["configuration"],
    ifBroken: "Check PUBLIC_URL and the ingress.",
  },
  {
    id: "database",
    title: "Database",
    needs: ["configuration"],
    ifBroken: "Check DATABASE_URL, and that this machine reaches the server.",
  },
  { id: "migrations", title: "Database: tables", needs: ["database"], ifBroken: REPORT },
  { id: "durability", title: "Database: durability", needs: ["database"], ifBroken: REPORT },
  { id: "databaseClock", title: "Database: clock", needs: ["database"], ifBroken: REPORT },
  { id: "jobs", title: "Jobs", needs: ["database"], ifBroken: REPORT },
  { id: "dispatcher", title: "Sending", needs: ["migrations"], ifBroken: REPORT },
  { id: "scan", title: "Scan", needs: ["migrations"], ifBroken: REPORT },
  { id: "manifest", title: "App manifest", needs: ["configuration"], ifBroken: REPORT },
] as const;

export type CheckId = (typeof CATALOGUE)[number]["id"];
