import type { Manifest } from "./manifest.ts";
import type { Finding } from "./manifest-rules.ts";
import type { Settings } from "./settings.ts";

const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether app, bot and app registration are named so that Teams' single sign-on works. */
export function identityFindings(
  { id, bots, webApplicationInfo }: Manifest,
  botType: Settings["botType"],
): readonly Finding[] {
  const botId = bots[0]?.botId ?? "";
  const ids = { id, "bots[0].botId": botId, "webApplicationInfo.id": webApplicationInfo.id };
  const malformed = Object.entries(ids)
    .filter(([, value]) => !GUID.test(value))
    .map(([place, value]) => ({ place, what: `"${value}" is not an id (a GUID)` }));
  if (malformed.length > 0) return malformed;
  return [
    ...registration(botId, webApplicationInfo.id, botType),
    ...resource(webApplicationInfo.id, webApplicationInfo.resource),
  ];
}

function registration(
  botId: string,
  signIn: string,
  botType: Settings["botType"],
): readonly Finding[] {
  const isSame = botId.toLowerCase() === signIn.toLowerCase();
  if (isSame === (botType === "SingleTenant")) return [];
  return [
    {
      place: "webApplicationInfo.id",
      what: isSame
        ? "it is bots[0].botId, but with BOT_TYPE=UserAssignedMSI the bot is a managed identity, which nobody can sign in to; set SIGN_IN_CLIENT_ID to the app registration"
        : "it is not bots[0].botId, but with BOT_TYPE=SingleTenant the bot and the app registration that people sign in to are one",
    },
  ];
}

function resource(signIn: string, found: string): readonly Finding[] {
  const expected = `api://botid-${signIn}`;
  if (found === expected) return [];
  return [
    {
      place: "webApplicationInfo.resource",
      what: `it has to be ${expected}, the App ID URI of the registration; otherwise sign-in fails with resourcematchfailed`,
    },
  ];
}
