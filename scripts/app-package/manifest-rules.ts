import { isIP } from "node:net";
import type { Manifest } from "./manifest.ts";

/** What is wrong at one place of the manifest. */
export type Finding = { readonly place: string; readonly what: string };

/** The manifest version of this package; appPackage/README.md says why it is this one. */
export const MANIFEST_VERSION = "1.19";

const SIGN_IN_DOMAIN = "token.botframework.com";
const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const MOST_COMMANDS = 12;

/**
 * What the schema cannot say, or says in words that help nobody. `understands` tells whether the bot answers a phrase
 * other than with "I didn't understand that".
 */
export const manifestFindings = (
  manifest: Manifest,
  understands: (phrase: string) => boolean,
): readonly Finding[] => [
  ...versions(manifest),
  ...identities(manifest),
  ...words(manifest),
  ...addresses(manifest),
  ...domains(manifest.validDomains),
  ...bots(manifest),
  ...commands(manifest, understands),
];

function versions({ $schema, manifestVersion }: Manifest): readonly Finding[] {
  if (manifestVersion !== MANIFEST_VERSION) {
    return [
      {
        place: "manifestVersion",
        what: `it is ${manifestVersion}; this package is made for ${MANIFEST_VERSION}, which every cloud takes`,
      },
    ];
  }
  return $schema.includes(`/v${manifestVersion}/`)
    ? []
    : [{ place: "$schema", what: `it is not the schema of manifestVersion ${manifestVersion}` }];
}

function identities({ id, bots, webApplicationInfo }: Manifest): readonly Finding[] {
  const botId = bots[0]?.botId ?? "";
  const ids = { id, "bots[0].botId": botId, "webApplicationInfo.id": webApplicationInfo.id };
  const findings: Finding[] = Object.entries(ids)
    .filter(([, value]) => !GUID.test(value))
    .map(([place, value]) => ({ place, what: `"${value}" is not an id (a GUID)` }));
  if (findings.length > 0) return findings;
  if (botId.toLowerCase() !== webApplicationInfo.id.toLowerCase()) {
    findings.push({
      place: "webApplicationInfo.id",
      what: "it is not bots[0].botId; single sign-on needs the bot's own app registration",
    });
  }
  const resource = `api://botid-${botId}`;
  if (webApplicationInfo.resource !== resource) {
    findings.push({
      place: "webApplicationInfo.resource",
      what: `it has to be ${resource}, the App ID URI of the registration; otherwise sign-in fails with resourcematchfailed`,
    });
  }
  return findings;
}

function words({ name, description, developer }: Manifest): readonly Finding[] {
  const limits = [
    ["name.short", name.short, 30],
    ["name.full", name.full, 100],
    ["description.short", description.short, 80],
    ["description.full", description.full, 4000],
    ["developer.name", developer.name, 32],
  ] as const;
  return limits.flatMap(([place, text, most]) => tooLong(place, text, most));
}

/** What to say of a text that is empty or longer than Teams takes. */
export function tooLong(place: string, text: string, most: number): readonly Finding[] {
  if (text.trim() === "") return [{ place, what: "it is empty" }];
  if (text.length <= most) return [];
  return [{ place, what: `it has ${text.length} characters; Teams takes ${most} at most` }];
}

function addresses({ developer }: Manifest): readonly Finding[] {
  return (["websiteUrl", "privacyUrl", "termsOfUseUrl"] as const)
    .filter((name) => !isHttps(developer[name]))
    .map((name) => ({
      place: `developer.${name}`,
      what: `"${developer[name]}" is not an https address`,
    }));
}

const isHttps = (value: string): boolean =>
  URL.canParse(value) && new URL(value).protocol === "https:";

function domains(all: readonly string[]): readonly Finding[] {
  const findings = all.flatMap((domain, at) =>
    isPlainDomain(domain)
      ? []
      : [
          {
            place: `validDomains[${at}]`,
            what: `"${domain}" has to be one domain: no https://, no path, no wildcard, no address of one machine`,
          },
        ],
  );
  if (!all.includes(SIGN_IN_DOMAIN)) {
    findings.push({
      place: "validDomains",
      what: `${SIGN_IN_DOMAIN} is missing; without it the sign-in window does not open`,
    });
  }
  return findings;
}

const isPlainDomain = (domain: string): boolean =>
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z]$/i.test(domain) &&
  isIP(domain) === 0;

function bots({ bots: all, defaultInstallScope }: Manifest): readonly Finding[] {
  const findings: Finding[] = [];
  if (all.length !== 1) findings.push({ place: "bots", what: "there has to be exactly one bot" });
  all.forEach((bot, at) => {
    const place = `bots[${at}]`;
    findings.push(...scopes(`${place}.scopes`, bot.scopes));
    if (bot.isNotificationOnly) {
      findings.push({
        place: `${place}.isNotificationOnly`,
        what: "it is true, and then Teams lets nobody answer; set it to false",
      });
    }
    for (const name of ["supportsFiles", "supportsCalling", "supportsVideo"] as const) {
      if (bot[name]) {
        findings.push({
          place: `${place}.${name}`,
          what: "PushReady does no such thing; set it to false",
        });
      }
    }
  });
  if (defaultInstallScope !== "personal") {
    findings.push({ place: "defaultInstallScope", what: "it has to be personal" });
  }
  return findings;
}

function scopes(place: string, all: readonly string[]): readonly Finding[] {
  if (all.length === 0) return [{ place, what: "it is empty; it has to be personal" }];
  return all.flatMap((scope, at) =>
    scope === "personal"
      ? []
      : [
          {
            place: `${place}[${at}]`,
            what: `"${scope}": sign-in methods are private, so the only scope is personal`,
          },
        ],
  );
}

function commands(
  { bots: all }: Manifest,
  understands: (phrase: string) => boolean,
): readonly Finding[] {
  return (all[0]?.commandLists ?? []).flatMap((list, at) => {
    const place = `bots[0].commandLists[${at}]`;
    const findings = [...scopes(`${place}.scopes`, list.scopes)];
    if (list.commands.length > MOST_COMMANDS) {
      findings.push({
        place: `${place}.commands`,
        what: `it has ${list.commands.length} commands; Teams takes ${MOST_COMMANDS} at most`,
      });
    }
    list.commands.forEach(({ title }, index) => {
      const at = `${place}.commands[${index}].title`;
      findings.push(...tooLong(at, title, 128));
      if (!understands(title)) {
        findings.push({
          place: at,
          what: `the bot does not understand "${title}"; Teams sends it as typed, so it has to be a phrase of the bot`,
        });
      }
    });
    return findings;
  });
}
