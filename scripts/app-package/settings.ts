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
  BOT_TYPE: z
    .enum(["UserAssignedMSI", "SingleTenant"], {
      error: "set it to UserAssignedMSI or SingleTenant, as for the service",
    })
    .default("UserAssignedMSI"),
  SIGN_IN_CLIENT_ID: guid(
    "the application (client) id of the app registration that people sign in to",
  ).optional(),
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

/** What the package is made with. */
export type Settings = {
  readonly botType: "UserAssignedMSI" | "SingleTenant";
  /** What the placeholders stand for. */
  readonly values: ReadonlyMap<string, string>;
};

/**
 * Reads the environment; an empty variable counts as none.
 * @throws PackageError naming every variable that is missing or wrong.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
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
  const { BOT_TYPE, PUBLIC_URL, SIGN_IN_CLIENT_ID, ...named } = parsed.data;
  return {
    botType: BOT_TYPE,
    values: new Map(
      Object.entries({
        ...named,
        SIGN_IN_CLIENT_ID: SIGN_IN_CLIENT_ID ?? named.BOT_ID,
        // The Agents Toolkit has it beside PUBLIC_URL; here one is enough, so that the two cannot differ.
        BOT_DOMAIN: new URL(PUBLIC_URL).host,
      }),
    ),
  };
}

const withNow = (message: string, now: string | undefined): string =>
  now === undefined ? message : `${message} (now "${now}")`;
