import { z } from "zod/v4";
import { PackageError } from "./problem.ts";

const guid = (what: string) =>
  z.guid({ error: `set it to ${what}, for instance 11111111-2222-3333-4444-555555555555` });

const page = (what: string) =>
  z.url({ protocol: /^https$/, error: `set it to the https address of ${what}` });

function isHttpsOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, origin, href } = new URL(value);
  return protocol === "https:" && href === `${origin}/`;
}

/** The names in the manifest's placeholders: their form, their default, and what to set when one is missing. */
const settings = z.object({
  TEAMS_APP_ID: guid("the id of the app in Teams; make one once, and keep it"),
  BOT_ID: guid("the application (client) id of the bot's Entra app registration"),
  PUBLIC_URL: z
    .string({ error: "set it to the https address of the service" })
    .refine(isHttpsOrigin, {
      error: "set it to the https address of the service, without a path",
    }),
  APP_NAME: z.string().default("PushReady"),
  DEVELOPER_NAME: z.string({
    error: "set it to the name of your organisation, 32 characters at most",
  }),
  WEBSITE_URL: page("your help desk or of a page about the app"),
  PRIVACY_URL: page("your privacy statement"),
  TERMS_OF_USE_URL: page("your terms of use"),
});

/** The names that `manifest.json` may have in its placeholders. */
export const PLACEHOLDERS = [...Object.keys(settings.shape), "PUBLIC_HOST"].filter(
  (name) => name !== "PUBLIC_URL",
);

/**
 * What the placeholders of the manifest stand for. An empty variable counts as none.
 * @throws PackageError naming every variable that is missing or wrong.
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    throw new PackageError(
      parsed.error.issues.map(({ path, message }) => ({
        where: String(path[0]),
        what: withNow(message, present[String(path[0])]),
      })),
    );
  }
  // The Toolkit writes PUBLIC_HOST beside PUBLIC_URL; here one of them is enough, so that they cannot differ.
  const { PUBLIC_URL, ...named } = parsed.data;
  return new Map(Object.entries({ ...named, PUBLIC_HOST: new URL(PUBLIC_URL).host }));
}

const withNow = (message: string, now: string | undefined): string =>
  now === undefined ? message : `${message} (now "${now}")`;
