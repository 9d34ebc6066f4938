import { randomBytes } from "node:crypto";
import { httpGet } from "./admin/doctor/http-probe.ts";
import type { DatabaseFacts, HttpAnswer, Probes, TokenClaims } from "./admin/doctor/probes.ts";
import { claimsOf } from "./admin/doctor/token-claims.ts";
import type { Examined } from "./admin/doctor.command.ts";
import { openStored } from "./compose-admin.ts";
import type { Config } from "./config/config.ts";
import { ConfigError, readConfig } from "./config/read-config.ts";
import type { Clock } from "./enrollment/clock.ts";
import { type Database, openForInspection } from "./storage/database.ts";
import { readDatabaseState, readReminderState } from "./storage/database-facts.ts";
import type { Authority } from "./web/authority.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the settings, and makes what the doctor looks with. Nothing is asked of anybody yet. */
export function examine(env: Variables): Promise<Examined> {
  try {
    const config = readConfig(env);
    return Promise.resolve(examinedAs(config, env));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Promise.resolve({ kind: "problems", problems: error.problems });
  }
}

/** The same with settings that were read already. */
export function examinedAs(
  config: Config,
  env: Variables,
  clock: Clock = { now: () => new Date() },
): Extract<Examined, { readonly kind: "ready" }> {
  const probes = new ServiceProbes(config, clock);
  const { teamsApp } = config.directory;
  // The package is made with these names; a machine on which the service runs need not have them all.
  const known = {
    BOT_ID: config.bot.appId,
    TENANT_ID: config.bot.tenantId,
    SIGN_IN_CLIENT_ID: config.freshSignIn.client.id,
    BOT_DOMAIN: new URL(config.freshSignIn.publicUrl).hostname,
    ...(teamsApp?.kind === "manifest" ? { TEAMS_APP_ID: teamsApp.id } : {}),
  };
  return {
    kind: "ready",
    config,
    probes,
    variables: { ...known, ...env },
    close: () => probes.close(),
  };
}

/** Looks with the service's own identities, each made once. They are loaded when something is asked of them. */
class ServiceProbes implements Probes {
  readonly #config: Config;
  readonly #clock: Clock;
  readonly #bot = once(() => this.#askForBotToken());
  readonly #app = once((signal: AbortSignal) => this.#askForAppToken(signal));
  readonly #authority = once(() => this.#openAuthority());
  readonly #facts = once(() => this.#readDatabase());
  #database: Promise<Database> | null = null;

  constructor(config: Config, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  async botToken(signal: AbortSignal): Promise<TokenClaims> {
    return claimsOf(await this.#bot(signal));
  }

  async graphToken(signal: AbortSignal): Promise<TokenClaims> {
    return claimsOf(await this.#app(signal));
  }

  get(url: string, signal: AbortSignal): Promise<HttpAnswer> {
    return httpGet(url, { signal, now: () => this.now() });
  }

  async askTokenService(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    const { tokenServiceOf } = await import("./bot/adapter.ts");
    const url = `${tokenServiceOf(this.#config.bot).replace(/\/+$/, "")}/${path}`;
    return this.#getAs(await this.#bot(signal), url, signal);
  }

  async askGraph(path: string, signal: AbortSignal): Promise<HttpAnswer> {
    const url = `${this.#config.graph.url.replace(/\/+$/, "")}/${path}`;
    return this.#getAs(await this.#app(signal), url, signal);
  }

  async policies(signal: AbortSignal): ReturnType<Probes["policies"]> {
    const { openDirectory } = await import("./graph/directory/open-directory.ts");
    const { directory } = await openDirectory(this.#config, {
      clock: this.#clock,
      // What it answers says as much, and the check of the token says the rest.
      onUnanswered: () => undefined,
      onUnreadable: () => undefined,
    });
    return directory.policies(signal);
  }

  async findAuthority(): Promise<void> {
    await (await this.#authority(NEVER)).prepare();
  }

  async silentSignInUrl(): Promise<string> {
    const authority = await this.#authority(NEVER);
    const random = (): string => randomBytes(32).toString("base64url");
    const secrets = { state: random(), nonce: random(), codeVerifier: random() };
    const url = new URL(await authority.authorizationUrl(secrets));
    url.searchParams.set("prompt", "none");
    return url.href;
  }

  async refusalOfSignInClient(): ReturnType<Probes["refusalOfSignInClient"]> {
    return (await this.#authority(NEVER)).refusalOfClient();
  }

  database(signal: AbortSignal): Promise<DatabaseFacts> {
    return this.#facts(signal);
  }

  now(): Date {
    return this.#clock.now();
  }

  /** Waits for what is under way, so that no file stays locked. */
  async close(): Promise<void> {
    // Why it could not be opened has been told.
    const database = await this.#database?.catch(() => null);
    await database?.close();
  }

  #getAs(token: string, url: string, signal: AbortSignal): Promise<HttpAnswer> {
    const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
    return httpGet(url, { signal, now: () => this.now(), headers });
  }

  async #askForBotToken(): Promise<string> {
    const [{ connectorCredentials }, { createCredentialsFactory }] = await Promise.all([
      import("./bot/adapter.ts"),
      import("./bot/credentials.ts"),
    ]);
    const { bot } = this.#config;
    const credentials = await connectorCredentials(bot, createCredentialsFactory(bot));
    let header = "";
    await credentials.signRequest({
      headers: {
        set: (name, value) => {
          if (name.toLowerCase() === "authorization") header = value;
        },
      },
    });
    return header.replace(/^Bearer /i, "");
  }

  async #askForAppToken(signal: AbortSignal): Promise<string> {
    const { createGraphCredential } = await import("./graph/directory/credential.ts");
    const { credential, scope } = this.#config.directory;
    const made = await createGraphCredential(credential, this.#clock);
    const token = await made.getToken(scope, { abortSignal: signal });
    if (token === null) throw new Error("The identity has no token for Graph");
    return token.token;
  }

  async #openAuthority(): Promise<Authority> {
    const { Authority } = await import("./web/authority.ts");
    return new Authority(this.#config.freshSignIn, this.#clock);
  }

  async #readDatabase(): Promise<DatabaseFacts> {
    const { storage, bot } = this.#config;
    this.#database = openStored(storage, openForInspection);
    const database = await this.#database;
    const before = this.now().getTime();
    const state = await readDatabaseState(database);
    const askedAt = new Date((before + this.now().getTime()) / 2);
    const isCurrent = [...state.missingMigrations, ...state.unknownMigrations].length === 0;
    const reminders = isCurrent ? await readReminderState(database, bot.tenantId) : null;
    return { ...state, kind: storage.kind, askedAt, reminders };
  }
}

/** For what keeps its time by itself. */
const NEVER = new AbortController().signal;

/** Asks once, and gives everybody the same answer, or the same refusal. */
function once<Value>(
  ask: (signal: AbortSignal) => Promise<Value>,
): (signal: AbortSignal) => Promise<Value> {
  let asked: Promise<Value> | null = null;
  return (signal) => (asked ??= ask(signal));
}
