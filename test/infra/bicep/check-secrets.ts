import type { BicepFile } from "./parse-bicep.ts";

/** What a secret in a file looks like. */
const PATTERNS: readonly (readonly [string, RegExp])[] = [
  ["a client secret of Entra", /\b[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["32 bytes in base64", /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])/],
  ["an account key", /\b(AccountKey|SharedAccessKey|InstrumentationKey)=[^;'$]+/i],
  ["a signature of shared access", /[?&]sig=[A-Za-z0-9%+/]{20,}/],
  ["a JSON web token", /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
  ["an address with a password", /[a-z]+:\/\/[^\s/'@:]+:[^\s/'@]+@/],
];

/** Names of properties whose value is never written down. */
const NEVER_LITERAL =
  /(?<![A-Za-z])(\w*password|clientSecret|\w*accessKey|sharedKey|apiKey)\s*:\s*'(?!\$\{)[^']+'/gi;

/** Values that Azure's own settings have, and that are no passwords. */
const NO_SECRETS = /passwordAuth\s*:\s*'(Enabled|Disabled)'/i;

/** Secrets written down, or handed out to whoever may read the deployment. */
export function problemsOfSecrets(source: string, { outputs }: BicepFile): readonly string[] {
  return [
    ...PATTERNS.filter(([, pattern]) => pattern.test(source)).map(([what]) => `holds ${what}`),
    ...[...source.matchAll(NEVER_LITERAL)]
      .filter(([text]) => !NO_SECRETS.test(text))
      .map(([, name = ""]) => `${name} is a literal`),
    ...(/\blist(Keys|Secrets|Credentials|AccountSas)\s*\(/i.test(source)
      ? ["asks a resource for its keys"]
      : []),
    ...outputs
      .filter(({ value }) => /\blist[A-Z]\w*\(|password|\btokenKey\b/i.test(value))
      .map(({ name }) => `output ${name} hands out a secret`),
  ];
}
