import { z } from "zod/v4";

const command = z.looseObject({ title: z.string(), description: z.string() });

/** The parts of a manifest that our own rules look at. The schema looks at all of it. */
const manifest = z.looseObject({
  $schema: z.string(),
  manifestVersion: z.string(),
  version: z.string(),
  id: z.string(),
  developer: z.looseObject({
    name: z.string(),
    websiteUrl: z.string(),
    privacyUrl: z.string(),
    termsOfUseUrl: z.string(),
  }),
  name: z.looseObject({ short: z.string(), full: z.string() }),
  description: z.looseObject({ short: z.string(), full: z.string() }),
  icons: z.looseObject({ color: z.string(), outline: z.string() }),
  localizationInfo: z.looseObject({
    defaultLanguageTag: z.string(),
    additionalLanguages: z.array(z.looseObject({ languageTag: z.string(), file: z.string() })),
  }),
  bots: z.array(
    z.looseObject({
      botId: z.string(),
      scopes: z.array(z.string()),
      isNotificationOnly: z.boolean(),
      supportsFiles: z.boolean(),
      supportsCalling: z.boolean(),
      supportsVideo: z.boolean(),
      commandLists: z.array(
        z.looseObject({ scopes: z.array(z.string()), commands: z.array(command) }),
      ),
    }),
  ),
  defaultInstallScope: z.string(),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.looseObject({ id: z.string(), resource: z.string() }),
});

export type Manifest = z.output<typeof manifest>;

/** A manifest as far as {@link Manifest} goes, or what keeps it from being one. */
export const parseManifest = (value: unknown) => manifest.safeParse(value);

/** `["bots", 0, "botId"]` as people write it: `bots[0].botId`. */
export const placeOf = (path: readonly (string | number | symbol)[]): string =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
