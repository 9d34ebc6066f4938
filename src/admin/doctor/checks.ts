import type { Config } from "../../config/config.ts";
import { wishesOf } from "../../config/reminder-wishes.ts";
import { permissionsNeeded } from "../../reminders/reminder-needs.ts";
import { AdminError } from "../admin-error.ts";
import { CATALOGUE, type CheckId } from "./catalogue.ts";
import { judgeSkew } from "./clock-skew.ts";
import * as database from "./database.ts";
import { failed, notChecked, ok } from "./finding.ts";
import { judgeManifest } from "./manifest.ts";
import { judgePermissions } from "./permissions.ts";
import { judgePolicies } from "./policies.ts";
import type { Probes } from "./probes.ts";
import { checkChannel, checkHosts, checkPublicUrl } from "./reachability.ts";
import type { Check } from "./run-checks.ts";
import {
  checkConsent,
  judgeClient,
  judgeConnection,
  judgeRedirect,
  signInResourcePath,
} from "./sign-in.ts";
import { GRAPH_APP_ID, judgeToken } from "./tokens.ts";

/** The public cloud's, where the settings name none (Bot Framework, "connector authentication"). */
const CONNECTOR_AUDIENCE = "https://api.botframework.com";
const CHANNEL_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration";
const CALLBACK = "/sign-in/callback";

/** The app's manifest as it is on disk; null where none was named. */
export type ManifestText = {
  readonly text: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
} | null;

type Runs = { readonly [Name in Exclude<CheckId, "configuration">]: Check["run"] };

/** Every check of a service whose settings can be read. */
export function checksOf(config: Config, probes: Probes, manifest: ManifestText): readonly Check[] {
  return listed({
    ...tokenRuns(config, probes),
    ...signInRuns(config, probes),
    ...databaseRuns(config, probes),
    teamsHosts: (signal) =>
      checkHosts(
        config.bot.serviceUrlHosts,
        { get: (...asked) => probes.get(...asked), isLocal: config.bot.channel !== null },
        signal,
      ),
    publicUrl: (signal) =>
      checkPublicUrl(config.freshSignIn.publicUrl, (...asked) => probes.get(...asked), signal),
    graphClock: async (signal) => {
      const { date, receivedAt } = await probes.get(`${config.graph.url}/v1.0/$metadata`, signal);
      return judgeSkew(date, receivedAt, "Graph");
    },
    manifest: () => Promise.resolve(manifestFindings(config, manifest)),
  });
}

/** The same checks where the settings cannot be read: nothing but that is known. */
export function checksWithout(problems: readonly string[]): readonly Check[] {
  const none: Check["run"] = () => Promise.resolve(notChecked("needs the settings"));
  const findings = problems.map((problem) => failed(problem, "Correct it, and run this again."));
  return CATALOGUE.map((one) => ({
    ...one,
    run: one.id === "configuration" ? () => Promise.resolve(findings) : none,
  }));
}

function listed(runs: Runs): readonly Check[] {
  const all: Readonly<Record<CheckId, Check["run"]>> = {
    configuration: () => Promise.resolve(ok("complete, and nothing contradicts")),
    ...runs,
  };
  return CATALOGUE.map((one) => ({ ...one, run: all[one.id] }));
}

