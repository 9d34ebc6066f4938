import { isIP } from "node:net";
import type { Manifest } from "./manifest.ts";

/** What is wrong at one place of the manifest. */
export type Finding = { readonly place: string; readonly what: string };

/** The manifest version of this package; appPackage/README.md says why it is this one. */
export const MANIFEST_VERSION = "1.19";

const SIGN_IN_DOMAIN = "token.botframework.com";

/** What the schema cannot say of the whole, or says in words that help nobody. */
export const manifestFindings = (manifest: Manifest): readonly Finding[] => [
  ...versions(manifest),
  ...words(manifest),
  ...addresses(manifest),
  ...domains(manifest.validDomains),
  ...bots(manifest),
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
    findings.push(...scopeFindings(`${place}.scopes`, bot.scopes));
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

/** Any scope but personal. */
export function scopeFindings(place: string, all: readonly string[]): readonly Finding[] {
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
