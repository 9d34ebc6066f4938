import { z } from "zod/v4";
import { appIdUri } from "./app-id-uri.ts";
import { about, type Finding, failed, ok } from "./finding.ts";

/** What of the app's manifest has to agree with the settings. */
const manifest = z.object({
  id: z.string(),
  bots: z.array(z.object({ botId: z.string() })).min(1),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }).optional(),
  validDomains: z.array(z.string()).default([]),
});

type Manifest = z.infer<typeof manifest>;
type Variables = Readonly<Record<string, string | undefined>>;

export type ManifestWishes = {
  readonly botAppId: string;
  /** The registration that people sign in to; the App ID URI is made of its id. */
  readonly signInClientId: string;
  readonly publicUrl: string;
  /** TEAMS_APP_ID, where it is set. */
  readonly teamsAppId: string | null;
  /** Who installs the app for people; null where nobody does, or where Azure alone knows. */
  readonly installerAppId: string | null;
};

/** Where the sign-in window of the Bot Framework token service is. */
const TOKEN_SERVICE = "token.botframework.com";

/** Fills in `${{NAME}}` as the Agents Toolkit does. What nothing is set for stays, and so agrees with no setting. */
const fillIn = (text: string, variables: Variables): string =>
  text.replace(/\$\{\{\s*(\w+)\s*\}\}/g, (placeholder, name: string) => {
    const value = variables[name] ?? "";
    return value === "" ? placeholder : JSON.stringify(value).slice(1, -1);
  });

/** Whether Teams would take people to this bot, and let it sign them in. */
export function judgeManifest(
  text: string,
  variables: Variables,
  wishes: ManifestWishes,
): readonly Finding[] {
  const parsed = manifest.safeParse(jsonIn(fillIn(text, variables)));
  if (!parsed.success) {
    return [
      failed(
        "it is no manifest of an app with a bot",
        "Name appPackage/manifest.json, or the zip that npm run package makes.",
      ),
    ];
  }
  return [
    about("id", judgeId(parsed.data, wishes)),
    about("bots", judgeBot(parsed.data, wishes)),
    about("webApplicationInfo", judgeWebApplication(parsed.data, wishes)),
    about("validDomains", judgeDomains(parsed.data, wishes)),
  ];
}

function judgeId({ id }: Manifest, { teamsAppId }: ManifestWishes): Finding {
  if (teamsAppId === null || isSame(id, teamsAppId)) return ok(id);
  return failed(
    `${id}, but TEAMS_APP_ID is ${teamsAppId}`,
    "Set TEAMS_APP_ID to the manifest's id, or make the package anew with it.",
  );
}

function judgeBot({ bots }: Manifest, { botAppId }: ManifestWishes): Finding {
  const [bot] = bots;
  if (bot !== undefined && isSame(bot.botId, botAppId)) return ok(`the bot is ${botAppId}`);
  return failed(
    `the bot is ${bot?.botId ?? "(none)"}, but BOT_ID is ${botAppId}`,
    "Set BOT_ID to the Azure Bot's application id, and make the package anew.",
  );
}

function judgeWebApplication(
  { webApplicationInfo: info }: Manifest,
  { signInClientId, installerAppId }: ManifestWishes,
): Finding {
  const resource = appIdUri(signInClientId);
  if (info === undefined) {
    return failed(
      "missing: nobody is signed in without pressing a button, and the app cannot be installed for people",
      `Add webApplicationInfo with the app registration's id and the resource ${resource}.`,
    );
  }
  if (!isSame(info.resource, resource)) {
    return failed(
      `the resource is ${info.resource}, not ${resource}`,
      "Teams signs people in for the App ID URI of the app registration: set both to the same (SIGN_IN_CLIENT_ID, or BOT_ID).",
    );
  }
  if (!isSame(info.id, signInClientId)) {
    return failed(
      `it names ${info.id}, but people sign in to ${signInClientId}`,
      "Set SIGN_IN_CLIENT_ID to the id in webApplicationInfo, or make the package anew with it.",
    );
  }
  if (installerAppId !== null && !isSame(info.id, installerAppId)) {
    return failed(
      `it names ${info.id}, but the identity that installs the app is ${installerAppId}`,
      "Set DIRECTORY_CLIENT_ID to the id in webApplicationInfo; no other identity may install the app.",
    );
  }
  return ok(resource);
}

function judgeDomains({ validDomains }: Manifest, { publicUrl }: ManifestWishes): Finding {
  const host = new URL(publicUrl).hostname;
  const missing = [host, TOKEN_SERVICE].filter(
    (wanted) => !validDomains.some((domain) => covers(domain, wanted)),
  );
  return missing.length === 0
    ? ok(validDomains.join(", "))
    : failed(
        `${missing.join(" and ")} missing`,
        "Add it to validDomains, and make the package anew; Teams opens no other sign-in window.",
      );
}

/** `*.example.com` stands for one level, as in Teams. */
function covers(domain: string, host: string): boolean {
  const name = domain.toLowerCase().replace(/:\d+$/, "");
  if (!name.startsWith("*.")) return name === host.toLowerCase();
  return host.toLowerCase().split(".").slice(1).join(".") === name.slice(2);
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