function tokenRuns(config: Config, probes: Probes) {
  const { appId, tenantId, channel } = config.bot;
  const get: Probes["get"] = (...asked) => probes.get(...asked);
  return {
    botToken: async (signal) =>
      judgeToken(await probes.botToken(signal), {
        audiences: [channel?.scope ?? CONNECTOR_AUDIENCE],
        tenantId,
        appId,
        variables: { appId: "BOT_ID", audience: "BOT_TYPE" },
      }),
    channel: (signal) => checkChannel(channel?.openIdMetadataUrl ?? CHANNEL_METADATA, get, signal),
    graphToken: async (signal) =>
      judgeToken(await probes.graphToken(signal), {
        audiences: [config.directory.scope.replace(/\/\.default$/, ""), GRAPH_APP_ID],
        tenantId,
        appId: directoryAppId(config),
        variables: { appId: "DIRECTORY_CLIENT_ID", audience: "GRAPH_URL" },
      }),
    permissions: async (signal) =>
      judgePermissions(
        (await probes.graphToken(signal)).roles,
        permissionsNeeded(wishesOf(config)),
      ),
    consent: (signal) =>
      checkConsent(config.freshSignIn.client.id, (...asked) => probes.askGraph(...asked), signal),
    policies: async (signal) => judgePolicies(await probes.policies(signal), config.policy),
  } satisfies Partial<Runs>;
}

function signInRuns(config: Config, probes: Probes) {
  const { appId, serviceUrlHosts } = config.bot;
  const signInClientId = config.freshSignIn.client.id;
  const order = { appId, signInClientId, connection: config.oauthConnection };
  return {
    oauthConnection: async (signal) => {
      const serviceUrl = `https://${serviceUrlHosts[0] ?? "smba.trafficmanager.net"}/teams/`;
      const path = signInResourcePath({ ...order, serviceUrl });
      return judgeConnection(await probes.askTokenService(path, signal), order);
    },
    authority: async () => {
      await probes.findAuthority();
      return ok(`${config.freshSignIn.authority} is the tenant's`);
    },
    redirectUri: async (signal) => {
      const answer = await probes.get(await probes.silentSignInUrl(), signal);
      return judgeRedirect(answer, `${config.freshSignIn.publicUrl}${CALLBACK}`);
    },
    signInClient: async () => judgeClient(await probes.refusalOfSignInClient()),
  } satisfies Partial<Runs>;
}

function databaseRuns(config: Config, probes: Probes) {
  const wishes: database.DatabaseWishes = {
    isProduction: config.environment === "production",
    hasScanSchedule: config.reminders.scan.cron !== null,
  };
  const facts: Probes["database"] = (signal) => probes.database(signal);
  const needsTables = notChecked('needs "Database: tables" first');
  return {
    database: async (signal) => {
      try {
        return database.judgeConnectionTo(await facts(signal), wishes);
      } catch (error) {
        if (!(error instanceof AdminError) || error.code !== "admin.database-in-use") throw error;
        return notChecked(error.message);
      }
    },
    migrations: async (signal) => database.judgeMigrations(await facts(signal)),
    durability: async (signal) => database.judgeDurability(await facts(signal)),
    databaseClock: async (signal) => {
      const { now, askedAt } = await facts(signal);
      return judgeSkew(now, askedAt, "the database");
    },
    jobs: async (signal) => database.judgeQueue(await facts(signal), wishes),
    dispatcher: async (signal) => {
      const { reminders } = await facts(signal);
      return reminders === null ? needsTables : database.judgeDispatcher(reminders);
    },
    scan: async (signal) => {
      const { reminders, now } = await facts(signal);
      return reminders === null ? needsTables : database.judgeScan(reminders, wishes, now);
    },
  } satisfies Partial<Runs>;
}

function manifestFindings(config: Config, manifest: ManifestText) {
  if (manifest === null) {
    return notChecked(
      "name it: --manifest appPackage/manifest.json, or the zip of npm run package",
    );
  }
  const { teamsApp } = config.directory;
  return judgeManifest(manifest.text, manifest.variables, {
    botAppId: config.bot.appId,
    signInClientId: config.freshSignIn.client.id,
    publicUrl: config.freshSignIn.publicUrl,
    teamsAppId: teamsApp?.kind === "manifest" ? teamsApp.id : null,
    installerAppId: config.reminders.settings.mayInstall ? directoryAppId(config) : null,
  });
}

/** Null for the identity that Azure gave this machine: its id is known there only. */
const directoryAppId = ({ directory: { credential } }: Config): string | null =>
  credential.clientId;
